// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.util.List;

/** Traffic of hosts that do not mine, much of it with addresses that are or were a pool's. */
final class OtherTraffic {

  /** 10.2.0.0 and 2,000 more. */
  private static final int FIRST_HOST = 10 << 24 | 2 << 16;

  private static final int HOSTS = 2_000;

  /** 10.3.0.1. */
  private static final IpAddress SECURITY = IpAddress.ofIpv4(10 << 24 | 3 << 16 | 1);

  /** 198.51.100.0/24, where no pool is. */
  private static final int ELSEWHERE = 198 << 24 | 51 << 16 | 100 << 8;

  private static final int SCANS_A_DAY = 30;
  private static final List<Integer> SCANNED = List.of(22, 23, 80, 443, 445, 3333, 8008, 5555);

  private final World world;
  private final Chance chance;
  private final SimulatedFlows flows;

  OtherTraffic(World world, Chance chance, SimulatedFlows flows) {
    this.world = world;
    this.chance = chance;
    this.flows = flows;
  }

  /**
   * Adds it.
   *
   * @param scale of what does not follow from the pools: 1, or less for a small world
   */
  void add(double scale) {
    world.others().forEach(this::visits);
    world.others().stream().filter(OtherService::scans).forEach(this::scans);
    checks(scale);
    elsewhere(scale);
  }

  private IpAddress host() {
    return IpAddress.ofIpv4(FIRST_HOST + chance.between(0, HOSTS));
  }

  private int port() {
    return 32768 + chance.between(0, 28000);
  }

  private long times(TimeSpan span, double aDay) {
    return Math.round(aDay * (span.to() - span.from()) / World.DAY);
  }

  private TimeSpan moment(TimeSpan span) {
    long from = chance.between(span.from(), span.to());
    return new TimeSpan(from, from + chance.between(500L, 3 * World.MINUTE));
  }

  private void visits(OtherService site) {
    for (long i = times(site.span(), site.visitsADay()); i > 0; i--) {
      flows.connection(host(), port(), site.endpoint(), moment(site.span()), 40);
    }
  }

  private void scans(OtherService site) {
    for (long i = times(site.span(), SCANS_A_DAY); i > 0; i--) {
      flows.attempt(
          site.endpoint().address(),
          port(),
          Endpoint.tcp(host(), chance.oneOf(SCANNED)),
          chance.between(site.span().from(), site.span().to()));
    }
  }

  private void checks(double scale) {
    List<PoolName> known = world.names().stream().filter(n -> n.known().isPresent()).toList();
    for (long i = times(world.time(), Assumption.CHECKS_A_DAY.value() * scale); i > 0; i--) {
      PoolName name = chance.oneOf(known);
      TimeSpan moment = moment(world.time());
      Service service = name.at(moment.from(), chance.between(0, name.ports()));
      flows.attempt(SECURITY, port(), service.endpoint(), moment.from());
    }
  }

  private void elsewhere(double scale) {
    for (long i = Math.round(scale * Assumption.OTHER_FLOWS.value() / 2); i > 0; i--) {
      int port = chance.occurs(0.01) ? chance.oneOf(World.PORTS) : chance.occurs(0.8) ? 443 : 80;
      flows.connection(
          host(),
          port(),
          Endpoint.tcp(IpAddress.ofIpv4(ELSEWHERE + chance.between(1, 255)), port),
          moment(world.time()),
          40);
    }
  }
}
