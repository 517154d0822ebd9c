// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What must hold for any history, over random ones with everything unpleasant in them. */
class WindowLedgerPropertyTest {

  private static final int HISTORIES = 3_000;
  private static final long MINUTE = 60_000L;

  /** One random history; the seed is its name in a failure. */
  private record Sample(long seed, List<LedgerEntry> entries, LedgerContext context) {

    static Sample of(long seed) {
      Random random = new Random(seed);
      List<LedgerEntry> entries = new ArrayList<>();
      long time = 1_700_000_000_000L;
      int length = 1 + random.nextInt(60);
      for (int i = 0; i < length; i++) {
        time += step(random);
        entries.add(entry(random, time));
      }
      Collections.sort(entries);
      return new Sample(seed, entries, context(random, entries.get(0).time(), time));
    }

    private static long step(Random random) {
      return switch (random.nextInt(12)) {
        case 0 -> 0;
        case 1 -> 1_000;
        case 2 -> random.nextInt(15) * MINUTE;
        case 3 -> (60 + random.nextInt(60)) * 1_000L;
        case 4 -> random.nextInt(72 * 60) * MINUTE;
        case 5 -> 450 * MINUTE + random.nextInt(3) - 1;
        default -> 180 * MINUTE + random.nextInt(20) * MINUTE;
      };
    }

    private static LedgerEntry entry(Random random, long time) {
      int dice = random.nextInt(10);
      Verdict verdict =
          dice < 6
              ? Verdict.UP
              : dice < 8 ? Verdict.DOWN : dice < 9 ? Verdict.LISTENING : Verdict.UNKNOWN;
      CoinBasis basis = CoinBasis.values()[random.nextInt(CoinBasis.values().length)];
      ServiceState state =
          new ServiceState(
              List.of(random.nextInt(4) == 0 ? "BCH" : "BTC"),
              random.nextInt(3) == 0 ? basis : CoinBasis.OBSERVED,
              random.nextInt(5) == 0 ? List.of() : List.of("stratum1"),
              random.nextInt(9) == 0 ? Channel.TLS : Channel.PLAIN,
              random.nextInt(9) == 0 ? "soft" : "");
      return new LedgerEntry(
          time,
          random.nextInt(4) == 0 ? "there" : "here",
          verdict,
          verdict == Verdict.UP ? Evidence.values()[2 + random.nextInt(4)] : Evidence.E0,
          (random.nextInt(8) == 0 ? 5 : 180) * MINUTE,
          random.nextInt(8) == 0,
          state);
    }

    private static LedgerContext context(Random random, long from, long to) {
      List<Doubt> doubts = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        Optional<String> vantage = random.nextBoolean() ? Optional.of("here") : Optional.empty();
        doubts.add(new Doubt(vantage, span(random, from, to)));
      }
      List<NameAttribution> names = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        names.add(
            new NameAttribution(
                "n" + random.nextInt(3) + ".pool.test",
                "Pool " + random.nextInt(2),
                random.nextInt(5) == 0 ? NameAttribution.Kind.FOREIGN : NameAttribution.Kind.POOL,
                span(random, from, to),
                random.nextBoolean()));
      }
      return new LedgerContext(doubts, names);
    }

    private static TimeSpan span(Random random, long from, long to) {
      long a = from + (long) (random.nextDouble() * (to - from + 1));
      long b = from + (long) (random.nextDouble() * (to - from + 1));
      return new TimeSpan(Math.min(a, b), Math.max(a, b));
    }

    List<AvailabilityWindow> windows() {
      return WindowLedger.fold(History.ENDPOINT, entries, context);
    }
  }

  @Test
  void foldingOneAtATimeGivesAtEveryStepWhatRecomputingAllGives() {
    int windows = 0;
    int bridged = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      Sample sample = Sample.of(seed);
      WindowLedger ledger = WindowLedger.empty(History.ENDPOINT, sample.context());
      for (int i = 0; i < sample.entries().size(); i++) {
        ledger.add(sample.entries().get(i));
        List<LedgerEntry> soFar = new ArrayList<>(sample.entries().subList(0, i + 1));
        Collections.shuffle(soFar, new Random(seed));
        assertThat(ledger.windows())
            .as("seed %d after %d observations", seed, i + 1)
            .isEqualTo(WindowLedger.fold(History.ENDPOINT, soFar, sample.context()));
      }
      windows += ledger.windows().size();
      bridged += ledger.windows().stream().mapToInt(w -> w.bridged().size()).sum();
    }
    assertThat(windows).as("the histories must be worth folding").isGreaterThan(HISTORIES * 3);
    assertThat(bridged).isGreaterThan(HISTORIES / 2);
  }

  /** The way of the catalog: stored windows, a batch that arrives late, a refold from its point. */
  @Test
  void refoldingFromTheRefoldPointGivesWhatRecomputingAllGives() {
    int resumed = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      Sample sample = Sample.of(seed);
      List<LedgerEntry> arriving = new ArrayList<>(sample.entries());
      Random random = new Random(~seed);
      if (random.nextBoolean()) {
        Collections.shuffle(arriving, random);
      }
      List<LedgerEntry> stored = new ArrayList<>();
      List<AvailabilityWindow> windows = List.of();
      while (!arriving.isEmpty()) {
        int size = Math.min(arriving.size(), 1 + random.nextInt(6));
        List<LedgerEntry> batch = List.copyOf(arriving.subList(0, size));
        arriving.subList(0, size).clear();
        stored.addAll(batch);
        long earliest = batch.stream().mapToLong(LedgerEntry::time).min().orElseThrow();

        RefoldPoint point = RefoldPoint.before(windows, earliest);
        WindowLedger ledger = point.ledger(History.ENDPOINT, sample.context());
        stored.stream().filter(e -> e.time() >= point.from()).sorted().forEach(ledger::add);
        windows = new ArrayList<>(point.kept());
        windows.addAll(ledger.windows());
        resumed += point.resumed().isPresent() ? 1 : 0;

        assertThat(windows)
            .as("seed %d with %d observations stored", seed, stored.size())
            .isEqualTo(WindowLedger.fold(History.ENDPOINT, stored, sample.context()));
      }
    }
    assertThat(resumed).as("refolds that did not begin at the beginning").isGreaterThan(HISTORIES);
  }

  /** The quick way of the catalog, in any order of arrival, against all of it folded again. */
  @Test
  void aStepFromTheLastWindowGivesWhatRecomputingAllGives() {
    int stepped = 0;
    int needed = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      Sample sample = Sample.of(seed);
      List<LedgerEntry> arriving = new ArrayList<>(sample.entries());
      Random random = new Random(~seed);
      for (int i = random.nextInt(5); i > 0; i--) {
        arriving.add(random.nextInt(arriving.size()), arriving.remove(arriving.size() - 1));
      }
      List<LedgerEntry> stored = new ArrayList<>();
      List<AvailabilityWindow> windows = List.of();
      while (!arriving.isEmpty()) {
        List<LedgerEntry> some =
            arriving.subList(0, Math.min(arriving.size(), random.nextInt(4) == 0 ? 2 : 1));
        List<LedgerEntry> batch = List.copyOf(some);
        some.clear();
        stored.addAll(batch);
        Optional<AvailabilityWindow> last =
            windows.stream().skip(Math.max(0, windows.size() - 1)).findFirst();
        Optional<List<AvailabilityWindow>> step =
            WindowStep.after(last, forStep(last, batch, stored), sample.context());
        List<AvailabilityWindow> all =
            WindowLedger.fold(History.ENDPOINT, stored, sample.context());
        if (step.isPresent()) {
          List<AvailabilityWindow> made =
              new ArrayList<>(windows.subList(0, Math.max(0, windows.size() - 1)));
          made.addAll(step.get());
          assertThat(made).as("seed %d, %d stored, %s", seed, stored.size(), batch).isEqualTo(all);
          stepped++;
        } else {
          needed++;
        }
        windows = all;
      }
    }
    assertThat(stepped)
        .as("steps, against %d that needed the history", needed)
        .isGreaterThan(HISTORIES * 9);
  }

  /** What the catalog reads for a step. */
  private static List<LedgerEntry> forStep(
      Optional<AvailabilityWindow> last, List<LedgerEntry> batch, List<LedgerEntry> stored) {
    if (last.isEmpty() || WindowStep.needsNoOthers(last.get(), batch)) {
      return batch;
    }
    long ended = last.get().up().to();
    return batch.stream().anyMatch(entry -> entry.time() <= ended)
        ? batch
        : stored.stream().filter(entry -> entry.time() > ended).toList();
  }

  @Test
  void everyUpLiesInAWindowOrCountsWithOneAndWindowsDoNotOverlap() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      Sample sample = Sample.of(seed);
      List<AvailabilityWindow> windows = sample.windows();
      for (LedgerEntry entry : sample.entries()) {
        if (entry.isUp()) {
          TimeSpan around =
              new TimeSpan(entry.time() - WindowLedger.SAME_SWEEP_MILLIS + 1, entry.time());
          assertThat(windows)
              .as("seed %d, UP at %d", seed, entry.time())
              .anyMatch(window -> window.up().touches(around));
        }
      }
      for (int i = 1; i < windows.size(); i++) {
        assertThat(windows.get(i).up().from())
            .as("seed %d, window %d", seed, i)
            .isGreaterThan(windows.get(i - 1).up().to());
      }
    }
  }

  @Test
  void segmentsCoverTheirWindowWithoutGapsAndDifferFromTheirNeighbours() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      for (AvailabilityWindow window : Sample.of(seed).windows()) {
        long next = window.up().from();
        for (var segment : window.segments()) {
          assertThat(segment.span().from()).as("seed %d", seed).isEqualTo(next);
          next = segment.span().to() + 1;
        }
        assertThat(next).as("seed %d", seed).isEqualTo(window.up().to() + 1);
      }
    }
  }
}
