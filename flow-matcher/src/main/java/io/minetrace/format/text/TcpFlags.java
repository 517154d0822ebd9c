// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

/** The ways in which tools write the union of TCP flags. */
final class TcpFlags {

  /** Stands for text that is none of them. */
  static final long NONE = -1;

  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int ACK = 0x10;

  /** Bit by bit, from FIN up. */
  private static final String LETTERS = "FSRPAUEC";

  private static final String[] NAMES = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

  private TcpFlags() {}

  /** Letters in any order with fillers between ({@code ...AP.SF}), a number, or {@code 0x1b}. */
  static long read(byte[] bytes, int from, int to) {
    if (Digits.isDigit(bytes[from])) {
      boolean hex = to - from > 2 && bytes[from + 1] == 'x';
      return hex ? Digits.hex(bytes, from + 2, to) : Digits.decimal(bytes, from, to);
    }
    long flags = 0;
    for (int i = from; i < to; i++) {
      int bit = LETTERS.indexOf(bytes[i]);
      if (bit >= 0) {
        flags |= 1L << bit;
      } else if (bytes[i] != '.' && bytes[i] != ' ' && bytes[i] != '-' && bytes[i] != '*') {
        return name(bytes, from, to);
      }
    }
    return flags;
  }

  private static long name(byte[] bytes, int from, int to) {
    for (int bit = 0; bit < NAMES.length; bit++) {
      if (Ascii.is(bytes, from, to, NAMES[bit])) {
        return 1L << bit;
      }
    }
    return NONE;
  }

  /**
   * The flags that a connection history of Zeek proves for one side: S a SYN, H a SYN with ACK, A a
   * bare ACK, F a FIN, R a RST; upper case for the originator. D, data, says nothing of flags.
   *
   * @param base {@code 'A'} for the originator, {@code 'a'} for the responder
   */
  static long history(byte[] bytes, int from, int to, char base) {
    int flags = 0;
    for (int i = from; i < to; i++) {
      flags |=
          switch (bytes[i] - base) {
            case 'S' - 'A' -> SYN;
            case 'H' - 'A' -> SYN | ACK;
            case 'A' - 'A' -> ACK;
            case 'F' - 'A' -> FIN;
            case 'R' - 'A' -> RST;
            default -> 0;
          };
    }
    return flags;
  }
}
