// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.format.export.MessageBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the IP packets of an exporter at 192.0.2.1 or 2001:db8::1, byte by byte. */
final class IpPackets {

  static final int EXPORTER_PORT = 40_000;
  static final int COLLECTOR_PORT = 4_739;

  static final int SYN = 0x02;
  static final int ACK = 0x10;

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SCTP = 132;

  private IpPackets() {}

  /** An IPv4 packet; {@code fragment} is flags and offset as they stand in the header. */
  static byte[] ipv4(int protocol, int id, int fragment, byte[] payload) {
    MessageBytes header =
        MessageBytes.empty()
            .u16(0x4500)
            .u16(20 + payload.length)
            .u16(id)
            .u16(fragment)
            .u8(64)
            .u8(protocol)
            .u16(0)
            .address("192.0.2.1")
            .address("192.0.2.2");
    return PcapBytes.concat(header.toArray(), payload);
  }

  private static byte[] ipv6(int nextHeader, byte[] payload) {
    MessageBytes header =
        MessageBytes.empty()
            .u32(0x6000_0000L)
            .u16(payload.length)
            .u8(nextHeader)
            .u8(64)
            .address("2001:db8::1")
            .address("2001:db8::2");
    return PcapBytes.concat(header.toArray(), payload);
  }

  /** What one IPv4 packet with this datagram becomes on a link that takes few bytes. */
  static List<byte[]> ipv4Fragments(int id, byte[] datagram, int bytesEach) {
    List<byte[]> fragments = new ArrayList<>();
    for (int at = 0; at < datagram.length; at += bytesEach) {
      int end = Math.min(at + bytesEach, datagram.length);
      int more = end < datagram.length ? 0x2000 : 0;
      fragments.add(ipv4(UDP, id, more | at / 8, Arrays.copyOfRange(datagram, at, end)));
    }
    return fragments;
  }

  /** The same of IPv6, behind the fragment header of which destination options come first. */
  static List<byte[]> ipv6Fragments(long id, byte[] datagram, int bytesEach) {
    byte[] options = MessageBytes.empty().u8(UDP).u8(0).zeros(6).toArray();
    byte[] all = PcapBytes.concat(options, datagram);
    List<byte[]> fragments = new ArrayList<>();
    for (int at = 0; at < all.length; at += bytesEach) {
      int end = Math.min(at + bytesEach, all.length);
      int more = end < all.length ? 1 : 0;
      byte[] header = MessageBytes.empty().u8(60).u8(0).u16(at | more).u32(id).toArray();
      fragments.add(ipv6(44, PcapBytes.concat(header, Arrays.copyOfRange(all, at, end))));
    }
    return fragments;
  }

  /** A UDP datagram with its checksum, to be sent over IPv4. */
  static byte[] udpWithChecksum(byte[] payload) {
    byte[] udp = PcapBytes.udp(payload);
    byte[] pseudo =
        MessageBytes.empty()
            .address("192.0.2.1")
            .address("192.0.2.2")
            .u16(UDP)
            .u16(udp.length)
            .toArray();
    byte[] all = PcapBytes.concat(pseudo, udp);
    long sum = 0;
    for (int i = 0; i < all.length; i++) {
      sum += (long) (all[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    udp[6] = (byte) (~sum >> 8);
    udp[7] = (byte) ~sum;
    return udp;
  }

  /** A segment of the exporter. */
  static byte[] tcp(long sequence, int flags, byte[] payload) {
    return tcp(EXPORTER_PORT, sequence, flags, payload);
  }

  static byte[] tcp(int sourcePort, long sequence, int flags, byte[] payload) {
    MessageBytes header =
        MessageBytes.empty()
            .u16(sourcePort)
            .u16(COLLECTOR_PORT)
            .u32(sequence)
            .u32(1)
            .u8(0x60)
            .u8(flags)
            .u16s(0xffff, 0, 0)
            // An option of 4 bytes: the largest segment.
            .u32(0x0204_05b4L);
    return ipv4(TCP, 77, 0, PcapBytes.concat(header.toArray(), payload));
  }

  /** An SCTP packet of the exporter. */
  static byte[] sctp(long tag, MessageBytes... chunks) {
    MessageBytes packet =
        MessageBytes.empty().u16(EXPORTER_PORT).u16(COLLECTOR_PORT).u32(tag).u32(0);
    for (MessageBytes chunk : chunks) {
      packet.add(chunk);
    }
    return ipv4(SCTP, 77, 0, packet.toArray());
  }

  /** A chunk of data, padded; {@code flags} 2 is the beginning of a message, 1 its end. */
  static MessageBytes data(long number, int stream, int flags, byte[] bytes) {
    MessageBytes chunk =
        MessageBytes.empty()
            .u8(0)
            .u8(flags)
            .u16(16 + bytes.length)
            .u32(number)
            .u16(stream)
            .u16(0)
            .u32(0);
    for (byte b : bytes) {
      chunk.u8(b);
    }
    return chunk.zeros((4 - bytes.length % 4) % 4);
  }

  /** The chunk that begins an association. */
  static MessageBytes init(long number) {
    return MessageBytes.empty().u8(1).u8(0).u16(20).u32(5).u32(65_536).u16s(10, 10).u32(number);
  }
}
