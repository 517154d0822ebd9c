// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.io.ByteArrayOutputStream;

/**
 * When each of many visits started and ended, in some six bytes a visit: what the catalog keeps of
 * observations that found the same as those around them.
 *
 * <pre>
 *   u8 version = 1
 *   visits  each: varint zigzag(started - started of the visit before; of the first: - 0)
 *                 varint zigzag(ended - started)
 *   varint: seven bits a byte, the least first, the highest bit set on all bytes but the last
 * </pre>
 */
public final class VisitTimes {

  private static final byte VERSION = 1;
  private static final int LONGEST_VARINT = 10;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long last;

  /** Times of no visit yet. */
  public VisitTimes() {
    bytes.write(VERSION);
  }

  /** Adds a visit; fewest bytes where they come in order. */
  public void add(long startedAt, long endedAt) {
    put(startedAt - last);
    put(endedAt - startedAt);
    last = startedAt;
  }

  private void put(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /** How many bytes the visits added so far take. */
  public int length() {
    return bytes.size();
  }

  /** As they are stored. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Takes visits one by one. */
  @FunctionalInterface
  public interface Reader {
    void read(long startedAt, long endedAt);
  }

  /**
   * Reads what {@link #toBytes} has made.
   *
   * @throws IllegalArgumentException if the bytes are none of it
   */
  public static void read(byte[] bytes, Reader reader) {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new IllegalArgumentException(
          "times of visits: version "
              + (bytes.length == 0 ? "missing" : bytes[0])
              + " (expected: "
              + VERSION
              + ")");
    }
    Cursor cursor = new Cursor(bytes);
    long started = 0;
    while (cursor.at < bytes.length) {
      started += cursor.next();
      reader.read(started, started + cursor.next());
    }
  }

  private static final class Cursor {

    private final byte[] bytes;
    private int at = 1;

    Cursor(byte[] bytes) {
      this.bytes = bytes;
    }

    long next() {
      long value = 0;
      for (int i = 0; i < LONGEST_VARINT && at < bytes.length; i++) {
        byte part = bytes[at++];
        value |= (part & 0x7fL) << (7 * i);
        if (part >= 0) {
          return (value >>> 1) ^ -(value & 1);
        }
      }
      throw new IllegalArgumentException("times of visits: cut or damaged at byte " + at);
    }
  }
}
