// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What may befall the catalog's knowledge of one endpoint, in the order in which it comes to know:
 * sweeps of several vantages over a server that is there for a while and gone for a while, with
 * single misses, long holes, repeated sweeps, two probes in one second or one millisecond,
 * confirmations, bans, intervals that back off, coins and software that change; and between them
 * doubts that are opened and released and names that come and leave. The seed is its name in a
 * failure.
 */
final class RandomHistory {

  static final long BEGIN = 1_767_225_600_000L;

  private static final long SECOND = 1_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  /** Something that the catalog comes to know. */
  sealed interface Event {}

  /** Observations that arrive together, at least one. */
  record Arrival(List<LedgerEntry> entries) implements Event {}

  record Opened(Doubt doubt) implements Event {}

  /** The doubt that was opened first, of those that are not released. */
  record Released() implements Event {}

  record Came(NameAttribution name) implements Event {}

  /** The name that came first, of those that have not left. */
  record Left(long since) implements Event {}

  private final Random random;
  private final List<LedgerEntry> entries = new ArrayList<>();
  private long now = BEGIN;
  private long interval = 3 * HOUR;
  private boolean isThere = true;
  private boolean isBanning;
  private String coin = "BTC";
  private String software = "";
  private Channel channel = Channel.PLAIN;

  private RandomHistory(long seed) {
    this.random = new Random(seed);
  }

  static List<Event> of(long seed) {
    RandomHistory history = new RandomHistory(seed);
    history.probe();
    return history.events();
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private void probe() {
    int sweeps = 1 + random.nextInt(45);
    long plainInterval = oneIn(3) ? (oneIn(2) ? 10 * MINUTE : 24 * HOUR) : 3 * HOUR;
    interval = plainInterval;
    for (int i = 0; i < sweeps; i++) {
      change();
      visit("here", now);
      if (oneIn(5)) {
        visit("there", now + nearby());
      }
      if (oneIn(25)) {
        visit("elsewhere", now);
      }
      interval = isThere ? plainInterval : Math.min(interval * 2, 14 * plainInterval);
      now += step();
    }
  }

  private void change() {
    isThere = isThere ? !oneIn(8) : oneIn(3);
    isBanning = isBanning ? !oneIn(3) : oneIn(25);
    coin = oneIn(9) ? List.of("BCH", "BTC", "LTC").get(random.nextInt(3)) : coin;
    software = oneIn(20) ? "version " + random.nextInt(3) : software;
    channel = oneIn(30) ? Channel.values()[random.nextInt(2)] : channel;
  }

  private long nearby() {
    return switch (random.nextInt(5)) {
      case 0 -> 1;
      case 1 -> 1_000;
      case 2 -> 10 * MINUTE - 1 + random.nextInt(3);
      default -> random.nextInt(20) * MINUTE;
    };
  }

  private long step() {
    return switch (random.nextInt(14)) {
      case 0 -> random.nextInt(1_000);
      case 1 -> random.nextInt(10) * MINUTE;
      case 2 -> 10 * MINUTE - 1 + random.nextInt(3);
      case 3 -> interval * 5 / 2 - 1 + random.nextInt(3);
      case 4 -> oneIn(3) ? random.nextInt(40) * 24L * HOUR : random.nextInt(72) * HOUR;
      case 5 -> 30 * MINUTE - 1 + random.nextInt(3);
      default -> interval + random.nextInt(20) * MINUTE;
    };
  }

  /** A visit, and after a miss perhaps the same question once more. */
  private void visit(String vantage, long time) {
    Verdict verdict = verdict();
    add(vantage, time, verdict, false);
    if ((verdict == Verdict.DOWN || verdict == Verdict.LISTENING) && oneIn(3)) {
      add(vantage, time + (60 + random.nextInt(61)) * SECOND, verdict(), true);
    } else if (oneIn(40)) {
      add(oneIn(2) ? vantage + "2" : vantage, time, verdict(), true);
    }
  }

  private Verdict verdict() {
    if (isBanning || oneIn(20)) {
      return Verdict.UNKNOWN;
    }
    boolean answers = isThere != oneIn(7);
    return answers ? Verdict.UP : oneIn(4) ? Verdict.LISTENING : Verdict.DOWN;
  }

  private void add(String vantage, long time, Verdict verdict, boolean confirms) {
    boolean up = verdict == Verdict.UP;
    entries.add(
        new LedgerEntry(
            time,
            vantage,
            verdict,
            up ? Evidence.values()[2 + random.nextInt(4)] : Evidence.E0,
            oneIn(60) ? 0 : interval,
            confirms,
            service()));
  }

  private ServiceState service() {
    List<String> coins = oneIn(25) ? List.of() : oneIn(12) ? List.of(coin, "XMR") : List.of(coin);
    CoinBasis basis = oneIn(4) ? CoinBasis.values()[random.nextInt(4)] : CoinBasis.OBSERVED;
    List<String> protocols =
        oneIn(10) ? List.of("stratum1", "zcash") : oneIn(12) ? List.of() : List.of("stratum1");
    return new ServiceState(
        coins, basis, oneIn(30) ? List.of("grin", "stratum1") : protocols, channel, software);
  }

  /** Most observations arrive as they were made, some in batches, some late, some long after. */
  private List<Event> events() {
    List<LedgerEntry> arriving = new ArrayList<>(entries);
    boolean inAnyOrder = oneIn(6);
    for (int i = inAnyOrder ? arriving.size() : arriving.size() / 10; i > 0; i--) {
      int late = random.nextInt(arriving.size());
      LedgerEntry entry = arriving.remove(late);
      arriving.add(late + random.nextInt(arriving.size() - late + 1), entry);
    }
    List<Event> events = new ArrayList<>();
    int at = 0;
    while (at < arriving.size()) {
      int size = oneIn(3) ? Math.min(arriving.size() - at, 1 + random.nextInt(7)) : 1;
      events.add(new Arrival(List.copyOf(arriving.subList(at, at + size))));
      at += size;
      between(events);
    }
    return events;
  }

  private void between(List<Event> events) {
    if (oneIn(20)) {
      Optional<String> vantage = oneIn(2) ? Optional.of("here") : Optional.empty();
      events.add(new Opened(new Doubt(vantage, span())));
    }
    if (oneIn(30)) {
      events.add(new Released());
    }
    if (oneIn(20)) {
      events.add(
          new Came(
              new NameAttribution(
                  "n" + random.nextInt(3) + ".pool.test",
                  oneIn(4) ? "" : "Pool " + random.nextInt(2),
                  oneIn(4) ? NameAttribution.Kind.FOREIGN : NameAttribution.Kind.POOL,
                  span(),
                  false)));
    }
    if (oneIn(25)) {
      events.add(new Left(instant()));
    }
  }

  private long instant() {
    return oneIn(3)
        ? entries.get(random.nextInt(entries.size())).time()
        : BEGIN + (long) (random.nextDouble() * (now - BEGIN));
  }

  private TimeSpan span() {
    long a = instant();
    long b = oneIn(8) ? Long.MAX_VALUE : instant();
    return new TimeSpan(Math.min(a, b), Math.max(a, b));
  }
}
