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
      return behindEtherType(bytes, from, 12, length);
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
      return behindEtherType(bytes, from, 14, length);
    }
  },
  LINUX_SLL2("Linux cooked v2") {
    @Override
    int ipOffset(byte[] bytes, int from, int length) {
      if (length < 2) {
        return NO_IP;
      }
      return isIp(BigEndian.u16(bytes, from)) ? 20 : NO_IP;
    }
  };

  /** The packet is no IP packet. */
  static final int NO_IP = -1;

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;

  private final String displayName;

  LinkType(String displayName) {
    this.displayName = displayName;
  }

  /** The type of a number in a capture file. */
  static Optional<LinkType> ofNumber(int number) {
    return switch (number) {
      case 0 -> Optional.of(NULL);
      case 1 -> Optional.of(ETHERNET);
      // 12 and 14 are what BSD systems write for 101; 228 and 229 allow one IP version only.
      case 12, 14, 101, 228, 229 -> Optional.of(RAW);
      case 108 -> Optional.of(LOOP);
      case 113 -> Optional.of(LINUX_SLL);
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

  /** How far into a packet its IP header begins, or {@link #NO_IP}. */
  abstract int ipOffset(byte[] bytes, int from, int length);

  private static boolean isIp(int etherType) {
    return etherType == IPV4 || etherType == IPV6;
  }

  private static boolean isVlanTag(int etherType) {
    // 802.1Q, 802.1ad, and the QinQ of before the standard.
    return etherType == 0x8100 || etherType == 0x88a8 || etherType == 0x9100;
  }

  /** Passes over any number of VLAN tags. */
  private static int behindEtherType(byte[] bytes, int from, int etherTypeOffset, int length) {
    int offset = etherTypeOffset;
    while (offset + 2 <= length) {
      int etherType = BigEndian.u16(bytes, from + offset);
      if (isIp(etherType)) {
        return offset + 2;
      }
      if (!isVlanTag(etherType)) {
        return NO_IP;
      }
      offset += 4;
    }
    return NO_IP;
  }
}
