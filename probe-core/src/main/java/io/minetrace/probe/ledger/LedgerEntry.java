// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.probe.Observation;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.util.Comparator;

/**
 * An observation as far as the fold needs it. Ordered as the fold takes it: by time; at the same
 * instant UP first, because UP wins.
 *
 * @param time of the answer: when the visit ended, milliseconds since 1970-01-01T00:00Z
 * @param intervalMillis the time then planned until the next visit
 * @param confirms whether it repeats a question one or two minutes after a miss
 */
public record LedgerEntry(
    long time,
    String vantage,
    Verdict verdict,
    Evidence evidence,
    long intervalMillis,
    boolean confirms,
    ServiceState service)
    implements Comparable<LedgerEntry> {

  /** Ten years: beyond it an interval is a mistake, and 2.5 times it must not overflow. */
  public static final long MAX_INTERVAL_MILLIS = 3_650L * 86_400_000L;

  private static final Comparator<LedgerEntry> ORDER =
      Comparator.comparingLong(LedgerEntry::time)
          .thenComparing(entry -> entry.verdict)
          // A confirmation counts whatever else was found; what it says must not be lost to a visit
          // of the same instant.
          .thenComparing(entry -> entry.confirms, Comparator.reverseOrder())
          .thenComparing(entry -> entry.vantage)
          // Down to the last field, so that no tie is left to the order of arrival.
          .thenComparing(LedgerEntry::evidence, Comparator.reverseOrder())
          .thenComparing(LedgerEntry::intervalMillis)
          .thenComparing(entry -> entry.service.toString());

  public LedgerEntry {
    if (intervalMillis < 0 || intervalMillis > MAX_INTERVAL_MILLIS) {
      throw new IllegalArgumentException(
          "interval: " + intervalMillis + " ms (expected: 0.." + MAX_INTERVAL_MILLIS + ")");
    }
  }

  /** The entry of an observation. */
  public static LedgerEntry of(Observation observation) {
    return new LedgerEntry(
        observation.endedAt(),
        observation.vantage(),
        observation.verdict(),
        observation.evidence(),
        observation.intervalMillis(),
        observation.confirms(),
        ServiceState.of(observation));
  }

  boolean isUp() {
    return verdict == Verdict.UP;
  }

  @Override
  public int compareTo(LedgerEntry other) {
    return ORDER.compare(this, other);
  }
}
