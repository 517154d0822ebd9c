// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.util.Arrays;

/**
 * How fast connections may begin: evenly, and in no second more than so many. What a late wake-up
 * missed is made up for, as far as that allows. Times are milliseconds of a steady count. Not safe
 * for use by several threads.
 */
final class StartRate {

  /** A second, and what a busy machine may draw two beginnings together by. */
  private static final long SECOND_MILLIS = 1050;

  private static final long MADE_UP_FOR_MICROS = 50_000;
  private static final long NEVER = Long.MIN_VALUE / 4;

  private final long gapMicros;

  /** When the last ones began, as many as may begin in a second; a ring. */
  private final long[] began;

  private int oldest;

  /** When the next is due if they come evenly. */
  private long evenlyMicros = NEVER;

  StartRate(int perSecond) {
    gapMicros = SECOND_MILLIS * 1000 / perSecond;
    began = new long[perSecond];
    Arrays.fill(began, NEVER);
  }

  /** When the next may begin. */
  long next() {
    long evenly = Math.floorDiv(evenlyMicros - MADE_UP_FOR_MICROS + 999, 1000L);
    return Math.max(began[oldest] + SECOND_MILLIS, evenly);
  }

  void begun(long now) {
    began[oldest] = now;
    oldest = (oldest + 1) % began.length;
    evenlyMicros = Math.max(evenlyMicros, now * 1000) + gapMicros;
  }
}
