// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.util.Locale;

/** What the dialogue ran inside of. */
public enum Channel {
  PLAIN,
  TLS,
  HTTP,
  HTTPS,
  NOISE,
  WS,
  WSS;

  /** The word in files: {@code plain}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The channel of a word.
   *
   * @throws IllegalArgumentException if there is none of that word
   */
  public static Channel ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
