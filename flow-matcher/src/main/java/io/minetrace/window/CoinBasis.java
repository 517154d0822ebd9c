// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.util.Locale;

/** What the coins of a segment rest on. */
public enum CoinBasis {
  /** Evidence ties the work to a chain. */
  OBSERVED,
  /** Weaker evidence, which left some of the declared coins. */
  NARROWED,
  /** Evidence that none of the declared coins fits; the coins are those it points to. */
  CONTRADICTED,
  /** Only what the catalog declares. */
  DECLARED;

  /** The word in files: {@code observed}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The basis of a word.
   *
   * @throws IllegalArgumentException if there is none of that word
   */
  public static CoinBasis ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
