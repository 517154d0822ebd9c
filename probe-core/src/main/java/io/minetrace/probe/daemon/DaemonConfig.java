// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.daemon;

/**
 * How the daemon works.
 *
 * @param vantage name of this observer
 * @param sweepMillis between two visits to an endpoint
 * @param resolveMillis between two questions for a name
 * @param run for how long
 */
public record DaemonConfig(String vantage, long sweepMillis, long resolveMillis, Run run) {

  /** For how long the daemon runs. */
  public enum Run {
    /** Until everything that is due at the start, and what comes of it, has been visited once. */
    ONCE,
    /** Until it is stopped. */
    UNTIL_STOPPED
  }

  public DaemonConfig {
    if (vantage.isBlank() || vantage.length() > 190) {
      throw new IllegalArgumentException(
          "vantage: '" + vantage + "' (expected: 1 to 190 characters)");
    }
    if (sweepMillis < 1_000 || resolveMillis < 1_000) {
      throw new IllegalArgumentException(
          "intervals: " + sweepMillis + " and " + resolveMillis + " ms (expected: 1 s or more)");
    }
  }
}
