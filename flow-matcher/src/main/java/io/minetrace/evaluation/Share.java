// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

/**
 * How many of some were as was said.
 *
 * @param right how many
 * @param all of how many
 */
public record Share(long right, long all) {

  /** Of a normal distribution, 95 % lie within so many standard deviations. */
  private static final double Z = 1.959964;

  /** Of none. */
  public static final Share NONE = new Share(0, 0);

  public Share {
    if (right < 0 || right > all) {
      throw new IllegalArgumentException("share: " + right + " of " + all);
    }
  }

  /** With one more of them. */
  public Share and(boolean isRight) {
    return new Share(right + (isRight ? 1 : 0), all + 1);
  }

  /** 0 to 1; not a number where there are none. */
  public double value() {
    return (double) right / all;
  }

  /** Lower end of Wilson's interval, in which the true share lies with 95 % probability. */
  public double lower() {
    return all == 0 ? 0 : Math.max(0, middle() - halfWidth());
  }

  /** Its upper end. */
  public double upper() {
    return all == 0 ? 1 : Math.min(1, middle() + halfWidth());
  }

  private double middle() {
    return (value() + Z * Z / (2 * all)) / (1 + Z * Z / all);
  }

  private double halfWidth() {
    double variance = value() * (1 - value()) / all + Z * Z / (4.0 * all * all);
    return Z * Math.sqrt(variance) / (1 + Z * Z / all);
  }
}
