// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

/** How sure a match is, read off situation and score, least sure first. */
public enum Confidence {
  POSSIBLE,
  LIKELY,
  CONFIRMED;

  /** Below this there is no match. */
  static final int LEAST_SCORE = 10;

  /** The greatest score that is only POSSIBLE. */
  public static final int POSSIBLE_SCORE = 74;

  static Confidence of(Situation situation, int score) {
    if (score <= POSSIBLE_SCORE) {
      return POSSIBLE;
    }
    return situation == Situation.IN_WINDOW ? CONFIRMED : LIKELY;
  }
}
