// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

/** Numbers straight from bytes, without a string between. */
final class Digits {

  /** Stands for text that is no number, or none that fits. */
  static final long NONE = -1;

  private static final int MAX_DIGITS = 18;

  private Digits() {}

  /** A decimal number without sign, or {@link #NONE}. */
  static long decimal(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length <= 0) {
      return NONE;
    }
    if (length > MAX_DIGITS) {
      return longDecimal(bytes, from, to);
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static long longDecimal(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return NONE;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** A hexadecimal number of at most eight digits, or {@link #NONE}. */
  static long hex(byte[] bytes, int from, int to) {
    if (to <= from || to - from > 8) {
      return NONE;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = hexDigit(bytes[i]);
      if (digit < 0) {
        return NONE;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  static int hexDigit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * The first digits of a decimal fraction as a whole number, filled up with zeros: of {@code 0285}
   * the first three are 28. {@link #NONE} if there is no digit or anything else.
   */
  static long fraction(byte[] bytes, int from, int to, int digits) {
    if (to <= from) {
      return NONE;
    }
    long value = 0;
    for (int i = 0; i < Math.max(digits, to - from); i++) {
      int digit = from + i < to ? bytes[from + i] - '0' : 0;
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      if (i < digits) {
        value = value * 10 + digit;
      }
    }
    return value;
  }
}
