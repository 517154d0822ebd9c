// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unsigned numbers in network byte order at an index of an array, for loops that have checked their
 * range; elsewhere a {@link ByteCursor} reads. Outside the array is an {@link
 * IndexOutOfBoundsException}, which no input may cause.
 */
public final class BigEndian {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  public static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  public static int u16(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xffff;
  }

  public static int i32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  public static long u32(byte[] bytes, int at) {
    return i32(bytes, at) & 0xffff_ffffL;
  }

  public static long i64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /**
   * A number of 1 to 8 bytes: RFC 7011 §6.2 lets an exporter leave out leading zero bytes.
   *
   * @return negative for 8 bytes with the top bit set; 0 for no bytes
   */
  public static long unsigned(byte[] bytes, int at, int width) {
    return switch (width) {
      case 1 -> u8(bytes, at);
      case 2 -> u16(bytes, at);
      case 4 -> u32(bytes, at);
      case 8 -> i64(bytes, at);
      default -> {
        long value = 0;
        for (int i = 0; i < width; i++) {
          value = value << 8 | (bytes[at + i] & 0xff);
        }
        yield value;
      }
    };
  }
}
