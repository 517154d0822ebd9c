// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The pools, where they are when, and what else is there. */
final class World {

  static final long DAY = Duration.ofDays(1).toMillis();
  static final long HOUR = Duration.ofHours(1).toMillis();
  static final long MINUTE = Duration.ofMinutes(1).toMillis();

  /** Ports of pools, but those of the web. */
  static final List<Integer> PORTS =
      List.of(3333, 4444, 5555, 7777, 8888, 14444, 3334, 9999, 6666, 8008, 3335, 5556);

  private static final List<String> COINS =
      List.of("BTC", "XMR", "LTC", "ETC", "ZEC", "RVN", "KAS", "BCH", "DASH", "ERG");

  /** 198.18.0.0/15, which is nobody's. */
  private static final int FIRST_ADDRESS = 198 << 24 | 18 << 16;

  private static final int ADDRESSES = 1 << 17;
  private static final int PORTS_A_NAME = 3;
  private static final long LATE_BY = 60 * DAY;

  private final Chance chance;
  private final TimeSpan time;
  private final int pools;
  private final Set<Integer> taken = new HashSet<>();
  private final List<PoolName> names = new ArrayList<>();
  private final List<OtherService> others = new ArrayList<>();
  private int namesMade;

  /**
   * @param services that the catalog begins with, about
   */
  World(Chance chance, TimeSpan time, int services) {
    this.chance = chance;
    this.time = time;
    this.pools = Math.max(4, services / 8);
    make(services, OptionalLong.of(time.from()));
    for (int late = 0; late < services * Assumption.LATE.value(); ) {
      long found = time.from() + chance.between(0, Math.min(LATE_BY, time.to() - time.from()));
      late += make(1, OptionalLong.of(found));
    }
    make((int) (services * Assumption.UNKNOWN.value()), OptionalLong.empty());
  }

  TimeSpan time() {
    return time;
  }

  List<PoolName> names() {
    return names;
  }

  List<OtherService> others() {
    return others;
  }

  /** Makes names until they have so many services; how many they have. */
  private int make(int services, OptionalLong known) {
    int made = 0;
    while (made < services) {
      PoolName name = name(known);
      names.add(name);
      made += name.ports();
    }
    return made;
  }

  private PoolName name(OptionalLong known) {
    String pool = "Pool " + (1 + chance.between(0, pools));
    String fqdn =
        "s"
            + ++namesMade
            + "."
            + pool.replace(" ", "").toLowerCase(java.util.Locale.ROOT)
            + ".test";
    List<Integer> ports = ports();
    List<List<String>> coins = new ArrayList<>();
    List<Boolean> seen = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      coins.add(coins());
      seen.add(chance.occurs(Assumption.COIN_SEEN));
    }
    // What no catalog knows is used by somebody, or it would not be there.
    boolean dead = known.isPresent() && chance.occurs(Assumption.DEAD);
    List<List<Service>> servers = new ArrayList<>();
    boolean flaky = chance.occurs(Assumption.FLAKY);
    long from = time.from();
    boolean goesOn = true;
    while (goesOn) {
      long life = chance.exponential(Assumption.LIFE_DAYS.value());
      TimeSpan alive = new TimeSpan(from, dead ? time.to() : Math.min(time.to(), from + life));
      List<TimeSpan> mining = dead ? List.of() : flaky ? flaky(alive) : mining(alive);
      IpAddress address = address();
      List<Service> server = new ArrayList<>();
      for (int i = 0; i < ports.size(); i++) {
        server.add(
            new Service(
                Endpoint.tcp(address, ports.get(i)),
                pool,
                fqdn,
                alive,
                mining,
                coinTimes(alive, coins.get(i)),
                seen.get(i)));
      }
      servers.add(server);
      addOthers(address, ports, alive, dead);
      from = alive.to() + chance.between(1, 2 * HOUR);
      goesOn = from < time.to() && chance.occurs(Assumption.MOVES);
    }
    return new PoolName(servers, known);
  }

  private List<Integer> ports() {
    int count = chance.occurs(0.6) ? 1 : chance.between(2, PORTS_A_NAME + 1);
    Set<Integer> ports = new java.util.LinkedHashSet<>();
    while (ports.size() < count) {
      ports.add(
          chance.occurs(Assumption.WEB_PORT)
              ? chance.between(0, 3) < 2 ? 443 : 80
              : chance.oneOf(PORTS));
    }
    return List.copyOf(ports);
  }

  private List<String> coins() {
    int count = chance.occurs(Assumption.SEVERAL_COINS) ? chance.between(2, 4) : 1;
    Set<String> coins = new java.util.LinkedHashSet<>();
    while (coins.size() < count) {
      coins.add(chance.oneOf(COINS));
    }
    return List.copyOf(coins);
  }

  private List<Service.CoinTime> coinTimes(TimeSpan alive, List<String> coins) {
    if (coins.size() == 1) {
      return List.of(new Service.CoinTime(alive, coins.get(0)));
    }
    List<Service.CoinTime> times = new ArrayList<>();
    long from = alive.from();
    for (int i = 0; from <= alive.to(); i++) {
      long to = Math.min(alive.to(), from + chance.between(6 * HOUR, 5 * DAY));
      times.add(new Service.CoinTime(new TimeSpan(from, to), coins.get(i % coins.size())));
      from = to + 1;
    }
    return times;
  }

  /** A life without its outages. */
  private List<TimeSpan> mining(TimeSpan alive) {
    List<TimeSpan> mining = new ArrayList<>();
    double shorts = Assumption.SHORT_OUTAGES.value();
    double failures = Assumption.FAILURES.value();
    double all = shorts + failures + Assumption.LONG_OUTAGES.value();
    long from = alive.from();
    while (from < alive.to()) {
      long to = Math.min(alive.to(), from + 1 + chance.exponential(1 / all));
      mining.add(new TimeSpan(from, to));
      if (chance.occurs(shorts / all)) {
        from = to + chance.between(10 * MINUTE, 3 * HOUR);
      } else if (chance.occurs(failures / (all - shorts))) {
        from = to + chance.between(2 * DAY, 20 * DAY);
      } else {
        from = to + 10 * MINUTE + (long) (HOUR * chance.logNormal(10, 1.2));
      }
    }
    return mining;
  }

  /** Now and then only. */
  private List<TimeSpan> flaky(TimeSpan alive) {
    List<TimeSpan> mining = new ArrayList<>();
    long from = alive.from() + (chance.occurs(1.0 / 3) ? 0 : chance.exponential(8));
    while (from < alive.to()) {
      long to = Math.min(alive.to(), from + HOUR + chance.exponential(4));
      mining.add(new TimeSpan(from, to));
      from = to + HOUR + chance.exponential(8);
    }
    return mining;
  }

  private IpAddress address() {
    int number = chance.between(0, ADDRESSES);
    while (!taken.add(number)) {
      number = chance.between(0, ADDRESSES);
    }
    return IpAddress.ofIpv4(FIRST_ADDRESS + number);
  }

  private void addOthers(IpAddress address, List<Integer> ports, TimeSpan alive, boolean dead) {
    boolean site = !dead && chance.occurs(Assumption.SHARED);
    for (int port : List.of(443, 80)) {
      if (ports.contains(port) ? !dead && chance.occurs(Assumption.MULTIPLEXED) : site) {
        addOther(address, port, alive, false);
      }
    }
    if (alive.from() > time.from() && chance.occurs(Assumption.TENANT)) {
      long until = alive.from() - chance.exponential(Assumption.TENANT_AFTER_DAYS.value());
      if (until > time.from()) {
        addTenant(address, ports, new TimeSpan(time.from(), until));
      }
    }
    long from =
        dead ? time.from() : alive.to() + chance.exponential(Assumption.TENANT_AFTER_DAYS.value());
    if (from < time.to() && chance.occurs(Assumption.TENANT)) {
      addTenant(address, ports, new TimeSpan(from, time.to()));
    }
  }

  private void addTenant(IpAddress address, List<Integer> ports, TimeSpan span) {
    boolean scans = chance.occurs(Assumption.SCANNING_TENANTS);
    addOther(address, 443, span, scans);
    addOther(address, 80, span, false);
    for (int port : ports) {
      if (port != 443 && port != 80 && chance.occurs(Assumption.TENANT_SAME_PORT)) {
        addOther(address, port, span, false);
      }
    }
  }

  private void addOther(IpAddress address, int port, TimeSpan span, boolean scans) {
    double visits = chance.logNormal(Assumption.VISITS_A_DAY.value(), 1.3);
    others.add(new OtherService(Endpoint.tcp(address, port), span, visits, scans));
  }
}
