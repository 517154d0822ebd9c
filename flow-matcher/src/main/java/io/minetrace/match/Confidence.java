// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import java.util.Optional;

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

  /**
   * The confidence of a placement; empty where its score is too small for a match.
   *
   * @param score of the placement, or less for a flow without times
   */
  public static Optional<Confidence> ofPlacement(Placement placement, int score) {
    return score < LEAST_SCORE ? Optional.empty() : Optional.of(of(placement.situation(), score));
  }
}
