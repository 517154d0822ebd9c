// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import java.util.Optional;

/**
 * What an interface of a pcapng file says of its packets.
 *
 * @param linkNumber as in the file
 * @param snapLength the most that is kept of a packet; 0 for no limit
 * @param resolution the byte of if_tsresol: the exponent of the units in a second, negative, of 10,
 *     or with the top bit set of 2
 * @param offsetSeconds to be added to the packets' times
 */
record InterfaceDescription(int linkNumber, long snapLength, int resolution, long offsetSeconds) {

  /** Microseconds, which hold where the file does not say. */
  static final int MICROSECONDS = 6;

  private static final int POWER_OF_TWO = 0x80;

  /** 10 to the power of 19 is the last below 2 to the power of 64. */
  private static final int LARGEST_POWER_OF_TEN = 19;

  private static final int MILLIS_POWER = 3;
  private static final int LARGEST_POWER_OF_TWO = 53;

  Optional<LinkType> linkType() {
    return LinkType.ofNumber(linkNumber);
  }

  /** Milliseconds since 1970 of a time of its packets, which is unsigned. */
  long millis(long units) {
    int power = resolution & ~POWER_OF_TWO;
    boolean isBinary = (resolution & POWER_OF_TWO) != 0;
    return offsetSeconds * 1000 + (isBinary ? ofBinary(units, power) : ofDecimal(units, power));
  }

  private static long ofDecimal(long units, int power) {
    int exponent = power - MILLIS_POWER;
    if (exponent > LARGEST_POWER_OF_TEN) {
      return 0;
    }
    long factor = 1;
    for (int i = 0; i < Math.abs(exponent); i++) {
      factor *= 10;
    }
    return exponent < 0 ? units * factor : Long.divideUnsigned(units, factor);
  }

  private static long ofBinary(long units, int power) {
    if (power >= Long.SIZE) {
      return 0;
    }
    long seconds = units >>> power;
    long fraction = units - (seconds << power);
    // Bits that make no millisecond are dropped, so that the product has room.
    int kept = Math.min(power, LARGEST_POWER_OF_TWO);
    return seconds * 1000 + (((fraction >>> (power - kept)) * 1000) >>> kept);
  }
}
