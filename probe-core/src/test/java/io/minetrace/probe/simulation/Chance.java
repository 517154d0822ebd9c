// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Draws; the same ones for the same seed. Used by one thread. */
final class Chance {

  private static final long DAY = Duration.ofDays(1).toMillis();

  private final SplittableRandom random;

  Chance(long seed) {
    this(new SplittableRandom(seed));
  }

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  /** One of its own for another purpose: what that draws changes nothing here. */
  Chance split() {
    return new Chance(random.split());
  }

  boolean occurs(double probability) {
    return random.nextDouble() < probability;
  }

  boolean occurs(Assumption share) {
    return occurs(share.value());
  }

  /** From the first, included, to the second, excluded. */
  int between(int from, int to) {
    return random.nextInt(from, to);
  }

  /** The same for times. */
  long between(long from, long to) {
    return random.nextLong(from, to);
  }

  /** Milliseconds, exponentially distributed. */
  long exponential(double meanDays) {
    return (long) (-Math.log(1 - random.nextDouble()) * meanDays * DAY);
  }

  double logNormal(double median, double sigma) {
    return median * Math.exp(sigma * random.nextGaussian());
  }

  <T> T oneOf(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }
}
