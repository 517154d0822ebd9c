// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.Comparator;

/**
 * A row of the observations, as far as it matters for its staying.
 *
 * @param isUp whether it found the endpoint UP
 * @param hasTranscript whether one is kept of it
 */
record StoredVisit(
    long startedAt,
    long endedAt,
    boolean confirms,
    boolean isUp,
    boolean hasTranscript,
    RunTable.Found found) {

  /** The order in which the fold sees them. */
  static final Comparator<StoredVisit> BY_TIME =
      Comparator.comparingLong(StoredVisit::endedAt)
          .thenComparingLong(StoredVisit::startedAt)
          .thenComparingLong(visit -> visit.found().vantageId());
}
