// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

/**
 * The unit of a record ordinal: one datagram. Sets of one datagram may be decoded at different
 * times, so they share the count.
 */
final class RecordUnit {

  private static final int INDEX_BITS = 24;

  private final long number;
  private int next;

  RecordUnit(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  /** unit · 2²⁴ + index; a datagram of 64 KiB cannot hold 2²⁴ records. */
  long nextOrdinal() {
    return (number << INDEX_BITS) + next++;
  }
}
