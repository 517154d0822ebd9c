// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

/**
 * How fast new visits may begin. To one address there is never more than one connection open.
 *
 * @param openVisits at most, over all addresses
 * @param addressPauseMillis between the end of a visit and the next visit to that address
 * @param visitsPerSecond at most, over all addresses
 * @param followUpPauseMillis between the connections of one visit
 */
public record Pacing(
    int openVisits, long addressPauseMillis, int visitsPerSecond, long followUpPauseMillis) {

  public static final Pacing DEFAULT = new Pacing(64, 5000, 100, 1000);

  public Pacing {
    if (openVisits < 1 || visitsPerSecond < 1) {
      throw new IllegalArgumentException(
          "visits: "
              + openVisits
              + " open, "
              + visitsPerSecond
              + " a second (expected: 1 or more)");
    }
    if (addressPauseMillis < 0 || followUpPauseMillis < 0) {
      throw new IllegalArgumentException("a pause below 0");
    }
  }

  /** As this, but with another pause between visits to one address. */
  public Pacing withAddressPauseMillis(long millis) {
    return new Pacing(openVisits, millis, visitsPerSecond, followUpPauseMillis);
  }
}
