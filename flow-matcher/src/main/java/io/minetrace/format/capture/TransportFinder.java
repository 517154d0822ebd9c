// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.format.bytes.BigEndian;
import io.minetrace.net.IpAddress;

/**
 * Finds the UDP datagram in an IP packet. One object is reused for all packets of a capture; what
 * it found holds until the next {@link #find}.
 */
final class UdpFinder {

  /** What a packet is. */
  enum Finding {
    /** A UDP datagram; all or the beginning of it was captured. */
    DATAGRAM,
    /** The first fragment of a UDP datagram. */
    FIRST_FRAGMENT,
    /** A later fragment of a UDP datagram, whose ports it does not tell. */
    LATER_FRAGMENT,
    /** Anything else, or too little of it to tell. */
    OTHER
  }

  private static final int UDP = 17;
  private static final int UDP_HEADER_BYTES = 8;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;

  private static final int IPV4_MORE_FRAGMENTS = 0x2000;
  private static final int IPV4_FRAGMENT_OFFSET = 0x1fff;
  private static final int IPV6_MORE_FRAGMENTS = 1;
  private static final int IPV6_FRAGMENT_OFFSET = 0xfff8;
  private static final int IPV6_FRAGMENT = 44;
  private static final int EXTENSION_BYTES = 8;

  private IpAddress source = IpAddress.UNSPECIFIED;
  private int sourcePort;
  private int destinationPort;
  private int payloadOffset;
  private int payloadLength;
  private int missingBytes;

  /**
   * @param from index of the IP header
   * @param length bytes there, with whatever the link put behind the IP packet
   */
  Finding find(byte[] bytes, int from, int length) {
    if (length < 1) {
      return Finding.OTHER;
    }
    return switch (BigEndian.u8(bytes, from) >>> 4) {
      case 4 -> findInIpv4(bytes, from, length);
      case 6 -> findInIpv6(bytes, from, length);
      default -> Finding.OTHER;
    };
  }

  IpAddress source() {
    return source;
  }

  int sourcePort() {
    return sourcePort;
  }

  int destinationPort() {
    return destinationPort;
  }

  /** Index of the payload's first byte. */
  int payloadOffset() {
    return payloadOffset;
  }

  /** Bytes of the payload that are there. */
  int payloadLength() {
    return payloadLength;
  }

  /** Bytes of the payload that are not. */
  int missingBytes() {
    return missingBytes;
  }

  private Finding findInIpv4(byte[] bytes, int from, int length) {
    if (length < IPV4_HEADER_BYTES) {
      return Finding.OTHER;
    }
    int headerBytes = (BigEndian.u8(bytes, from) & 0xf) * 4;
    if (headerBytes < IPV4_HEADER_BYTES
        || length < headerBytes
        || BigEndian.u8(bytes, from + 9) != UDP) {
      return Finding.OTHER;
    }
    int fragment = BigEndian.u16(bytes, from + 6);
    int totalLength = BigEndian.u16(bytes, from + 2);
    // Segmentation offload leaves 0 in packets captured on the sending host.
    int packet = totalLength == 0 ? length : Math.min(totalLength, length);
    source = IpAddress.ofIpv4(BigEndian.i32(bytes, from + 12));
    int fragmentOffset = fragment & IPV4_FRAGMENT_OFFSET;
    boolean isWhole = (fragment & (IPV4_MORE_FRAGMENTS | IPV4_FRAGMENT_OFFSET)) == 0;
    return isWhole
        ? findUdp(bytes, from + headerBytes, packet - headerBytes, Finding.DATAGRAM)
        : findInFragment(bytes, from + headerBytes, packet - headerBytes, fragmentOffset);
  }

  private Finding findInIpv6(byte[] bytes, int from, int length) {
    if (length < IPV6_HEADER_BYTES) {
      return Finding.OTHER;
    }
    int payload = BigEndian.u16(bytes, from + 4);
    int packet = payload == 0 ? length : Math.min(IPV6_HEADER_BYTES + payload, length);
    source = new IpAddress(BigEndian.i64(bytes, from + 8), BigEndian.i64(bytes, from + 16));
    int nextHeader = BigEndian.u8(bytes, from + 6);
    int offset = IPV6_HEADER_BYTES;
    while (nextHeader != UDP) {
      if (packet - offset < EXTENSION_BYTES) {
        return Finding.OTHER;
      }
      int header = nextHeader;
      nextHeader = BigEndian.u8(bytes, from + offset);
      int lengthField = BigEndian.u8(bytes, from + offset + 1);
      switch (header) {
        // Hop-by-hop, routing, destination options, mobility, HIP, shim6: units of 8 bytes.
        case 0, 43, 60, 135, 139, 140 -> offset += (lengthField + 1) * 8;
        // Authentication: units of 4 bytes.
        case 51 -> offset += (lengthField + 2) * 4;
        case IPV6_FRAGMENT -> {
          int fragment = BigEndian.u16(bytes, from + offset + 2);
          offset += EXTENSION_BYTES;
          boolean isUdp = nextHeader == UDP;
          if ((fragment & (IPV6_MORE_FRAGMENTS | IPV6_FRAGMENT_OFFSET)) != 0) {
            return isUdp
                ? findInFragment(
                    bytes, from + offset, packet - offset, fragment & IPV6_FRAGMENT_OFFSET)
                : Finding.OTHER;
          }
        }
        default -> {
          return Finding.OTHER;
        }
      }
    }
    return findUdp(bytes, from + offset, packet - offset, Finding.DATAGRAM);
  }

  private Finding findInFragment(byte[] bytes, int from, int length, int fragmentOffset) {
    if (fragmentOffset == 0) {
      return findUdp(bytes, from, length, Finding.FIRST_FRAGMENT);
    }
    return Finding.LATER_FRAGMENT;
  }

  private Finding findUdp(byte[] bytes, int from, int length, Finding found) {
    if (length < UDP_HEADER_BYTES) {
      return Finding.OTHER;
    }
    sourcePort = BigEndian.u16(bytes, from);
    destinationPort = BigEndian.u16(bytes, from + 2);
    int whole = BigEndian.u16(bytes, from + 4) - UDP_HEADER_BYTES;
    if (whole < 0) {
      return Finding.OTHER;
    }
    payloadOffset = from + UDP_HEADER_BYTES;
    payloadLength = Math.min(whole, length - UDP_HEADER_BYTES);
    missingBytes = whole - payloadLength;
    return found;
  }
}
