// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.util.Arrays;

/**
 * Which way a text is written, as far as it matters for what stands beside it: written from the
 * right, a name takes the numbers after it to its left. By ranges that do not change: those that
 * Unicode keeps for scripts of either direction, assigned or not.
 */
enum Script {
  /** Letters from left to right, and whatever else is not in the others. */
  FROM_LEFT,

  /** Hebrew, Arabic and their kin. */
  FROM_RIGHT,

  /** Digits, spaces, signs: written as what stands beside them. */
  EITHER;

  static Script of(int codePoint) {
    if (isIn(codePoint, 'A', 'Z') || isIn(codePoint, 'a', 'z')) {
      return FROM_LEFT;
    }
    if (isIn(codePoint, 0x0590, 0x08ff)
        || isIn(codePoint, 0xfb1d, 0xfdff)
        || isIn(codePoint, 0xfe70, 0xfeff)
        || isIn(codePoint, 0x10800, 0x10fff)
        || isIn(codePoint, 0x1e800, 0x1efff)) {
      // Of one that is unseen, the number is written.
      return Unseen.is(codePoint) ? EITHER : FROM_RIGHT;
    }
    boolean sign =
        codePoint < 0xaa || isIn(codePoint, 0x2000, 0x2bff) || isIn(codePoint, 0x3000, 0x3020);
    return sign ? EITHER : FROM_LEFT;
  }

  /** Whether any of it is written from the right. */
  static boolean isFromRight(String text) {
    return text.codePoints().anyMatch(c -> of(c) == FROM_RIGHT);
  }

  /**
   * Where the run that begins at a place ends: one with nothing from the right, or one that begins
   * and ends so and has nothing from the left. A text with nothing from the left is one run.
   */
  static int end(int[] text, int start) {
    if (Arrays.stream(text).noneMatch(c -> of(c) == FROM_LEFT)) {
      return text.length;
    }
    int end = start;
    if (of(text[start]) != FROM_RIGHT) {
      while (end < text.length && of(text[end]) != FROM_RIGHT) {
        end++;
      }
      return end;
    }
    for (int i = start; i < text.length && of(text[i]) != FROM_LEFT; i++) {
      end = of(text[i]) == FROM_RIGHT ? i + 1 : end;
    }
    return end;
  }

  private static boolean isIn(int codePoint, int first, int last) {
    return first <= codePoint && codePoint <= last;
  }
}
