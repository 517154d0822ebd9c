// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Fails where a line does not end, instead of filling the memory with it. A line end within quotes
 * ends no line of CSV.
 */
final class LimitedLines extends FilterInputStream {

  private final int most;
  private int length;
  private boolean quoted;

  /**
   * @param most bytes of a line
   */
  LimitedLines(InputStream in, int most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int got = super.read(bytes, offset, count);
    for (int i = 0; i < got; i++) {
      byte b = bytes[offset + i];
      quoted ^= b == '"';
      length = b == '\n' && !quoted ? 0 : length + 1;
      if (length > most) {
        throw new IOException("a line of more than " + most + " bytes");
      }
    }
    return got;
  }
}
