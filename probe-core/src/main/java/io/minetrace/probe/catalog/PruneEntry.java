// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.time.YearMonth;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * That something has left the catalog.
 *
 * @param gone rows, by month; of a prune that was broken off those that have gone
 */
public record PruneEntry(long number, PruneOrder order, NavigableMap<YearMonth, Long> gone) {

  public PruneEntry {
    gone = Collections.unmodifiableNavigableMap(new TreeMap<>(gone));
  }

  /** How many rows in all. */
  public long rows() {
    return gone.values().stream().mapToLong(Long::longValue).sum();
  }
}
