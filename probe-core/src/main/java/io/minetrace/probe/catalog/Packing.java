// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which of an endpoint's observations leave their rows, and what they are packed into. Rows stay of
 * every non-UP and its neighbours, of the first and last UP of every window and those around its
 * bridged holes, of confirmations, and of what has a transcript; also of the first and the last of
 * those looked at, whose neighbours are not known.
 */
final class Packing {

  private final List<StoredVisit> leaving;
  private final long stayed;

  private Packing(List<StoredVisit> leaving, long stayed) {
    this.leaving = leaving;
    this.stayed = stayed;
  }

  /**
   * Decides about an endpoint's observations.
   *
   * @param visits all that are older than some time, in any order
   * @param edges the times of its windows' first and last UPs, and of those around bridged holes
   */
  static Packing of(List<StoredVisit> visits, Set<Long> edges) {
    List<StoredVisit> inOrder = visits.stream().sorted(StoredVisit.BY_TIME).toList();
    List<StoredVisit> leaving = new ArrayList<>();
    for (int i = 1; i < inOrder.size() - 1; i++) {
      StoredVisit visit = inOrder.get(i);
      if (visit.isUp()
          && inOrder.get(i - 1).isUp()
          && inOrder.get(i + 1).isUp()
          && !visit.confirms()
          && !visit.hasTranscript()
          && !edges.contains(visit.endedAt())) {
        leaving.add(visit);
      }
    }
    leaving.sort(Comparator.comparingLong(StoredVisit::startedAt));
    return new Packing(leaving, (long) inOrder.size() - leaving.size());
  }

  List<StoredVisit> leaving() {
    return leaving;
  }

  PruneReport report() {
    NavigableMap<YearMonth, Long> months = new TreeMap<>();
    leaving.forEach(
        visit -> months.merge(MonthlyPartitions.monthOf(visit.startedAt()), 1L, Long::sum));
    return new PruneReport(months, stayed, leaving.isEmpty() ? 0 : 1);
  }

  /**
   * What they are packed into: for what was found the same, a run a month.
   *
   * @param isPacked those that are already
   */
  List<VisitRun> runs(Predicate<StoredVisit> isPacked) {
    List<VisitRun> runs = new ArrayList<>();
    Map<RunTable.Found, VisitRun> open = new HashMap<>();
    YearMonth month = null;
    for (StoredVisit visit : leaving.stream().filter(isPacked.negate()).toList()) {
      YearMonth its = MonthlyPartitions.monthOf(visit.startedAt());
      if (!its.equals(month)) {
        open.clear();
        month = its;
      }
      VisitRun run = open.get(visit.found());
      if (run == null || run.isFull()) {
        run = new VisitRun(visit.found(), visit.startedAt());
        open.put(visit.found(), run);
        runs.add(run);
      }
      run.add(visit.startedAt(), visit.endedAt());
    }
    return runs;
  }
}
