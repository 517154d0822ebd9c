// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.time.YearMonth;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What leaves, or has left.
 *
 * @param gone rows, by month; only months of which some go
 * @param stayed older rows that are kept all the same
 * @param places endpoints, or names, of which rows go
 */
public record PruneReport(NavigableMap<YearMonth, Long> gone, long stayed, long places) {

  static final PruneReport NOTHING = new PruneReport(new TreeMap<>(), 0, 0);

  public PruneReport {
    gone = Collections.unmodifiableNavigableMap(new TreeMap<>(gone));
  }

  /** How many rows in all. */
  public long rows() {
    return gone.values().stream().mapToLong(Long::longValue).sum();
  }

  PruneReport and(PruneReport other) {
    return new PruneReport(sum(gone, other.gone), stayed + other.stayed, places + other.places);
  }

  static NavigableMap<YearMonth, Long> sum(Map<YearMonth, Long> a, Map<YearMonth, Long> b) {
    NavigableMap<YearMonth, Long> sum = new TreeMap<>(a);
    b.forEach((month, rows) -> sum.merge(month, rows, Long::sum));
    return sum;
  }
}
