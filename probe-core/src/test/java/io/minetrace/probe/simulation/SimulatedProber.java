// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.ledger.Doubt;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.NameAttribution;
import io.minetrace.probe.ledger.ServiceState;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Visits every service that the catalog knows every three hours, and once a day for thirty days
 * after its name has left the address; not while it is off; a miss is asked again after 90 seconds.
 */
final class SimulatedProber {

  static final long INTERVAL = 3 * World.HOUR;

  private static final String VANTAGE = "simulated";
  private static final long JITTER = 5 * World.MINUTE;
  private static final long CONFIRM_AFTER = 90_000;
  private static final long AFTER_LEAVING = 30 * World.DAY;

  /**
   * What was seen of a service.
   *
   * @param first those of the planned visits, without confirmations
   */
  record History(
      Service service, List<LedgerEntry> entries, List<LedgerEntry> first, LedgerContext context) {

    boolean isUpIn(TimeSpan span) {
      return entries.stream().anyMatch(e -> e.verdict() == Verdict.UP && span.contains(e.time()));
    }
  }

  /** Whether the prober's own troubles are made: off, bans, its network. */
  enum Troubles {
    MADE,
    NONE
  }

  private record Ban(TimeSpan span, boolean recognised) {}

  private final World world;
  private final Chance chance;
  private final Troubles troubles;
  private final List<TimeSpan> off;
  private final List<TimeSpan> trouble = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private final Map<String, Optional<Ban>> bans = new HashMap<>();
  private final Map<Endpoint, List<TimeSpan>> others = new HashMap<>();

  SimulatedProber(World world, Chance chance, Troubles troubles) {
    this.world = world;
    this.chance = chance;
    this.troubles = troubles;
    TimeSpan time = world.time();
    off = troubles == Troubles.MADE ? breaks(time) : List.of();
    if (troubles == Troubles.MADE) {
      makeTrouble(time);
    }
    world
        .others()
        .forEach(
            other ->
                others.computeIfAbsent(other.endpoint(), e -> new ArrayList<>()).add(other.span()));
  }

  private List<TimeSpan> breaks(TimeSpan time) {
    List<TimeSpan> breaks = new ArrayList<>();
    for (int i = 0; i < Assumption.PROBER_OFF.value(); i++) {
      long from = chance.between(time.from(), time.to());
      breaks.add(new TimeSpan(from, from + chance.between(World.DAY, 4 * World.DAY)));
    }
    return breaks.stream().sorted().toList();
  }

  private void makeTrouble(TimeSpan time) {
    double every = Assumption.TROUBLE_EVERY_DAYS.value();
    for (long from = time.from() + chance.exponential(every);
        from < time.to();
        from += chance.exponential(every)) {
      TimeSpan span = new TimeSpan(from, from + chance.between(2 * World.HOUR, 12 * World.HOUR));
      trouble.add(span);
      if (chance.occurs(Assumption.TROUBLE_DOUBTED)) {
        doubts.add(new Doubt(Optional.of(VANTAGE), span));
      }
    }
  }

  /** When it was looking. */
  List<CoverageSpan> coverage() {
    List<CoverageSpan> coverage = new ArrayList<>();
    long from = world.time().from();
    for (TimeSpan pause : off) {
      if (pause.from() > from) {
        coverage.add(new CoverageSpan(VANTAGE, new TimeSpan(from, pause.from())));
      }
      from = Math.max(from, pause.to());
    }
    if (from < world.time().to()) {
      coverage.add(new CoverageSpan(VANTAGE, new TimeSpan(from, world.time().to())));
    }
    return coverage;
  }

  /** What it sees of all that the catalog knows. */
  List<History> histories() {
    List<History> histories = new ArrayList<>();
    for (PoolName name : world.names()) {
      if (name.known().isPresent()) {
        for (int i = 0; i < name.servers().size(); i++) {
          boolean leaves = i + 1 < name.servers().size();
          for (Service service : name.servers().get(i)) {
            histories.add(history(service, name.known().getAsLong(), leaves));
          }
        }
      }
    }
    return histories.stream().filter(history -> !history.entries().isEmpty()).toList();
  }

  private History history(Service service, long known, boolean leaves) {
    TimeSpan alive = service.alive();
    long end = leaves ? Math.min(world.time().to(), alive.to() + AFTER_LEAVING) : world.time().to();
    List<LedgerEntry> entries = new ArrayList<>();
    List<LedgerEntry> first = new ArrayList<>();
    long next = Math.max(known, alive.from()) + chance.between(0, INTERVAL);
    boolean wasUp = false;
    while (next < end) {
      boolean left = leaves && next > alive.to();
      long interval = left ? World.DAY : INTERVAL;
      long time = next + chance.between(0, JITTER);
      next += interval;
      if (off.stream().anyMatch(span -> span.contains(time))) {
        continue;
      }
      LedgerEntry seen = visit(service, time, interval, false);
      entries.add(seen);
      first.add(seen);
      if (wasUp && seen.verdict() != Verdict.UP && seen.verdict().isUsable()) {
        seen = visit(service, time + CONFIRM_AFTER, interval, true);
        entries.add(seen);
      }
      wasUp = seen.verdict() == Verdict.UP || (wasUp && !seen.verdict().isUsable());
    }
    NameAttribution name =
        new NameAttribution(
            service.fqdn(),
            service.pool(),
            NameAttribution.Kind.POOL,
            new TimeSpan(alive.from(), leaves ? alive.to() : world.time().to()),
            leaves);
    return new History(service, entries, first, new LedgerContext(doubts, List.of(name)));
  }

  private LedgerEntry visit(Service service, long time, long interval, boolean confirms) {
    Verdict verdict = verdict(service, time);
    boolean up = verdict == Verdict.UP;
    return new LedgerEntry(
        time,
        VANTAGE,
        verdict,
        up ? Evidence.E4 : Evidence.E0,
        interval,
        confirms,
        up
            ? state(service, time)
            : new ServiceState(List.of(), CoinBasis.DECLARED, List.of(), Channel.PLAIN, ""));
  }

  private static ServiceState state(Service service, long time) {
    return new ServiceState(
        service.coinSeen() ? List.of(service.coinAt(time)) : service.allCoins(),
        service.coinSeen() ? CoinBasis.OBSERVED : CoinBasis.DECLARED,
        List.of("stratum1"),
        Channel.PLAIN,
        "");
  }

  private Verdict verdict(Service service, long time) {
    Optional<Ban> ban = bans.computeIfAbsent(service.pool(), pool -> ban());
    if (trouble.stream().anyMatch(span -> span.contains(time)) || chance.occurs(Assumption.LOST)) {
      return Verdict.DOWN;
    }
    if (ban.isPresent() && ban.get().span().contains(time)) {
      return ban.get().recognised() ? Verdict.UNKNOWN : Verdict.DOWN;
    }
    if (service.miningAt(time).isPresent()) {
      return Verdict.UP;
    }
    boolean other =
        others.getOrDefault(service.endpoint(), List.of()).stream()
            .anyMatch(span -> span.contains(time));
    return other ? Verdict.LISTENING : Verdict.DOWN;
  }

  private Optional<Ban> ban() {
    if (troubles == Troubles.NONE || !chance.occurs(Assumption.BANS)) {
      return Optional.empty();
    }
    long from = chance.between(world.time().from(), world.time().to());
    return Optional.of(
        new Ban(
            new TimeSpan(from, from + chance.between(5 * World.DAY, 20 * World.DAY)),
            chance.occurs(Assumption.BAN_RECOGNISED)));
  }
}
