// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * Words that are said to one server and must be nowhere else, not even where that server repeats
 * them. A password alone is not among them: nobody says it alone, and where it is a common word the
 * gaps would tell it. Not for several threads.
 */
final class Withheld {

  /** Stands in their place. */
  static final String MARK = "[withheld]";

  /** Longer words first: a word within another goes with it. */
  private final TreeSet<String> words =
      new TreeSet<>(
          Comparator.comparing((String word) -> -word.length())
              .thenComparing(Comparator.naturalOrder()));

  void add(String word) {
    // One character a byte, as the texts are read.
    words.add(new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** A text of one character a byte, without these words. */
  String without(String text) {
    String rest = text;
    for (String word : words) {
      rest = rest.replace(word, MARK);
    }
    return rest;
  }

  byte[] without(byte[] text) {
    return words.isEmpty()
        ? text
        : without(new String(text, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** How much of the end of a text could be the beginning of such a word. */
  int openEnd(String text) {
    int most = words.isEmpty() ? 0 : Math.min(words.first().length() - 1, text.length());
    for (int length = most; length > 0; length--) {
      String end = text.substring(text.length() - length);
      if (words.stream().anyMatch(word -> word.length() > end.length() && word.startsWith(end))) {
        return length;
      }
    }
    return 0;
  }
}
