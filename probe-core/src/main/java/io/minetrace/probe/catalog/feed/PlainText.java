// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import java.util.Collection;

/** Text for places without a way to escape: comments, messages, labels of other tools. */
final class PlainText {

  private PlainText() {}

  /**
   * Letters and digits of ASCII, blanks and a few signs that end nothing anywhere; all else becomes
   * an underscore.
   *
   * @param length the longest that fits
   */
  static String of(String text, int length) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(length)
        .forEach(
            c -> {
              boolean safe =
                  (c >= 'a' && c <= 'z')
                      || (c >= 'A' && c <= 'Z')
                      || (c >= '0' && c <= '9')
                      || " .-_+/".indexOf(c) >= 0;
              plain.append(safe ? (char) c : '_');
            });
    return plain.toString().strip();
  }

  static String of(Collection<String> words, int length) {
    return of(String.join(" / ", words), length);
  }
}
