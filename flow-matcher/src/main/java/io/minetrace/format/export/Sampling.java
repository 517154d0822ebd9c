// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;

/** Sampling as one number: one packet in how many. */
final class Sampling {

  private Sampling() {}

  /** The interval that was told, or {@link FlowColumn#ABSENT_INT} where it cannot be one. */
  static int interval(long told) {
    return told > 0 && told <= Integer.MAX_VALUE ? (int) told : FlowColumn.ABSENT_INT;
  }

  /** {@code taken} packets in a row, then {@code space} passed over. */
  static int oneIn(long taken, long space) {
    return space < 0 || space > Integer.MAX_VALUE ? interval(taken) : ratio(taken + space, taken);
  }

  /** {@code size} packets out of each {@code population}. */
  static int ratio(long population, long size) {
    if (size <= 0 || population < size) {
      return FlowColumn.ABSENT_INT;
    }
    return interval(Math.round((double) population / size));
  }

  /**
   * A probability as the bits of a float64, or of the float32 that RFC 7011 §6.2 allows in its
   * place.
   */
  static int ofProbability(long bits, int width) {
    double probability =
        width == Float.BYTES ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    return probability > 0 && probability <= 1
        ? interval(Math.round(1 / probability))
        : FlowColumn.ABSENT_INT;
  }
}
