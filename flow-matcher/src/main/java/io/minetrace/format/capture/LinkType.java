// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.format.bytes.BigEndian;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The link types (tcpdump.org/linktypes.html) in which an IP packet can be found. Each constant
 * knows where.
 */
enum LinkType {
  ETHERNET("Ethernet") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return behindEtherType(bytes, from, 12, 14, length);
    }
  },
  /** BSD loopback: a family in the byte order of whoever wrote it. */
  NULL("BSD loopback") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return 4;
    }
  },
  LOOP("OpenBSD loopback") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return 4;
    }
  },
  RAW("raw IP") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return 0;
    }
  },
  LINUX_SLL("Linux cooked") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return behindEtherType(bytes, from, 14, 16, length);
    }
  },
  LINUX_SLL2("Linux cooked v2") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return behindEtherType(bytes, from, 0, 20, length);
    }
  },
  PPP("PPP") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return behindPppFraming(bytes, from, 0, length);
    }
  },
  /** One byte of direction, then PPP. */
  PPP_WITH_DIRECTION("PPP with direction") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return behindPppFraming(bytes, from, 1, length);
    }
  },
  PPPOE("PPPoE") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return behindPppProtocol(bytes, from, PPPOE_HEADER_BYTES, length);
    }
  },
  CISCO_HDLC("Cisco HDLC") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      return behindEtherType(bytes, from, 2, 4, length);
    }
  };

  /** The packet is no IP packet. */
  static final int NO_IP = -1;

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int PPPOE_SESSION = 0x8864;
  private static final int PPPOE_HEADER_BYTES = 6;

  private final String displayName;

  LinkType(String displayName) {
    this.displayName = displayName;
  }

  /** The type of a number in a capture file. */
  static Optional<LinkType> ofNumber(int number) {
    return switch (number) {
      case 0 -> Optional.of(NULL);
      case 1 -> Optional.of(ETHERNET);
      case 9, 50 -> Optional.of(PPP);
      case 51 -> Optional.of(PPPOE);
      // 12 and 14 are what BSD systems write for 101; 228 and 229 allow one IP version only.
      case 12, 14, 101, 228, 229 -> Optional.of(RAW);
      case 104 -> Optional.of(CISCO_HDLC);
      case 108 -> Optional.of(LOOP);
      case 113 -> Optional.of(LINUX_SLL);
      case 204 -> Optional.of(PPP_WITH_DIRECTION);
      case 276 -> Optional.of(LINUX_SLL2);
      default -> Optional.empty();
    };
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(LinkType::displayName).collect(Collectors.joining(", "));
  }

  String displayName() {
    return displayName;
  }

  /** How far into a packet its IP header begins, or {@link #NO_IP}; it may lie behind the end. */
  abstract int ipOffset(byte[] bytes, int from, int length);

  /**
   * Passes over any number of VLAN tags and MPLS labels.
   *
   * @param typeOffset of the EtherType
   * @param payload offset of what it is the type of
   */
  private static int behindEtherType(
      byte[] bytes, int from, int typeOffset, int payload, int length) {
    int offset = payload;
    int typeAt = typeOffset;
    while (typeAt + 2 <= length && offset <= length) {
      switch (BigEndian.u16(bytes, from + typeAt)) {
        case IPV4, IPV6 -> {
          return offset;
        }
        // 802.1Q, 802.1ad, and the QinQ of before the standard.
        case 0x8100, 0x88a8, 0x9100 -> {
          typeAt = offset + 2;
          offset += 4;
        }
        case 0x8847, 0x8848 -> {
          return behindLabels(bytes, from, offset, length);
        }
        case PPPOE_SESSION -> {
          return behindPppProtocol(bytes, from, offset + PPPOE_HEADER_BYTES, length);
        }
        default -> {
          return NO_IP;
        }
      }
    }
    return NO_IP;
  }

  /** MPLS does not say what it carries: IP has its version in its first four bits. */
  private static int behindLabels(byte[] bytes, int from, int labels, int length) {
    int offset = labels;
    while (offset + 4 <= length) {
      boolean isBottom = (BigEndian.u8(bytes, from + offset + 2) & 1) != 0;
      offset += 4;
      if (isBottom) {
        return offset;
      }
    }
    return NO_IP;
  }

  /** HDLC's address and control may have been left out, or be those of Cisco. */
  private static int behindPppFraming(byte[] bytes, int from, int start, int length) {
    if (length < start + 2) {
      return NO_IP;
    }
    return switch (BigEndian.u16(bytes, from + start)) {
      case 0xff03 -> behindPppProtocol(bytes, from, start + 2, length);
      case 0x0f00, 0x8f00 -> behindEtherType(bytes, from, start + 2, start + 4, length);
      default -> behindPppProtocol(bytes, from, start, length);
    };
  }

  private static int behindPppProtocol(byte[] bytes, int from, int at, int length) {
    if (length < at + 2) {
      return NO_IP;
    }
    // RFC 1661 §6.5: a protocol may be compressed to its lower byte, which is odd.
    boolean isCompressed = (BigEndian.u8(bytes, from + at) & 1) != 0;
    int protocol = isCompressed ? BigEndian.u8(bytes, from + at) : BigEndian.u16(bytes, from + at);
    boolean isIp = protocol == 0x21 || protocol == 0x57;
    return isIp ? at + (isCompressed ? 1 : 2) : NO_IP;
  }
}
