// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

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
  private Optional<IOException> failure = Optional.empty();

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

  /** Why reading failed, if it did: libraries that read the {@link #rest()} may hide it. */
  public Optional<IOException> failure() {
    return failure;
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
          return done + passed(stream.readNBytes(target, from + done, length - done));
        }
        if (!fill()) {
          break;
        }
      }
      done += copy(target, from + done, length - done);
    }
    return done;
  }

  /**
   * As {@link #read}, for a caller who leaves the bytes as they are until {@link #awaitReturned}
   * has been called with the {@link #lent} of after this call.
   */
  public int readLent(byte[] target, int from, int length) throws IOException {
    int done = copy(target, from, length);
    int left = length - done;
    if (left >= BUFFER_BYTES && stream instanceof BorrowingStream lending) {
      return done + passed(lending.readLent(target, from + done, left));
    }
    return done + read(target, from + done, left);
  }

  /** How often bytes were lent so far. */
  public long lent() {
    return stream instanceof BorrowingStream lending ? lending.lent() : 0;
  }

  /** Waits until this many loans are over. */
  public void awaitReturned(long loans) {
    if (stream instanceof BorrowingStream lending) {
      lending.awaitReturned(loans);
    }
  }

  /** Moves on over bytes that were read past the buffer, which is empty. */
  private int passed(int read) {
    bufferOffset += limit + (long) read;
    position = 0;
    limit = 0;
    return read;
  }

  /** Takes what the buffer has. */
  private int copy(byte[] target, int from, int length) {
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, from, count);
    position += count;
    return count;
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

  /**
   * What is left, for libraries that read streams. Every byte read there is taken from this input
   * and counted in {@link #offset()}; closing it does nothing.
   */
  public InputStream rest() {
    return new Rest();
  }

  /** This input as a stream. */
  private final class Rest extends InputStream {

    @Override
    public int read() throws IOException {
      return atEnd() ? -1 : buffer[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (atEnd()) {
        return -1;
      }
      int count = Math.min(length, limit - position);
      System.arraycopy(buffer, position, target, from, count);
      position += count;
      return count;
    }

    /** 0 at the end only, where some libraries ask whether anything follows. */
    @Override
    public int available() throws IOException {
      return atEnd() ? 0 : limit - position;
    }
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
    int read;
    try {
      read = stream.read(buffer, 0, buffer.length);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
    // A stream may return 0 only for a zero-length request; -1 is the end.
    limit = Math.max(read, 0);
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
