// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.export.MessageBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Builds a pcap file in memory; little-endian with microseconds unless told otherwise. */
final class PcapBytes {

  static final int FILE_HEADER_BYTES = 24;
  static final int PACKET_HEADER_BYTES = 16;
  static final int IPV4_UDP_HEADER_BYTES = 28;
  static final int RAW = 101;

  /** Byte order and precision of a file. */
  enum Kind {
    LITTLE_MICROSECONDS(0xd4c3b2a1, true),
    BIG_MICROSECONDS(0xa1b2c3d4, false),
    LITTLE_NANOSECONDS(0x4d3cb2a1, true),
    BIG_NANOSECONDS(0xa1b23c4d, false);

    private final int magic;
    private final boolean littleEndian;

    Kind(int magic, boolean littleEndian) {
      this.magic = magic;
      this.littleEndian = littleEndian;
    }
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Kind kind;

  PcapBytes(Kind kind, int linkType) {
    this.kind = kind;
    bytes.writeBytes(MessageBytes.empty().u32(kind.magic).toArray());
    u32((4 << 16) | 2);
    u32(0);
    u32(0);
    u32(262_144);
    u32(linkType);
  }

  /** A file of raw IP packets. */
  static PcapBytes raw() {
    return new PcapBytes(Kind.LITTLE_MICROSECONDS, RAW);
  }

  /** A file of UDP datagrams with these payloads, in raw IPv4 packets. */
  static PcapBytes ofPayloads(byte[]... payloads) {
    PcapBytes pcap = raw();
    for (byte[] payload : payloads) {
      pcap.packet(ipv4Udp(payload));
    }
    return pcap;
  }

  /** An IPv4 packet with a UDP datagram. */
  static byte[] ipv4Udp(byte[] payload) {
    return ipv4(0, udp(payload));
  }

  /**
   * An IPv4 packet.
   *
   * @param fragment flags and offset
   */
  static byte[] ipv4(int fragment, byte[] udp) {
    MessageBytes packet =
        MessageBytes.empty()
            .u16(0x4500)
            .u16(20 + udp.length)
            .u16(77)
            .u16(fragment)
            .u8(64)
            .u8(17)
            .u16(0)
            .address("192.0.2.1")
            .address("192.0.2.2");
    return concat(packet.toArray(), udp);
  }

  /** An IPv6 packet, with a hop-by-hop and a destination options header. */
  static byte[] ipv6Udp(byte[] payload) {
    MessageBytes extensions = MessageBytes.empty().u8(60).u8(0).zeros(6).u8(17).u8(1).zeros(14);
    byte[] rest = concat(extensions.toArray(), udp(payload));
    MessageBytes header =
        MessageBytes.empty()
            .u32(0x6000_0000L)
            .u16(rest.length)
            .u8(0)
            .u8(64)
            .address("2001:db8::1")
            .address("2001:db8::2");
    return concat(header.toArray(), rest);
  }

  /** A UDP datagram from port 30000 to 2055. */
  static byte[] udp(byte[] payload) {
    byte[] header = MessageBytes.empty().u16s(30_000, 2_055, 8 + payload.length, 0).toArray();
    return concat(header, payload);
  }

  static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  /** Adds a packet, captured whole. */
  PcapBytes packet(byte[] packet) {
    return packet(packet, packet.length);
  }

  /** Adds a packet of which only the first bytes were captured. */
  PcapBytes packet(byte[] packet, int captured) {
    return packet(1_700_000_000L, packet, captured);
  }

  /** Adds a packet, captured whole then. */
  PcapBytes packetAt(long seconds, byte[] packet) {
    return packet(seconds, packet, packet.length);
  }

  private PcapBytes packet(long seconds, byte[] packet, int captured) {
    u32(seconds);
    u32(0);
    u32(captured);
    u32(packet.length);
    bytes.write(packet, 0, captured);
    return this;
  }

  /** Adds bytes as they are. */
  PcapBytes bytes(byte[] some) {
    bytes.writeBytes(some);
    return this;
  }

  PcapBytes u32(long value) {
    int inOrder = kind.littleEndian ? Integer.reverseBytes((int) value) : (int) value;
    bytes.writeBytes(MessageBytes.empty().u32(inOrder).toArray());
    return this;
  }

  byte[] toArray() {
    return bytes.toByteArray();
  }

  FlowReader open() throws IOException {
    return open(toArray());
  }

  static FlowReader open(byte[] file) throws IOException {
    return PcapReader.open(new FlowInput("test.pcap", new ByteArrayInputStream(file)));
  }
}
