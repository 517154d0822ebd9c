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
}
