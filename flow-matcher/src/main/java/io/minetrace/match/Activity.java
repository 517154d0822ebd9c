// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowColumn;

/** What the flow's own flags and counters say of the connection; never part of the confidence. */
public enum Activity {
  /** Data went to and fro. */
  ESTABLISHED,
  /** The attempt was answered with a reset. */
  REFUSED,
  /** The attempt was not answered. */
  ATTEMPTED,
  UNKNOWN;

  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int PSH = 0x08;
  private static final int ACK = 0x10;

  /** A refusal is a SYN or two and a reset. */
  private static final long MAX_REFUSED_PACKETS = 3;

  /** More octets a packet than this carry data: a bare TCP segment is 40 to 60. */
  private static final long BARE_PACKET_OCTETS = 60;

  /**
   * The first that holds of the above, in their order.
   *
   * @param tcpFlags the union of flags, or {@link FlowColumn#ABSENT_INT}
   * @param reverseTcpFlags the same of the way back: a biflow has the answer's reset only there
   * @param sampled whether packets are missing by design; absence then means nothing
   */
  static Activity of(
      int tcpFlags,
      int reverseTcpFlags,
      long octets,
      long packets,
      long reverseOctets,
      long reversePackets,
      boolean sampled) {
    int flags = Math.max(tcpFlags, 0) | Math.max(reverseTcpFlags, 0);
    boolean bothWays = packets > 0 && reversePackets > 0;
    if (has(flags, PSH | ACK)
        || (bothWays && average(octets, packets, reverseOctets, reversePackets))) {
      return ESTABLISHED;
    }
    if (sampled) {
      return UNKNOWN;
    }
    if (has(flags, RST) && packets >= 0 && packets <= MAX_REFUSED_PACKETS) {
      return REFUSED;
    }
    if (has(flags, SYN) && !has(flags, ACK) && reversePackets <= 0) {
      return ATTEMPTED;
    }
    return UNKNOWN;
  }

  private static boolean has(int flags, int wanted) {
    return (flags & wanted) == wanted;
  }

  private static boolean average(
      long octets, long packets, long reverseOctets, long reversePackets) {
    return (double) octets + reverseOctets
        > BARE_PACKET_OCTETS * ((double) packets + reversePackets);
  }
}
