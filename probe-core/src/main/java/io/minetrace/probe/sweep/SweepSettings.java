// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

/**
 * How a vantage sweeps.
 *
 * @param vantage name of this observer
 * @param intervalMillis between two visits to an endpoint
 * @param atOnce endpoints that are fetched and not yet stored, at most: it bounds the memory
 * @param confirmations whether single misses are confirmed, which takes two minutes
 */
public record SweepSettings(
    String vantage, long intervalMillis, int atOnce, Confirmations confirmations) {

  /** Far more than the usual limits of the prober let through in the time-outs of a visit. */
  public static final int DEFAULT_AT_ONCE = 10_000;

  /** Whether a single miss is confirmed. */
  public enum Confirmations {
    MADE,
    LEFT_OUT
  }

  public SweepSettings {
    if (intervalMillis < 1 || atOnce < 1) {
      throw new IllegalArgumentException(
          "interval: " + intervalMillis + " ms, at once: " + atOnce + " (expected: 1 or more)");
    }
  }
}
