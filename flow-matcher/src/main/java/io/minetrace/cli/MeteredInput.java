// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.format.bytes.BorrowingStream;
import io.minetrace.hash.BackgroundSha256;
import io.minetrace.hash.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A stream whose bytes are counted and, if wanted, hashed on their way to a reader. Closing it
 * reads the rest of a file, so that the hash is that of the whole input; a pipe may never end, so
 * what its reader left is left, and there is no hash.
 */
final class MeteredInput extends FilterInputStream implements BorrowingStream {

  private static final int DRAIN_BYTES = 64 * 1024;

  private final LongAdder total;
  private final Optional<BackgroundSha256> hashing;
  private final Optional<MessageDigest> digest;
  private Optional<String> sha256 = Optional.empty();
  private long bytes;
  private long lent;
  private final Rest rest;
  private Optional<IOException> failure = Optional.empty();
  private boolean ended;
  private boolean closed;

  /** What becomes of the bytes that the reader leaves. */
  enum Rest {
    READ,
    LEAVE
  }

  /**
   * @param total of all inputs, for the progress bar
   */
  MeteredInput(InputStream in, LongAdder total, InputHashing hashing, Rest rest) {
    super(in);
    this.rest = rest;
    this.total = total;
    this.hashing =
        hashing == InputHashing.BESIDE ? Optional.of(new BackgroundSha256()) : Optional.empty();
    this.digest = hashing == InputHashing.INLINE ? Optional.of(Sha256.digest()) : Optional.empty();
  }

  @Override
  public int read() throws IOException {
    failAgain();
    int value = in.read();
    if (value >= 0) {
      count(new byte[] {(byte) value}, 0, 1);
    } else {
      ended = true;
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    failAgain();
    int read = in.read(target, offset, length);
    if (read > 0) {
      count(target, offset, read);
    } else if (read < 0) {
      ended = true;
    }
    return read;
  }

  private void count(byte[] target, int offset, int length) {
    bytes += length;
    total.add(length);
    if (hashing.isPresent()) {
      hashing.get().update(target, offset, length);
    } else if (digest.isPresent()) {
      digest.get().update(target, offset, length);
    }
  }

  @Override
  public int readLent(byte[] target, int offset, int length) throws IOException {
    failAgain();
    int read = readAhead(target, offset, length);
    if (digest.isPresent()) {
      // Read by read, hashed at once, and never lent.
      return read;
    }
    bytes += read;
    total.add(read);
    if (hashing.isPresent()) {
      lent = hashing.get().updateLent(target, offset, read);
    }
    return read;
  }

  /** Reads until all is there, or the end, or a failure, which comes with the next call. */
  private int readAhead(byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int read;
      try {
        read =
            digest.isPresent()
                ? read(target, offset + done, length - done)
                : in.read(target, offset + done, length - done);
      } catch (IOException e) {
        if (done == 0) {
          throw e;
        }
        failure = Optional.of(e);
        return done;
      }
      if (read <= 0) {
        ended = true;
        return done;
      }
      done += read;
    }
    return done;
  }

  private void failAgain() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  @Override
  public long lent() {
    return lent;
  }

  @Override
  public void awaitReturned(long loans) {
    hashing.ifPresent(hash -> hash.awaitHashed(loans));
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, DRAIN_BYTES)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      byte[] left = new byte[DRAIN_BYTES];
      boolean hashes = hashing.isPresent() || digest.isPresent();
      while (hashes && rest == Rest.READ && !ended && failure.isEmpty()) {
        // Counted and hashed on the way; not the value but the end matters.
        int unused = read(left, 0, left.length);
      }
    } finally {
      Optional<String> hash =
          hashing.map(BackgroundSha256::finish).or(() -> digest.map(Sha256::hex));
      // What a read error cut short must not pass for the hash of the file.
      sha256 = ended ? hash : Optional.empty();
      in.close();
    }
  }

  /** Bytes read so far. */
  long bytes() {
    return bytes;
  }

  /** Of the whole input, in hex; only after closing, and empty if it was not hashed to its end. */
  Optional<String> sha256() {
    return sha256;
  }
}
