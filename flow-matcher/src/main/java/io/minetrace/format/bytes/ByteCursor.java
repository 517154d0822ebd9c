// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.bytes;

import io.minetrace.flow.MalformedFlowFileException;
import java.util.Objects;

/**
 * A place within a bounded run of bytes, in network byte order. No read can pass the end: a decoder
 * that is given a cursor over one set, template or record cannot take a byte of the next one. Owns
 * nothing; the bytes must not change while it is used. Used by one thread.
 */
public final class ByteCursor {

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
    return BigEndian.u8(bytes, take(1, what));
  }

  public int u16(String what) throws MalformedFlowFileException {
    return BigEndian.u16(bytes, take(2, what));
  }

  public long u32(String what) throws MalformedFlowFileException {
    return BigEndian.u32(bytes, take(4, what));
  }

  public long i64(String what) throws MalformedFlowFileException {
    return BigEndian.i64(bytes, take(8, what));
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

  /** As {@link #slice}, of bytes that are known to be there. */
  public ByteCursor take(int length) {
    ByteCursor taken = head(length);
    position += length;
    return taken;
  }

  /** Another cursor at the same place with the same end. */
  public ByteCursor copy() {
    return new ByteCursor(file, offset(), bytes, position, end - position);
  }

  /** Another cursor over no more than the next {@code length} bytes, which this one keeps. */
  public ByteCursor head(int length) {
    Objects.checkFromIndexSize(0, length, remaining());
    return new ByteCursor(file, offset(), bytes, position, length);
  }

  /** Whether all bytes that are left are 0, as padding should be. */
  public boolean isZero() {
    for (int i = position; i < end; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
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
