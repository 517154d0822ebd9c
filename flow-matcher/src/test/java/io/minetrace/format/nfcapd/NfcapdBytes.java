// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Builds nfcapd files of all layouts in memory, in either byte order. */
final class NfcapdBytes {

  static final long START = 1_777_700_000_123L;
  static final long END = 1_777_700_060_456L;

  private final ByteOrder order;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  NfcapdBytes(ByteOrder order) {
    this.order = order;
  }

  private NfcapdBytes number(long value, int width) {
    for (int i = 0; i < width; i++) {
      int place = order == ByteOrder.LITTLE_ENDIAN ? i : width - 1 - i;
      bytes.write((int) (value >>> (8 * place)));
    }
    return this;
  }

  NfcapdBytes u8(int... values) {
    Arrays.stream(values).forEach(bytes::write);
    return this;
  }

  NfcapdBytes u16(int... values) {
    Arrays.stream(values).forEach(value -> number(value, 2));
    return this;
  }

  NfcapdBytes u32(long... values) {
    Arrays.stream(values).forEach(value -> number(value, 4));
    return this;
  }

  NfcapdBytes u64(long... values) {
    Arrays.stream(values).forEach(value -> number(value, 8));
    return this;
  }

  NfcapdBytes zeros(int count) {
    bytes.writeBytes(new byte[count]);
    return this;
  }

  NfcapdBytes add(byte[]... parts) {
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return this;
  }

  byte[] toArray() {
    return bytes.toByteArray();
  }

  /** An empty one of the same order. */
  NfcapdBytes fresh() {
    return new NfcapdBytes(order);
  }

  /** A record of a type around its contents. */
  byte[] record(int type, byte[] contents) {
    return fresh().u16(type, 4 + contents.length).add(contents).toArray();
  }

  /** A block of layout 1 or 2. */
  byte[] block(int type, byte[]... records) {
    byte[] data = fresh().add(records).toArray();
    return fresh().u32(records.length, data.length).u16(type, 0).add(data).toArray();
  }

  /** A file of layout 1, uncompressed. */
  byte[] layout1(byte[]... blocks) {
    return fresh()
        .u16(0xA50C, 1)
        .u32(0, blocks.length)
        .add("here".getBytes(StandardCharsets.US_ASCII))
        .zeros(124)
        .u64(42)
        .zeros(128)
        .add(blocks)
        .toArray();
  }

  /** A file of layout 2, uncompressed. */
  byte[] layout2(byte[]... blocks) {
    return fresh()
        .u16(0xA50C, 2)
        .u32(0xF1070100L)
        .u64(1_777_700_000L)
        .u8(0, 0)
        .u16(0)
        .u32(1)
        .u64(0)
        .u32(0, blocks.length)
        .add(blocks)
        .toArray();
  }

  /** An extension map of layout 1. */
  byte[] map(int id, int... extensions) {
    NfcapdBytes contents = fresh().u16(id, 0).u16(extensions).u16(0);
    if (extensions.length % 2 == 0) {
      contents.u16(0);
    }
    return record(2, contents.toArray());
  }

  /**
   * A flow of layout 1 from 10.0.0.1 to 192.0.2.20 with 32-bit counters.
   *
   * @param type 1 or 10
   */
  byte[] common(int type, int flags, int map, int sourcePort, byte[] extensions) {
    NfcapdBytes contents =
        commonHeader(type, flags, map, sourcePort).u32(0x0A000001, 0xC0000214L).u32(7, 700);
    return record(type, contents.add(extensions).toArray());
  }

  /** The part of a flow of layout 1 before its addresses; exporter 3. */
  NfcapdBytes commonHeader(int type, int flags, int map, int sourcePort) {
    NfcapdBytes contents = fresh();
    contents.u8(flags, type == 1 ? 3 : 9).u16(map);
    contents.u16((int) (START % 1000), (int) (END % 1000)).u32(START / 1000, END / 1000);
    contents.u8(0, 0x1b, 6, 0).u16(sourcePort, 3333);
    return type == 1 ? contents : contents.u16(3).u8(0, 0);
  }

  /** An exporter, as nfdump up to 1.7.7 writes it: number 3, 192.0.2.1, domain 77. */
  byte[] exporter() {
    NfcapdBytes contents = fresh().u32(9).u64(0, 0xC0000201L).u16(2, 3).u32(77);
    return record(7, contents.toArray());
  }

  /** A flow of layout 2 with genericFlow and IPv4 addresses, of exporter 3. */
  byte[] flow(int sourcePort, byte[]... elements) {
    NfcapdBytes contents = fresh().u16(2 + elements.length).u8(0, 0).u16(3).u8(0, 9);
    contents.add(generic(1, sourcePort), element(2, fresh().u32(0x0A000001, 0xC0000214L)));
    return record(11, contents.add(elements).toArray());
  }

  private byte[] generic(int id, int sourcePort) {
    return element(id, genericData(sourcePort));
  }

  private NfcapdBytes genericData(int sourcePort) {
    return fresh().u64(START, END, 0, 7, 700).u16(sourcePort, 3333).u8(6, 0x1b, 0, 0);
  }

  /** An element of layout 2. */
  byte[] element(int id, NfcapdBytes data) {
    byte[] contents = data.toArray();
    return fresh().u16(id, 4 + contents.length).add(contents).toArray();
  }

  /** A flow of layout 3 of exporter 3 with the further extensions, in the order of their ids. */
  byte[] offsetFlow(int sourcePort, List<Extension> further) {
    NfcapdBytes data = fresh();
    long bits = 0b110;
    int from = 24 + 2 * (2 + further.size());
    int fill = -from & 7;
    NfcapdBytes offsets = fresh();
    offsets.u16(from + fill);
    data.zeros(fill).add(genericData(sourcePort).toArray());
    offsets.u16(from + data.bytes.size());
    data.u32(0x0A000001, 0xC0000214L);
    for (Extension extension : further) {
      bits |= 1L << extension.id();
      offsets.u16(from + data.bytes.size());
      byte[] contents = extension.data().toArray();
      data.add(contents).zeros(-contents.length & 7);
    }
    NfcapdBytes contents = fresh().u16(2 + further.size(), 0).u32(3).u8(0, 0, 9, 0).u64(bits);
    return record(16, contents.add(offsets.toArray(), data.toArray()).toArray());
  }

  /** An extension of layout 3. */
  record Extension(int id, NfcapdBytes data) {}

  /** A block of layout 3, uncompressed. */
  byte[] longBlock(int type, byte[] data) {
    int size = 24 + data.length;
    return fresh().u32(type, size, size).u16(1, 0).u64(0).add(data).toArray();
  }

  /** A block of flows of layout 3. */
  byte[] flowBlock(byte[]... records) {
    return longBlock(1, fresh().u32(records.length, 0).u64(0, START, END).add(records).toArray());
  }

  /** A block of layout 3 with exporter 3, 192.0.2.1, domain 77, and one of its samplers. */
  byte[] exporterBlock(long sampler, int packets, int space) {
    NfcapdBytes contents = fresh();
    // Addresses are in network order whatever the writer's.
    contents.zeros(10).u8(0xff, 0xff, 192, 0, 2, 1).u32(9, 77, 3).u64(1, 1).u32(0).u16(1, 1);
    contents.u64(sampler).u32(packets, space, 0).u16(0, 0);
    return longBlock(7, fresh().u32(1, 0).add(record(17, contents.toArray())).toArray());
  }

  /** A file of layout 3, with the directory and footer that a closed one has. */
  byte[] layout3(int flags, byte[]... blocks) {
    byte[] body = fresh().add(blocks).toArray();
    NfcapdBytes directory = fresh().u32(0xB10CB10CL, blocks.length);
    long offset = 48;
    for (byte[] block : blocks) {
      directory.u32(1, block.length).u64(offset);
      offset += block.length;
    }
    int directoryBytes = 8 + 16 * blocks.length;
    return fresh()
        .u16(0xA50C, 3)
        .u32(0xF1080000L)
        .u64(1_777_700_000L)
        .u16(1, 1)
        .u32(flags, 4 << 20, directoryBytes)
        .u64(offset, 0)
        .add(body, directory.toArray())
        .u32(0xA50F, directoryBytes)
        .u64(offset, 0)
        .zeros(32)
        .toArray();
  }
}
