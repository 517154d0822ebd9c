// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.export.MessageBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds a pcapng file in memory, block by block. */
final class PcapngBytes {

  static final int SECTION_BYTES = 28;
  static final int INTERFACE_BYTES = 20;

  /** Of the packets, unless told otherwise: 2023-11-14T22:13:20Z. */
  static final long SECONDS = 1_700_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  /** A file with one section, without interfaces. */
  static PcapngBytes of(ByteOrder order) {
    return new PcapngBytes().section(order);
  }

  /** A little-endian file with one interface of raw IP. */
  static PcapngBytes raw() {
    return of(ByteOrder.LITTLE_ENDIAN).linkType(PcapBytes.RAW);
  }

  PcapngBytes section(ByteOrder sectionOrder) {
    order = sectionOrder;
    return block(
        0x0a0d0d0a,
        numbers().putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1));
  }

  PcapngBytes linkType(int number) {
    return linkType(number, numbers());
  }

  /** An interface with options. */
  PcapngBytes linkType(int number, ByteBuffer options) {
    return block(
        1, numbers().putShort((short) number).putShort((short) 0).putInt(0).put(options.flip()));
  }

  /** A packet of an interface with microseconds. */
  PcapngBytes packet(int interfaceNumber, byte[] packet) {
    return packet(interfaceNumber, SECONDS * 1_000_000, packet);
  }

  PcapngBytes packet(int interfaceNumber, long units, byte[] packet) {
    return block(6, body(numbers().putInt(interfaceNumber), units, packet).put(comment().flip()));
  }

  PcapngBytes simplePacket(byte[] packet) {
    return block(3, numbers().putInt(packet.length).put(packet));
  }

  PcapngBytes obsoletePacket(int interfaceNumber, byte[] packet) {
    ByteBuffer body = numbers().putShort((short) interfaceNumber).putShort((short) 9);
    return block(2, body(body, SECONDS * 1_000_000, packet));
  }

  private static ByteBuffer body(ByteBuffer body, long units, byte[] packet) {
    return pad(
        body.putInt((int) (units >>> 32))
            .putInt((int) units)
            .putInt(packet.length)
            .putInt(packet.length)
            .put(packet));
  }

  /** Any block. */
  PcapngBytes block(int type, ByteBuffer body) {
    int length = 12 + pad(body).position();
    bytes.writeBytes(array(numbers().putInt(type).putInt(length)));
    bytes.writeBytes(array(body));
    bytes.writeBytes(array(numbers().putInt(length)));
    return this;
  }

  PcapngBytes garbage(byte[] garbage) {
    bytes.writeBytes(garbage);
    return this;
  }

  /** Room for numbers in the byte order of the section. */
  ByteBuffer numbers() {
    return ByteBuffer.allocate(1 << 16).order(order);
  }

  /** Two options: a comment, and the end. */
  private ByteBuffer comment() {
    return numbers()
        .putShort((short) 1)
        .putShort((short) 3)
        .put(new byte[] {'a', 'b', 'c', 0})
        .putInt(0);
  }

  /** if_tsresol and if_tsoffset. */
  ByteBuffer times(int resolution, long offsetSeconds) {
    return numbers()
        .putShort((short) 9)
        .putShort((short) 1)
        .put(new byte[] {(byte) resolution, 0, 0, 0})
        .putShort((short) 14)
        .putShort((short) 8)
        .putLong(offsetSeconds)
        .putInt(0);
  }

  private static ByteBuffer pad(ByteBuffer body) {
    while (body.position() % 4 != 0) {
      body.put((byte) 0);
    }
    return body;
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] array = new byte[buffer.position()];
    buffer.get(0, array);
    return array;
  }

  int length() {
    return bytes.size();
  }

  byte[] toArray() {
    return bytes.toByteArray();
  }

  static FlowReader open(byte[] file) throws IOException {
    return PcapngReader.open(new FlowInput("test.pcapng", new ByteArrayInputStream(file)));
  }

  /** A packet with a flow, whose times are those of its export. */
  static byte[] flowPacket(int sourcePort) {
    return flowPacket(sourcePort, SECONDS);
  }

  /** The same, exported at some time. */
  static byte[] flowPacket(int sourcePort, long exportSeconds) {
    MessageBytes flow =
        MessageBytes.empty().address("10.0.0.1").address("198.51.100.7").u16(sourcePort);
    return PcapBytes.ipv4Udp(
        MessageBytes.netflowV9(
                0,
                exportSeconds,
                0,
                0,
                MessageBytes.set(0, MessageBytes.template(256, 8, 4, 12, 4, 7, 2)),
                MessageBytes.set(256, flow))
            .toArray());
  }
}
