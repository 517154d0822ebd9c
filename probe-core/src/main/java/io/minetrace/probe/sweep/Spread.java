// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import java.util.random.RandomGenerator;

/** How times to come are spread: never all at once, and the less often the less there is to see. */
public final class Spread {

  private static final double JITTER = 0.15;
  private static final long LONGEST_MILLIS = 86_400_000L;
  private static final int MOST_DOUBLINGS = 20;

  private Spread() {}

  /** The interval, 15 % shorter to 15 % longer. */
  public static long jittered(long intervalMillis, RandomGenerator random) {
    return Math.round(intervalMillis * (1 - JITTER + 2 * JITTER * random.nextDouble()));
  }

  /** The interval after some failures in a row: 1, 1, 2, 4 … times as long, up to a day. */
  public static long backedOff(long intervalMillis, int failures) {
    long factor = 1L << Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1));
    return Math.max(intervalMillis, Math.min(intervalMillis * factor, LONGEST_MILLIS));
  }
}
