// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.format.bytes.BigEndian;
import io.minetrace.net.IpAddress;

/**
 * Finds what an IP packet carries: UDP, TCP, SCTP, or a fragment. One object is reused for all
 * packets of a capture; what it found holds until the next {@link #find}.
 */
final class TransportFinder {

  /** What a packet is. */
  enum Finding {
    /** All that a packet carries; all or the beginning of it was captured. */
    WHOLE,
    /** A fragment of what a packet carried. */
    FRAGMENT,
    /** Anything else, or too little of it to tell. */
    OTHER
  }

  static final int UDP = 17;
  static final int TCP = 6;
  static final int SCTP = 132;

  /** IPv4 addresses are held as ::ffff:a.b.c.d. */
  private static final long IPV4_MAPPED = 0xffff_0000_0000L;

  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;

  private static final int IPV4_MORE_FRAGMENTS = 0x2000;
  private static final int IPV4_FRAGMENT_OFFSET = 0x1fff;
  private static final int IPV6_MORE_FRAGMENTS = 1;
  private static final int IPV6_FRAGMENT_OFFSET = 0xfff8;
  private static final int IPV6_FRAGMENT = 44;
  private static final int EXTENSION_BYTES = 8;

  // Not as values: most packets are asked for one of the two only.
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int protocol;
  private int from;
  private int length;
  private int wholeLength;
  private long fragmentId;
  private int fragmentOffset;
  private boolean isLastFragment;

  /**
   * @param at index of the IP header
   * @param there bytes there, with whatever the link put behind the IP packet
   */
  Finding find(byte[] bytes, int at, int there) {
    if (there < 1) {
      return Finding.OTHER;
    }
    return switch (BigEndian.u8(bytes, at) >>> 4) {
      case 4 -> findInIpv4(bytes, at, there);
      case 6 -> findInIpv6(bytes, at, there);
      default -> Finding.OTHER;
    };
  }

  /**
   * The same for what was put together from fragments: the headers of IPv6 may go on there.
   *
   * @param there bytes there
   * @param whole bytes that should be
   */
  Finding findInReassembled(FragmentedDatagram.Key key, byte[] bytes, int there, int whole) {
    sourceHigh = key.source().high();
    sourceLow = key.source().low();
    destinationHigh = key.destination().high();
    destinationLow = key.destination().low();
    return findTransport(key.protocol(), bytes, 0, there, whole);
  }

  /** The number of the transport; of a fragment, that of the header at the beginning. */
  int protocol() {
    return protocol;
  }

  IpAddress source() {
    return new IpAddress(sourceHigh, sourceLow);
  }

  IpAddress destination() {
    return new IpAddress(destinationHigh, destinationLow);
  }

  /** Index of the first byte of what the packet carries. */
  int from() {
    return from;
  }

  /** Bytes of it that are there. */
  int length() {
    return length;
  }

  /** Bytes of it by the IP header, captured or not. */
  int wholeLength() {
    return wholeLength;
  }

  /** What the fragments of one packet have in common, beside addresses and protocol. */
  long fragmentId() {
    return fragmentId;
  }

  /** Where the fragment belongs. */
  int fragmentOffset() {
    return fragmentOffset;
  }

  boolean isLastFragment() {
    return isLastFragment;
  }

  private Finding findInIpv4(byte[] bytes, int at, int there) {
    if (there < IPV4_HEADER_BYTES) {
      return Finding.OTHER;
    }
    int headerBytes = (BigEndian.u8(bytes, at) & 0xf) * 4;
    if (headerBytes < IPV4_HEADER_BYTES || there < headerBytes) {
      return Finding.OTHER;
    }
    int totalLength = BigEndian.u16(bytes, at + 2);
    // Segmentation offload leaves 0 in packets captured on the sending host.
    int whole = (totalLength == 0 ? there : totalLength) - headerBytes;
    if (whole < 0) {
      return Finding.OTHER;
    }
    sourceHigh = 0;
    sourceLow = IPV4_MAPPED | BigEndian.u32(bytes, at + 12);
    destinationHigh = 0;
    destinationLow = IPV4_MAPPED | BigEndian.u32(bytes, at + 16);
    int header = BigEndian.u8(bytes, at + 9);
    int fragment = BigEndian.u16(bytes, at + 6);
    if ((fragment & (IPV4_MORE_FRAGMENTS | IPV4_FRAGMENT_OFFSET)) == 0) {
      return findTransport(header, bytes, at + headerBytes, there - headerBytes, whole);
    }
    fragmentId = BigEndian.u16(bytes, at + 4);
    fragmentOffset = (fragment & IPV4_FRAGMENT_OFFSET) * 8;
    isLastFragment = (fragment & IPV4_MORE_FRAGMENTS) == 0;
    return found(Finding.FRAGMENT, header, at + headerBytes, there - headerBytes, whole);
  }

  private Finding findInIpv6(byte[] bytes, int at, int there) {
    if (there < IPV6_HEADER_BYTES) {
      return Finding.OTHER;
    }
    sourceHigh = BigEndian.i64(bytes, at + 8);
    sourceLow = BigEndian.i64(bytes, at + 16);
    destinationHigh = BigEndian.i64(bytes, at + 24);
    destinationLow = BigEndian.i64(bytes, at + 32);
    int payload = BigEndian.u16(bytes, at + 4);
    int rest = there - IPV6_HEADER_BYTES;
    int header = BigEndian.u8(bytes, at + 6);
    return findTransport(
        header, bytes, at + IPV6_HEADER_BYTES, rest, payload == 0 ? rest : payload);
  }

  /** Passes over the extension headers of IPv6, which IPv4 has but for authentication not. */
  private Finding findTransport(int first, byte[] bytes, int at, int there, int whole) {
    int header = first;
    int offset = 0;
    while (true) {
      if (header == UDP || header == TCP || header == SCTP) {
        return found(Finding.WHOLE, header, at + offset, there - offset, whole - offset);
      }
      if (Math.min(there, whole) - offset < EXTENSION_BYTES) {
        return Finding.OTHER;
      }
      int next = BigEndian.u8(bytes, at + offset);
      int lengthField = BigEndian.u8(bytes, at + offset + 1);
      switch (header) {
        // Hop-by-hop, routing, destination options, mobility, HIP, shim6: units of 8 bytes.
        case 0, 43, 60, 135, 139, 140 -> offset += (lengthField + 1) * 8;
        // Authentication: units of 4 bytes.
        case 51 -> offset += (lengthField + 2) * 4;
        case IPV6_FRAGMENT -> {
          int fragment = BigEndian.u16(bytes, at + offset + 2);
          fragmentId = BigEndian.u32(bytes, at + offset + 4);
          fragmentOffset = fragment & IPV6_FRAGMENT_OFFSET;
          isLastFragment = (fragment & IPV6_MORE_FRAGMENTS) == 0;
          offset += EXTENSION_BYTES;
          // RFC 6946: a "fragment" that is the whole packet.
          if (fragmentOffset > 0 || !isLastFragment) {
            return found(Finding.FRAGMENT, next, at + offset, there - offset, whole - offset);
          }
        }
        default -> {
          return Finding.OTHER;
        }
      }
      header = next;
    }
  }

  private Finding found(Finding finding, int header, int at, int there, int whole) {
    if (there < 0 || whole < 0) {
      return Finding.OTHER;
    }
    protocol = header;
    from = at;
    length = Math.min(there, whole);
    wholeLength = whole;
    return finding;
  }
}
