// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

/** Bytes compared with words, and shown in messages. */
final class Ascii {

  private static final int MAX_SHOWN = 40;

  private Ascii() {}

  /** Whether some bytes are this word, which is ASCII. */
  static boolean is(byte[] bytes, int from, int to, String word) {
    return to - from == word.length() && begins(bytes, from, to, word);
  }

  /** Whether some bytes begin with this word, which is ASCII. */
  static boolean begins(byte[] bytes, int from, int to, String word) {
    if (to - from < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The index of the first place of a word, which is ASCII; negative if it is not there. */
  static int find(byte[] bytes, int from, int to, String word) {
    for (int i = from; i <= to - word.length(); i++) {
      if (begins(bytes, i, to, word)) {
        return i;
      }
    }
    return -1;
  }

  /** The index of the last place of a character; negative if it is not there. */
  static int findLast(byte[] bytes, int from, int to, char wanted) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Some bytes for a message: not too many, and none that a terminal would obey. */
  static String shown(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + MAX_SHOWN);
    StringBuilder text = new StringBuilder();
    for (int i = from; i < end; i++) {
      char c = (char) (bytes[i] & 0xff);
      text.append(c < ' ' || c > '~' ? '?' : c);
    }
    return end < to ? text.append('…').toString() : text.toString();
  }
}
