// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of one input, front to back, with its name and the offset reached. Never rewinds, so a
 * pipe or an object store serves as well as a file; {@link #head()} shows the first bytes before
 * any is taken. Used by one thread.
 */
public final class FlowInput implements Closeable {

  /** How many first bytes {@link #head()} shows: enough to tell every format from the others. */
  public static final int HEAD_BYTES = 4096;

  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int GROWTH = 8;

  private final String name;
  private final InputStream stream;
  private byte[] buffer = new byte[HEAD_BYTES];
  private int position;
  private int limit;
  private long bufferOffset;

  /**
   * @param name as the user gave it; begins every error message
   * @param stream closed with this input
   * @throws IOException if not even the first bytes can be read; the stream is then left open
   */
  public FlowInput(String name, InputStream stream) throws IOException {
    this.name = name;
    this.stream = stream;
    this.limit = stream.readNBytes(buffer, 0, HEAD_BYTES);
  }

  public String name() {
    return name;
  }

  /**
   * A copy of the first {@link #HEAD_BYTES} bytes, or all if there are fewer. Before reading only.
   */
  public byte[] head() {
    if (offset() != 0) {
      throw new IllegalStateException(name + ": already read to " + offset());
    }
    return Arrays.copyOf(buffer, limit);
  }

  /** Bytes taken so far. */
  public long offset() {
    return bufferOffset + position;
  }

  /**
   * Reads until {@code length} bytes are there or the input ends.
   *
   * @return how many were read, less than {@code length} only at the end
   */
  public int read(byte[] target, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (position == limit) {
        if (length - done >= BUFFER_BYTES) {
          // Large blocks go straight to their place, without a copy.
          int read = stream.readNBytes(target, from + done, length - done);
          bufferOffset += limit + (long) read;
          position = 0;
          limit = 0;
          return done + read;
        }
        if (!fill()) {
          break;
        }
      }
      int count = Math.min(length - done, limit - position);
      System.arraycopy(buffer, position, target, from + done, count);
      position += count;
      done += count;
    }
    return done;
  }

  /**
   * Passes over bytes.
   *
   * @return how many, less than {@code length} only at the end
   */
  public long skip(long length) throws IOException {
    long done = 0;
    while (done < length && (position < limit || fill())) {
      int count = (int) Math.min(length - done, limit - position);
      position += count;
      done += count;
    }
    return done;
  }

  /** Whether there is no byte left. */
  public boolean atEnd() throws IOException {
    return position == limit && !fill();
  }

  private boolean fill() throws IOException {
    bufferOffset += limit;
    position = 0;
    limit = 0;
    if (buffer.length < BUFFER_BYTES) {
      // In steps: most inputs are small, and of a small one there may be thousands.
      buffer = new byte[Math.min(BUFFER_BYTES, GROWTH * buffer.length)];
    }
    int read = stream.read(buffer, 0, buffer.length);
    // A stream may return 0 only for a zero-length request; -1 is the end.
    limit = Math.max(read, 0);
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
