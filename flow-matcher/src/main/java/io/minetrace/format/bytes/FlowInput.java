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
 *
 * <p>Where the stream fails this input ends, so that what was read before is decoded; whoever
 * reaches the end asks {@link #failure()}.
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
    this.limit = readUntilFailure(buffer, 0, HEAD_BYTES);
    if (limit == 0 && failure.isPresent()) {
      throw failure.get();
    }
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

  /** Why this input ended before it was read to its end, if it did. */
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
          return done + passed(readUntilFailure(target, from + done, length - done));
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
    if (left >= BUFFER_BYTES && stream instanceof BorrowingStream lending && failure.isEmpty()) {
      return done + lent(lending, target, from + done, left);
    }
    return done + read(target, from + done, left);
  }

  private int lent(BorrowingStream lending, byte[] target, int from, int length) {
    int read = 0;
    try {
      read = lending.readLent(target, from, length);
    } catch (IOException e) {
      failure = Optional.of(e);
    }
    passed(read);
    if (read < length) {
      // Tells the end from a failure.
      fill();
    }
    return read;
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

  /** As {@link InputStream#readNBytes}, which does not tell how much it had read. */
  private int readUntilFailure(byte[] target, int from, int length) {
    int done = 0;
    while (done < length) {
      int read = readOnce(target, from + done, length - done);
      if (read <= 0) {
        break;
      }
      done += read;
    }
    return done;
  }

  /** Reads what there is; -1 at the end, and from a failure on: what follows it is elsewhere. */
  private int readOnce(byte[] target, int from, int length) {
    if (failure.isPresent()) {
      return -1;
    }
    try {
      return stream.read(target, from, length);
    } catch (IOException e) {
      failure = Optional.of(e);
      return -1;
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
   * and counted in {@link #offset()}; closing it does nothing. It fails where the input did.
   */
  public InputStream rest() {
    return new Rest();
  }

  /** This input as a stream. */
  private final class Rest extends InputStream {

    @Override
    public int read() throws IOException {
      return isOver() ? -1 : buffer[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (isOver()) {
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
      return isOver() ? 0 : limit - position;
    }

    private boolean isOver() throws IOException {
      boolean isOver = atEnd();
      if (isOver && failure.isPresent()) {
        throw failure.get();
      }
      return isOver;
    }
  }

  /** Whether there is no byte left. */
  public boolean atEnd() throws IOException {
    return position == limit && !fill();
  }

  private boolean fill() {
    bufferOffset += limit;
    position = 0;
    limit = 0;
    if (buffer.length < BUFFER_BYTES) {
      // In steps: most inputs are small, and of a small one there may be thousands.
      buffer = new byte[Math.min(BUFFER_BYTES, GROWTH * buffer.length)];
    }
    // A stream may return 0 only for a zero-length request; -1 is the end.
    limit = Math.max(readOnce(buffer, 0, buffer.length), 0);
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
