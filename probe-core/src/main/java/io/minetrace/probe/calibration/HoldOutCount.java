// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.evaluation.Share;
import io.minetrace.match.Confidence;
import io.minetrace.match.Placement;
import io.minetrace.match.Scores;
import io.minetrace.match.Situation;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.ServiceState;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps every n-th sweep of a history, as if the endpoint had been visited n times as seldom, and
 * asks the windows of those about the others.
 */
final class HoldOutCount {

  /** What the service is does not matter here: one state for all spares the segments. */
  private static final ServiceState SERVICE =
      new ServiceState(List.of(), CoinBasis.DECLARED, List.of(), Channel.PLAIN, "");

  private final int every;
  private final Cells cells;
  private final Map<Claim, Share> precision = new EnumMap<>(Claim.class);
  private final Map<Claim, Share> recall = new EnumMap<>(Claim.class);
  private Share heldOut = Share.NONE;
  private Share notMining = Share.NONE;
  private Share notObserved = Share.NONE;

  /**
   * @param cells takes the counts of situations, of several hold-outs together
   */
  HoldOutCount(int every, Cells cells) {
    this.every = every;
    this.cells = cells;
    for (Claim claim : Claim.values()) {
      precision.put(claim, Share.NONE);
      recall.put(claim, Share.NONE);
    }
  }

  void add(SweptHistory history) {
    List<SweptHistory.Sweep> sweeps = history.sweeps();
    List<LedgerEntry> kept = new ArrayList<>();
    for (int i = 0; i < sweeps.size(); i += every) {
      sweeps.get(i).entries().forEach(entry -> kept.add(asSeldom(entry)));
    }
    List<AvailabilityWindow> windows =
        WindowLedger.fold(history.endpoint(), kept, LedgerContext.EMPTY);
    int last = -1;
    for (int i = 0; i < sweeps.size(); i++) {
      if (i % every != 0) {
        SweptHistory.Sweep truth = sweeps.get(i);
        while (last + 1 < windows.size() && windows.get(last + 1).up().from() <= truth.time()) {
          last++;
        }
        // What a window says ends at its neighbours.
        List<AvailabilityWindow> around =
            windows.subList(Math.max(0, last), Math.min(windows.size(), last + 2));
        Optional<Placement> placement =
            Placement.of(around, new TimeSpan(truth.time(), truth.time()), Scores.BUILT_IN);
        count(truth, placement, !windows.isEmpty());
        if (placement.isEmpty()) {
          countUnmatched(sweeps, i);
        }
      }
    }
  }

  private LedgerEntry asSeldom(LedgerEntry entry) {
    return new LedgerEntry(
        entry.time(),
        entry.vantage(),
        entry.verdict(),
        entry.evidence(),
        Math.min(LedgerEntry.MAX_INTERVAL_MILLIS, entry.intervalMillis() * every),
        entry.confirms(),
        SERVICE);
  }

  private void count(SweptHistory.Sweep truth, Optional<Placement> placement, boolean wasEverUp) {
    // A history with an end is no future: OPEN_END is for forward cuts to measure.
    placement
        .filter(placed -> placed.situation() != Situation.OPEN_END)
        .ifPresent(placed -> cells.add(placed, truth.isUp()));
    Optional<Confidence> confidence = placement.flatMap(Placement::confidence);
    heldOut = heldOut.and(truth.isUp());
    for (Claim claim : Claim.values()) {
      boolean isMade =
          switch (claim) {
            case CONFIRMED -> isAtLeast(Confidence.CONFIRMED, confidence);
            case LIKELY -> isAtLeast(Confidence.LIKELY, confidence);
            case MATCHED -> confidence.isPresent();
            case EVER_UP -> wasEverUp;
            case LISTED -> true;
          };
      if (isMade) {
        precision.merge(claim, Share.NONE, (before, none) -> before.and(truth.isUp()));
      }
      if (truth.isUp()) {
        recall.merge(claim, Share.NONE, (before, none) -> before.and(isMade));
      }
    }
  }

  private static boolean isAtLeast(Confidence least, Optional<Confidence> confidence) {
    return confidence.isPresent() && confidence.get().compareTo(least) >= 0;
  }

  /** NOT_MINING between two kept misses that are near enough, else NOT_OBSERVED. */
  private void countUnmatched(List<SweptHistory.Sweep> sweeps, int number) {
    int before = number - number % every;
    int after = before + every;
    boolean isBetweenMisses =
        after < sweeps.size() && !sweeps.get(before).isUp() && !sweeps.get(after).isUp();
    boolean isUp = sweeps.get(number).isUp();
    if (isBetweenMisses
        && sweeps.get(after).time() - sweeps.get(before).time()
            <= 5 * asSeldom(sweeps.get(before).telling()).intervalMillis() / 2) {
      notMining = notMining.and(isUp);
    } else {
      notObserved = notObserved.and(isUp);
    }
  }

  CalibrationReport.HoldOut report() {
    return new CalibrationReport.HoldOut(every, heldOut, precision, recall, notMining, notObserved);
  }
}
