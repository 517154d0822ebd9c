// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that fails where more bytes come than were promised, instead of filling the memory with
 * them: a few kilobytes of a zip can inflate to gigabytes. Used by one thread.
 */
final class LimitedInput extends FilterInputStream {

  private final long limit;
  private final String promise;
  private long left;

  /**
   * @param promise completes the message "more than …"
   */
  LimitedInput(InputStream in, long limit, String promise) {
    super(in);
    this.limit = limit;
    this.promise = promise;
    left = limit;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      count(count);
    }
    return count;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long count = super.skip(bytes);
    count(count);
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw new IOException("more than the " + limit + " bytes " + promise);
    }
  }
}
