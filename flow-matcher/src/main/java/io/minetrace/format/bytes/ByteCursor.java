// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.bytes;

import io.minetrace.flow.MalformedFlowFileException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A place within a bounded run of bytes, in network byte order. No read can pass the end: a decoder
 * that is given a cursor over one set, template or record cannot take a byte of the next one. Owns
 * nothing; the bytes must not change while it is used. Used by one thread.
 */
public final class ByteCursor {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final String file;
  private final long fileOffset;
  private final byte[] bytes;
  private final int start;
  private final int end;
  private int position;

  /**
   * A cursor at the beginning of {@code bytes[from, from + length)}.
   *
   * @param fileOffset where {@code bytes[from]} lies in the file, for messages
   */
  public ByteCursor(String file, long fileOffset, byte[] bytes, int from, int length) {
    Objects.checkFromIndexSize(from, length, bytes.length);
    this.file = file;
    this.fileOffset = fileOffset;
    this.bytes = bytes;
    this.start = from;
    this.end = from + length;
    this.position = from;
  }

  /** The array behind this cursor, for loops that check their range once; read only. */
  public byte[] array() {
    return bytes;
  }

  /** The index in {@link #array()} of the next byte. */
  public int arrayIndex() {
    return position;
  }

  /** Bytes from the start of the file to the next byte. */
  public long offset() {
    return fileOffset + position - start;
  }

  public int remaining() {
    return end - position;
  }

  public boolean hasRemaining() {
    return position < end;
  }

  public int u8(String what) throws MalformedFlowFileException {
    return bytes[take(1, what)] & 0xff;
  }

  public int u16(String what) throws MalformedFlowFileException {
    return (short) SHORT.get(bytes, take(2, what)) & 0xffff;
  }

  public long u32(String what) throws MalformedFlowFileException {
    return (int) INT.get(bytes, take(4, what)) & 0xffff_ffffL;
  }

  public long i64(String what) throws MalformedFlowFileException {
    return (long) LONG.get(bytes, take(8, what));
  }

  /** Passes over bytes. */
  public void skip(int length, String what) throws MalformedFlowFileException {
    take(length, what);
  }

  /** A cursor over the next {@code length} bytes, which this one passes. */
  public ByteCursor slice(int length, String what) throws MalformedFlowFileException {
    long offset = offset();
    return new ByteCursor(file, offset, bytes, take(length, what), length);
  }

  /** An error at the next byte. */
  public MalformedFlowFileException malformed(String problem) {
    return new MalformedFlowFileException(file, offset(), problem);
  }

  /** Checks that {@code length} bytes are left, passes them, and returns the index of the first. */
  private int take(int length, String what) throws MalformedFlowFileException {
    if (length < 0 || length > end - position) {
      throw malformed(what + ": " + (end - position) + " bytes left (expected: " + length + ")");
    }
    int taken = position;
    position += length;
    return taken;
  }
}
