// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.net.IpAddress;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Builds export messages byte by byte; numbers in network order. */
public final class MessageBytes {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public static MessageBytes empty() {
    return new MessageBytes();
  }

  /** A NetFlow v5 header. */
  public static MessageBytes netflowV5(
      int count, long sysUptime, long seconds, long nanoseconds, long sequence, int sampling) {
    return empty()
        .u16(5)
        .u16(count)
        .u32(sysUptime)
        .u32(seconds)
        .u32(nanoseconds)
        .u32(sequence)
        .u8(1)
        .u8(2)
        .u16(sampling);
  }

  /** A NetFlow v9 message with its sets. */
  public static MessageBytes netflowV9(
      long sysUptime, long seconds, long sequence, long sourceId, MessageBytes... sets) {
    MessageBytes message =
        empty().u16(9).u16(sets.length).u32(sysUptime).u32(seconds).u32(sequence).u32(sourceId);
    for (MessageBytes set : sets) {
      message.add(set);
    }
    return message;
  }

  /** An IPFIX message with its sets. */
  public static MessageBytes ipfix(long seconds, long sequence, long domain, MessageBytes... sets) {
    MessageBytes body = empty();
    for (MessageBytes set : sets) {
      body.add(set);
    }
    return empty().u16(10).u16(16 + body.length()).u32(seconds).u32(sequence).u32(domain).add(body);
  }

  /** A set with its header. */
  public static MessageBytes set(int id, MessageBytes... contents) {
    MessageBytes body = empty();
    for (MessageBytes content : contents) {
      body.add(content);
    }
    return empty().u16(id).u16(4 + body.length()).add(body);
  }

  /** A template: element and length in turn. */
  public static MessageBytes template(int id, int... elementsAndLengths) {
    return empty().u16(id).u16(elementsAndLengths.length / 2).u16s(elementsAndLengths);
  }

  public MessageBytes u8(int value) {
    bytes.write(value);
    return this;
  }

  public MessageBytes u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  public MessageBytes u16s(int... values) {
    for (int value : values) {
      u16(value);
    }
    return this;
  }

  public MessageBytes u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  public MessageBytes u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  public MessageBytes address(String text) {
    bytes.writeBytes(IpAddress.parse(text).toBytes());
    return this;
  }

  public MessageBytes hex(String text) {
    bytes.writeBytes(HexFormat.of().parseHex(text.replace(" ", "")));
    return this;
  }

  public MessageBytes zeros(int count) {
    bytes.writeBytes(new byte[count]);
    return this;
  }

  public MessageBytes add(MessageBytes other) {
    bytes.writeBytes(other.toArray());
    return this;
  }

  public int length() {
    return bytes.size();
  }

  public byte[] toArray() {
    return bytes.toByteArray();
  }
}
