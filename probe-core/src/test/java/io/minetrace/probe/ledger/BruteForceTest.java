// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Windows folded as the catalog folds them, one arrival after another, those folded from the whole
 * history at once, and those of a recomputation that shares nothing with the fold are the same.
 */
class BruteForceTest {

  private static final int HISTORIES = 10_000;

  /** What the catalog has of an endpoint, brought up to date the way the catalog does it. */
  private static final class Stored {

    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private final List<NameAttribution> names = new ArrayList<>();
    private List<AvailabilityWindow> windows = List.of();
    private int steps;
    private int resumed;

    LedgerContext context() {
      return new LedgerContext(doubts, names);
    }

    void take(RandomHistory.Event event) {
      if (event instanceof RandomHistory.Arrival arrival) {
        arrive(arrival.entries());
      } else if (event instanceof RandomHistory.Opened opened) {
        doubts.add(opened.doubt());
        refold(opened.doubt().span().from());
      } else if (event instanceof RandomHistory.Released && !doubts.isEmpty()) {
        refold(doubts.remove(0).span().from());
      } else if (event instanceof RandomHistory.Came came) {
        names.add(came.name());
        refold(came.name().seen().from());
      } else if (event instanceof RandomHistory.Left left) {
        leave(left.since());
      }
    }

    private void arrive(List<LedgerEntry> arrived) {
      entries.addAll(arrived);
      if (!step(arrived)) {
        refold(arrived.stream().mapToLong(LedgerEntry::time).min().orElseThrow());
      }
    }

    private boolean step(List<LedgerEntry> arrived) {
      int kept = Math.max(0, windows.size() - 1);
      Optional<AvailabilityWindow> last = windows.stream().skip(kept).findFirst();
      boolean asTheyAre = last.isEmpty() || WindowStep.needsNoOthers(last.get(), arrived);
      List<LedgerEntry> taken =
          asTheyAre
              ? arrived
              : entries.stream().filter(e -> e.time() > last.get().up().to()).toList();
      boolean isLate = last.isPresent() && arrived.stream().anyMatch(e -> !taken.contains(e));
      Optional<List<AvailabilityWindow>> step =
          isLate ? Optional.empty() : WindowStep.after(last, taken, context());
      if (step.isPresent()) {
        List<AvailabilityWindow> stepped = new ArrayList<>(windows.subList(0, kept));
        stepped.addAll(step.get());
        windows = stepped;
        steps++;
      }
      return step.isPresent();
    }

    private void refold(long earliest) {
      RefoldPoint point = RefoldPoint.before(windows, earliest);
      WindowLedger ledger = point.ledger(History.ENDPOINT, context());
      entries.stream().filter(e -> e.time() >= point.from()).sorted().forEach(ledger::add);
      List<AvailabilityWindow> folded = new ArrayList<>(point.kept());
      folded.addAll(ledger.windows());
      windows = folded;
      resumed += point.resumed().isPresent() ? 1 : 0;
    }

    /** The oldest name that is there has left since an instant after it came. */
    private void leave(long since) {
      for (int i = 0; i < names.size(); i++) {
        NameAttribution name = names.get(i);
        if (!name.left() && name.seen().from() <= since) {
          TimeSpan seen = new TimeSpan(name.seen().from(), since);
          names.set(i, new NameAttribution(name.fqdn(), name.pool(), name.kind(), seen, true));
          refold(since);
          return;
        }
      }
    }

    List<AvailabilityWindow> atOnce() {
      return WindowLedger.fold(History.ENDPOINT, entries, context());
    }

    BruteForceWindows bruteForce() {
      return new BruteForceWindows(entries, doubts, names);
    }
  }

  @Test
  void arrivalByArrivalAtOnceAndByBruteForceTheWindowsAreTheSame() {
    long windows = 0;
    long segments = 0;
    long bridged = 0;
    long steps = 0;
    long resumed = 0;
    Map<BoundReason, Integer> ends = new EnumMap<>(BoundReason.class);
    for (long seed = 0; seed < HISTORIES; seed++) {
      Stored stored = new Stored();
      List<RandomHistory.Event> events = RandomHistory.of(seed);
      for (int i = 0; i < events.size(); i++) {
        stored.take(events.get(i));
        if (i == events.size() - 1 || i % 10 == seed % 10) {
          List<AvailabilityWindow> expected = stored.bruteForce().windows();
          assertThat(stored.atOnce()).as("seed %d, event %d, at once", seed, i).isEqualTo(expected);
          assertThat(stored.windows)
              .as("seed %d, event %d, arrival by arrival", seed, i)
              .isEqualTo(expected);
        }
      }
      steps += stored.steps;
      resumed += stored.resumed;
      for (AvailabilityWindow window : stored.windows) {
        windows++;
        segments += window.segments().size();
        bridged += window.bridged().size();
        ends.merge(window.endReason(), 1, Integer::sum);
      }
    }
    assertThat(windows).as("the histories must be worth it").isGreaterThan(3 * HISTORIES);
    assertThat(segments).isGreaterThan(2 * windows);
    assertThat(bridged).isGreaterThan(HISTORIES / 2);
    assertThat(steps).isGreaterThan(5 * HISTORIES);
    assertThat(resumed).isGreaterThan(HISTORIES);
    assertThat(ends.values()).as("ends %s", ends).hasSize(4).allMatch(n -> n > HISTORIES / 20);
  }

  private static LedgerEntry visit(long seconds, Verdict verdict, String vantage) {
    return entry(seconds, verdict, vantage, false);
  }

  private static LedgerEntry confirmation(long seconds, Verdict verdict, String vantage) {
    return entry(seconds, verdict, vantage, true);
  }

  private static LedgerEntry entry(
      long seconds, Verdict verdict, String vantage, boolean confirms) {
    return new LedgerEntry(
        seconds * 1_000,
        vantage,
        verdict,
        verdict == Verdict.UP ? Evidence.E3 : Evidence.E0,
        10_800_000,
        confirms,
        new ServiceState(
            List.of("BTC"), CoinBasis.DECLARED, List.of("stratum1"), Channel.PLAIN, ""));
  }

  private static List<AvailabilityWindow> oneByOne(LedgerEntry... arriving) {
    Stored stored = new Stored();
    for (LedgerEntry entry : arriving) {
      stored.arrive(List.of(entry));
      assertThat(stored.windows)
          .isEqualTo(stored.atOnce())
          .isEqualTo(stored.bruteForce().windows());
    }
    return stored.windows;
  }

  /** Found as seed 504: the second UP counts once with the first, until the miss comes between. */
  @Test
  void aConfirmedMissThatArrivesLateMakesTheUpBehindItCount() {
    List<AvailabilityWindow> windows =
        oneByOne(
            visit(0, Verdict.UP, "here"),
            visit(500, Verdict.UP, "there"),
            confirmation(90, Verdict.DOWN, "elsewhere"));

    assertThat(windows)
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.up()).isEqualTo(new TimeSpan(0, 500_000));
              assertThat(window.upCount()).isEqualTo(2);
              assertThat(window.bridged()).containsExactly(new TimeSpan(0, 500_000));
            });
  }

  /** Found as seed 13: the visit took the confirmation's place, and with it what bridges. */
  @Test
  void aConfirmationBridgesThoughAVisitOfTheSameInstantSaidUpAsWell() {
    List<AvailabilityWindow> windows =
        oneByOne(
            visit(0, Verdict.UP, "here"),
            visit(9_000, Verdict.DOWN, "here"),
            visit(18_000, Verdict.DOWN, "here"),
            visit(18_090, Verdict.UP, "before"),
            confirmation(18_090, Verdict.UP, "here"));

    assertThat(windows).singleElement().satisfies(w -> assertThat(w.bridged()).hasSize(1));
  }
}
