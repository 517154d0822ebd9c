// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Reads bzip2 byte by byte, as the library does inside: asked for many at once, it would throw away
 * those that it has when the next block turns out to be damaged.
 */
final class Bzip2Stream extends InputStream {

  private final BZip2CompressorInputStream plain;
  private Optional<IOException> failure = Optional.empty();

  Bzip2Stream(FlowInput compressed) throws IOException {
    plain = new BZip2CompressorInputStream(compressed.rest(), true);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int value = next();
      if (value < 0) {
        break;
      }
      target[from + done++] = (byte) value;
    }
    if (done > 0 || length == 0) {
      return done;
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return -1;
  }

  /** The next byte, or -1 at the end or where nothing more can be read. */
  private int next() {
    if (failure.isPresent()) {
      return -1;
    }
    try {
      return plain.read();
    } catch (IOException e) {
      failure = Optional.of(e);
    } catch (RuntimeException e) {
      // Lengths of a damaged block can lead the library out of its tables.
      failure = Optional.of(new IOException(e.toString(), e));
    }
    return -1;
  }
}
