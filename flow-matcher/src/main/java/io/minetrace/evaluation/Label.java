// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import java.util.Locale;

/** What the truth says of a flow. */
public enum Label {
  /** It was mining: to be found. */
  MINING("it was mining"),
  /** It was not: not to be found. */
  NOT("it was not"),
  /** It is known and yet neither right nor wrong to find it, as an attempt that came to nothing. */
  APART("neither right nor wrong to be found (an attempt that came to nothing): counted apart");

  private final String meaning;

  Label(String meaning) {
    this.meaning = meaning;
  }

  /** In files: {@code mining}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For {@code --help}. */
  public String meaning() {
    return meaning;
  }

  /**
   * The label of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Label ofWord(String word) {
    for (Label label : values()) {
      if (label.word().equals(word)) {
        return label;
      }
    }
    throw new IllegalArgumentException("label: '" + word + "' (expected: mining, not or apart)");
  }
}
