// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.bytes;

import java.io.IOException;
import java.util.Objects;

/**
 * The next bytes of an input, seen before they are taken: for formats in which a length may lie, so
 * that the reader has to look at what it would lead to. Reads no further than it is asked to. Used
 * by one thread.
 *
 * <p>{@link #array()} and {@link #index()} hold until the next {@link #ensure}.
 */
public final class Lookahead {

  private final FlowInput input;
  private byte[] buffer = new byte[4096];
  private int position;
  private int limit;

  /** A view from where the input is; nothing else may take bytes of it from now on. */
  public Lookahead(FlowInput input) {
    this.input = input;
  }

  /**
   * Reads until {@code wanted} bytes can be seen or the input ends.
   *
   * @return how many can be seen: less than {@code wanted} only at the end
   */
  public int ensure(int wanted) throws IOException {
    while (limit - position < wanted) {
      if (limit == buffer.length) {
        makeRoom();
      }
      int length = Math.min(wanted - (limit - position), buffer.length - limit);
      int read = input.read(buffer, limit, length);
      limit += read;
      if (read < length) {
        break;
      }
    }
    return limit - position;
  }

  /**
   * Moves the bytes only when more have been taken than are left, so that taking byte by byte stays
   * cheap; doubles the buffer only when half of it is seen: a length that lies costs no more memory
   * than there is input.
   */
  private void makeRoom() {
    int seen = limit - position;
    byte[] roomy = position > buffer.length / 2 ? buffer : new byte[2 * buffer.length];
    System.arraycopy(buffer, position, roomy, 0, seen);
    buffer = roomy;
    position = 0;
    limit = seen;
  }

  /** The array that holds the bytes; read only. */
  public byte[] array() {
    return buffer;
  }

  /** The index in {@link #array()} of the next byte. */
  public int index() {
    return position;
  }

  /** Bytes from the start of the input to the next byte. */
  public long offset() {
    return input.offset() - (limit - position);
  }

  /** Takes bytes that can be seen. */
  public void take(int length) {
    Objects.checkFromIndexSize(0, length, limit - position);
    position += length;
  }

  /** Takes bytes, seen or not; returns how many, less than {@code length} only at the end. */
  public long skip(long length) throws IOException {
    int seen = (int) Math.min(length, limit - position);
    position += seen;
    return seen + input.skip(length - seen);
  }
}
