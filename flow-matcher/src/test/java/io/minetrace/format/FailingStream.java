// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The first bytes of something, on a disk that cannot read the others. */
final class FailingStream extends InputStream {

  static final String MESSAGE = "Input/output error";

  /** What such a disk says. */
  static final class Failure extends IOException {
    private static final long serialVersionUID = 1;

    Failure() {
      super(MESSAGE);
    }
  }

  private final ByteArrayInputStream readable;

  FailingStream(byte[] bytes, int readable) {
    this.readable = new ByteArrayInputStream(Arrays.copyOf(bytes, readable));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    read(one, 0, 1);
    return one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int read = readable.read(target, from, length);
    if (read < 0) {
      throw new Failure();
    }
    return read;
  }
}
