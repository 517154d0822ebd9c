// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

/**
 * How often was claimed what was so.
 *
 * @param right claimed and so
 * @param wrong claimed and not so
 * @param missed so and not claimed
 */
public record Confusion(long right, long wrong, long missed) {

  /** Of what was claimed, how much was so. */
  public Share precision() {
    return new Share(right, right + wrong);
  }

  /** Of what was so, how much was claimed. */
  public Share recall() {
    return new Share(right, right + missed);
  }
}
