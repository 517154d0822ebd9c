// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.report.UtcTime;
import io.minetrace.window.TimeSpan;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Hosts that mine in sessions, by a pool's name or by an address that was right once, and try in
 * vain while nobody answers; with the truth about each of their connections.
 */
final class MinerTraffic {

  /** 10.1.0.0. */
  private static final int FIRST_HOST = 10 << 24 | 1 << 16;

  private static final int PACKETS_A_MINUTE = 8;
  private static final int FEW_ATTEMPTS = 12;

  private record Connection(IpAddress client, Service service, TimeSpan span, String coin) {}

  private final World world;
  private final Chance chance;
  private final SimulatedFlows flows;
  private final List<PoolName> alive;
  private final List<Connection> connections = new ArrayList<>();
  private final Set<String> attempts = new TreeSet<>();

  MinerTraffic(World world, Chance chance, SimulatedFlows flows) {
    this.world = world;
    this.chance = chance;
    this.flows = flows;
    this.alive = world.names().stream().filter(PoolName::everMines).toList();
  }

  /** Adds the flows of so many hosts. */
  void add(int miners) {
    for (int i = 0; i < miners; i++) {
      mine(IpAddress.ofIpv4(FIRST_HOST + i));
    }
  }

  /** What a host is set to. */
  private final class Target {
    private final PoolName name;
    private final int port;
    private final Optional<Service> fixed;
    private long inVainSince = -1;
    private int inVain;
    private final long patience;

    /** One that works at that time, as far as a few tries find one. */
    Target(long time) {
      PoolName found = chance.oneOf(alive);
      for (int i = 0; i < 50 && found.at(time, 0).miningAt(time).isEmpty(); i++) {
        found = chance.oneOf(alive);
      }
      name = found;
      port = chance.between(0, name.ports());
      fixed =
          chance.occurs(Assumption.BY_NAME) ? Optional.empty() : Optional.of(name.at(time, port));
      double days = Assumption.GIVES_UP_DAYS.value();
      patience = (long) (World.DAY * days * (chance.between(50, 200) / 100.0));
    }

    Service at(long time) {
      return fixed.orElseGet(() -> name.at(time, port));
    }

    /** When to try again: soon at first, then every hour. */
    long nextTry(long time) {
      inVainSince = inVainSince < 0 ? time : inVainSince;
      inVain++;
      return time + (inVain <= FEW_ATTEMPTS ? 5 * World.MINUTE : World.HOUR);
    }

    void succeeded() {
      inVain = 0;
      inVainSince = -1;
    }

    boolean isGivenUp(long time) {
      return inVainSince >= 0 && time - inVainSince > patience;
    }
  }

  private void mine(IpAddress host) {
    long time = world.time().from() + chance.exponential(Assumption.OFF_HOURS.value() / 24);
    Target target = new Target(time);
    while (time < world.time().to()) {
      long stop = time + chance.exponential(Assumption.ON_HOURS.value() / 24);
      while (time < stop && time < world.time().to()) {
        if (target.isGivenUp(time)) {
          target = new Target(time);
        }
        Service service = target.at(time);
        Optional<TimeSpan> mining = service.miningAt(time);
        int port = 32768 + chance.between(0, 28000);
        if (mining.isEmpty()) {
          flows.attempt(host, port, service.endpoint(), time);
          attempts.add(host + "," + service.endpoint().address() + "," + service.endpoint().port());
          time = target.nextTry(time);
          continue;
        }
        target.succeeded();
        TimeSpan span = new TimeSpan(time, Math.min(stop, mining.get().to()));
        connect(host, port, service, span);
        time = span.to() + 30_000;
      }
      time = Math.max(time, stop) + chance.exponential(Assumption.OFF_HOURS.value() / 24);
    }
  }

  private void connect(IpAddress host, int port, Service service, TimeSpan span) {
    flows.connection(host, port, service.endpoint(), span, PACKETS_A_MINUTE);
    for (Service.CoinTime coin : service.coins()) {
      if (coin.span().touches(span)) {
        connections.add(
            new Connection(
                host,
                service,
                new TimeSpan(
                    Math.max(span.from(), coin.span().from()),
                    Math.min(span.to(), coin.span().to())),
                coin.coin()));
      }
    }
  }

  /** Writes the truth: these connections were mining, these attempts are apart, all else is not. */
  void writeTruthTo(Path csv) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("client,address,port,protocol,from,to,label,pool,coin\n");
      for (Connection connection : connections) {
        Endpoint endpoint = connection.service().endpoint();
        out.write(
            connection.client()
                + ","
                + endpoint.address()
                + ","
                + endpoint.port()
                + ",tcp,"
                + UtcTime.format(connection.span().from())
                + ","
                + UtcTime.format(connection.span().to())
                + ",mining,"
                + connection.service().pool()
                + ","
                + connection.coin()
                + "\n");
      }
      for (String attempt : attempts) {
        out.write(attempt + ",tcp,,,apart,,\n");
      }
      out.write(",,,,,,not,,\n");
    }
  }
}
