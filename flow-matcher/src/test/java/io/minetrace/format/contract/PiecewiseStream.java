// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.contract;

import java.io.ByteArrayInputStream;
import java.util.function.IntSupplier;

/** Gives bytes in pieces of chosen sizes, as a pipe or a socket may. */
final class PiecewiseStream extends ByteArrayInputStream {

  private final IntSupplier sizes;

  PiecewiseStream(byte[] bytes, IntSupplier sizes) {
    super(bytes);
    this.sizes = sizes;
  }

  @Override
  public synchronized int read(byte[] target, int from, int length) {
    return super.read(target, from, Math.min(length, sizes.getAsInt()));
  }

  @Override
  public synchronized int readNBytes(byte[] target, int from, int length) {
    int done = 0;
    while (done < length) {
      int read = read(target, from + done, length - done);
      if (read < 0) {
        break;
      }
      done += read;
    }
    return done;
  }
}
