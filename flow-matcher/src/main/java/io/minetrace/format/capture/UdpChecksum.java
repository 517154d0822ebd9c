// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.format.bytes.BigEndian;
import io.minetrace.net.IpAddress;

/**
 * Whether a datagram put together from fragments is one that was sent (RFC 768): to be asked where
 * fragments contradict each other. Elsewhere it is not asked, for captures on the sending host have
 * checksums that the network card was to fill in.
 */
final class UdpChecksum {

  private static final int CHECKSUM_OFFSET = 6;
  private static final int UDP_HEADER_BYTES = 8;

  private UdpChecksum() {}

  /** False also for a transport other than UDP, and for datagrams without a checksum. */
  static boolean isRight(FragmentedDatagram datagram) {
    byte[] bytes = datagram.bytes();
    int length = datagram.length();
    if (datagram.key().protocol() != TransportFinder.UDP
        || length < UDP_HEADER_BYTES
        || BigEndian.u16(bytes, CHECKSUM_OFFSET) == 0) {
      return false;
    }
    long sum = (long) TransportFinder.UDP + length;
    sum += words(datagram.key().source()) + words(datagram.key().destination());
    for (int i = 0; i + 1 < length; i += 2) {
      sum += BigEndian.u16(bytes, i);
    }
    if (length % 2 == 1) {
      sum += BigEndian.u8(bytes, length - 1) << 8;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum == 0xffff;
  }

  private static long words(IpAddress address) {
    byte[] bytes = address.toBytes();
    long sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      sum += BigEndian.u16(bytes, i);
    }
    return sum;
  }
}
