// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.hash.BackgroundSha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A stream whose bytes are counted and, if wanted, hashed on their way to a reader. Closing it
 * reads the rest, so that the hash is that of the whole input.
 */
final class MeteredInput extends FilterInputStream {

  private static final int DRAIN_BYTES = 64 * 1024;

  private final LongAdder total;
  private final Optional<BackgroundSha256> hashing;
  private Optional<String> sha256 = Optional.empty();
  private long bytes;
  private boolean closed;

  /**
   * @param total of all inputs, for the progress bar
   */
  MeteredInput(InputStream in, LongAdder total, InputHashing hashing) {
    super(in);
    this.total = total;
    this.hashing =
        hashing == InputHashing.ON ? Optional.of(new BackgroundSha256()) : Optional.empty();
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      count(new byte[] {(byte) value}, 0, 1);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read > 0) {
      count(target, offset, read);
    }
    return read;
  }

  private void count(byte[] target, int offset, int length) {
    bytes += length;
    total.add(length);
    if (hashing.isPresent()) {
      hashing.get().update(target, offset, length);
    }
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
      byte[] rest = new byte[DRAIN_BYTES];
      while (hashing.isPresent() && read(rest, 0, rest.length) >= 0) {
        // Counted and hashed on the way.
      }
    } finally {
      sha256 = hashing.map(BackgroundSha256::finish);
      in.close();
    }
  }

  /** Bytes read so far. */
  long bytes() {
    return bytes;
  }

  /** Of the whole input, in hex; only after closing, and empty if it was not hashed. */
  Optional<String> sha256() {
    return sha256;
  }
}
