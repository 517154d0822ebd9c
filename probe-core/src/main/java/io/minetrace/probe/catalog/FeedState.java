// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.Locale;
import java.util.OptionalLong;

/** How well it is known that mining is served somewhere; the best known first. */
public enum FeedState {
  /** It answered at its newest visit, and the next one is not long overdue. */
  UP,
  /** It answered once, and may no longer. */
  EVER,
  /** A source says so; no visit has proven it. */
  DECLARED;

  /** A visit may be late by as much as it was planned ahead, and by this at least. */
  private static final long LEAST_GRACE_MILLIS = 3_600_000L;

  /**
   * Of an endpoint with windows.
   *
   * @param lastUp of its newest window
   * @param notAfter what refuted it since
   * @param intervalMillis the time planned until the next visit
   * @param asOf when the newest visit of anything was
   */
  static FeedState ofNewest(
      long lastUp, OptionalLong notAfter, long intervalMillis, OptionalLong asOf) {
    long late = intervalMillis + Math.max(intervalMillis, LEAST_GRACE_MILLIS);
    return notAfter.isEmpty() && asOf.orElse(lastUp) - lastUp <= late ? UP : EVER;
  }

  /** The word in files: {@code up}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this is known as well as the other, or better. */
  public boolean isAtLeast(FeedState other) {
    return compareTo(other) <= 0;
  }
}
