// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.OptionalDouble;

/** The target of a block in Bitcoin's compact form: one byte of exponent, three of mantissa. */
final class CompactTarget {

  /** The easiest target there is: used by test chains only, whose work belongs to no coin. */
  static final String REGTEST = "207fffff";

  /** Mantissa and exponent of difficulty 1. */
  private static final double UNIT_MANTISSA = 0xffff;

  private static final int UNIT_EXPONENT = 0x1d;

  private CompactTarget() {}

  /** How many times harder than difficulty 1; empty if it is no target. */
  static OptionalDouble difficulty(String bits) {
    if (!bits.matches("[0-9a-fA-F]{8}")) {
      return OptionalDouble.empty();
    }
    int exponent = Integer.parseInt(bits.substring(0, 2), 16);
    int mantissa = Integer.parseInt(bits.substring(2), 16);
    // The mantissa's highest bit is a sign, and a target of nothing cannot be met.
    if (mantissa == 0 || mantissa > 0x7fffff || exponent > 0x20) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(UNIT_MANTISSA / mantissa * Math.pow(256, UNIT_EXPONENT - exponent));
  }
}
