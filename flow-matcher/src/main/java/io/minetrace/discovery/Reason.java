// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

/**
 * What speaks for or against a candidate.
 *
 * @param points added to its score, or taken from it
 * @param words with the figures that it rests on
 */
public record Reason(int points, String words) {

  /** {@code +20 44 packets a minute}. */
  @Override
  public String toString() {
    return (points > 0 ? "+" : "") + points + " " + words;
  }
}
