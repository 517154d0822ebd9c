// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.match.Placement;
import io.minetrace.match.Scores;
import io.minetrace.match.Situation;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a history at the beginning of a UTC day and asks what was known then about what came after:
 * how long an endpoint that was UP when last seen can be taken to be so still.
 *
 * <p>For the bucket that reaches to n days the cuts are n days apart, so that no observation counts
 * twice in a cell.
 */
final class ForwardCuts {

  private static final long DAY_MILLIS = 86_400_000L;

  /** How many days apart the cuts for each bucket are. */
  private static final List<Integer> DAYS_APART = List.of(1, 1, 2, 4, 7, 14);

  private final Cells cells;

  ForwardCuts(Cells cells) {
    if (DAYS_APART.size() != Situation.OPEN_END.buckets()) {
      throw new IllegalStateException("buckets: " + Situation.OPEN_END.buckets());
    }
    this.cells = cells;
  }

  void add(SweptHistory history) {
    List<SweptHistory.Sweep> sweeps = history.sweeps();
    for (int i = 0; i + 1 < sweeps.size(); i++) {
      long firstDay = Math.floorDiv(end(sweeps.get(i)), DAY_MILLIS) + 1;
      long lastDay = Math.floorDiv(begin(sweeps.get(i + 1)), DAY_MILLIS);
      if (firstDay <= lastDay && sweeps.get(i).isUp()) {
        Optional<AvailabilityWindow> open = open(history, sweeps.get(i));
        // Farther from the last UP than that nothing is said.
        long reach = Math.min(lastDay, firstDay + DAYS_APART.get(DAYS_APART.size() - 1));
        for (long day = firstDay; open.isPresent() && day <= reach; day++) {
          cut(sweeps.subList(i + 1, sweeps.size()), open.get(), day);
        }
      }
    }
  }

  private static long begin(SweptHistory.Sweep sweep) {
    return sweep.entries().get(0).time();
  }

  private static long end(SweptHistory.Sweep sweep) {
    return sweep.entries().get(sweep.entries().size() - 1).time();
  }

  /** The window that a history ends with, if it ends with one that is open. */
  private static Optional<AvailabilityWindow> open(
      SweptHistory history, SweptHistory.Sweep lastSweep) {
    List<AvailabilityWindow> windows =
        WindowLedger.fold(history.endpoint(), lastSweep.entries(), LedgerContext.EMPTY);
    return windows.stream()
        .skip(Math.max(0, windows.size() - 1))
        .filter(window -> window.notAfter().isEmpty())
        .findFirst();
  }

  private void cut(List<SweptHistory.Sweep> future, AvailabilityWindow open, long day) {
    int reach = 0;
    for (int days : DAYS_APART) {
      reach = day % days == 0 ? Math.max(reach, days) : reach;
    }
    for (SweptHistory.Sweep sweep : future) {
      if (sweep.time() - open.up().to() > reach * DAY_MILLIS) {
        return;
      }
      Placement.of(List.of(open), new TimeSpan(sweep.time(), sweep.time()), Scores.BUILT_IN)
          .filter(placement -> placement.situation() == Situation.OPEN_END)
          .filter(placement -> day % DAYS_APART.get(placement.bucket()) == 0)
          .ifPresent(placement -> cells.add(placement, sweep.isUp()));
    }
  }
}
