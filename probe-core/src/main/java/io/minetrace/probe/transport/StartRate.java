// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

/**
 * How fast connections may begin: evenly, and in no second more than so many. What a late wake-up
 * missed is made up for, as far as that allows. Times are milliseconds of a steady count. Threads
 * may share it.
 */
final class StartRate {

  /** What a late wake-up may be made up for by. */
  private static final long MADE_UP_FOR_MICROS = 50_000;

  /**
   * A second, what is made up for in it, and as much again for what the network draws together. In
   * a second begin at most (1000 + 50) / (1100 / n) + 1 connections, which is n or fewer.
   */
  private static final long SECOND_MICROS = 1_000_000 + 2 * MADE_UP_FOR_MICROS;

  private static final long NEVER = Long.MIN_VALUE / 4;

  private final long gapMicros;

  /** When the next is due if they come evenly. */
  private long evenlyMicros = NEVER;

  StartRate(int perSecond) {
    gapMicros = SECOND_MICROS / perSecond;
  }

  /** When the next may begin. */
  synchronized long next() {
    return Math.floorDiv(evenlyMicros - MADE_UP_FOR_MICROS + 999, 1000L);
  }

  synchronized void begun(long now) {
    evenlyMicros = Math.max(evenlyMicros, now * 1000) + gapMicros;
  }

  /** Begins one if it may; 0 then, otherwise how long to wait before it is asked again. */
  synchronized long beginOrWait(long now) {
    long wait = Math.max(0, next() - now);
    if (wait == 0) {
      begun(now);
    }
    return wait;
  }
}
