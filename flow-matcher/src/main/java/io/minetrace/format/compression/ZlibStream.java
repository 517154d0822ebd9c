// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** One zlib stream, after which nothing may follow. */
final class ZlibStream extends InflaterInputStream {

  private static final int BUFFER_BYTES = 8192;

  private final FlowInput compressed;
  private final InflatedFirst inflated;

  ZlibStream(FlowInput compressed) {
    super(compressed.rest(), new Inflater(), BUFFER_BYTES);
    this.compressed = compressed;
    inflated = new InflatedFirst(inf);
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int read = inflated.read(() -> super.read(target, from, length));
    if (read < 0) {
      int rest = inf.getRemaining();
      if (rest > 0 || !compressed.atEnd()) {
        throw new IOException(
            "what follows byte " + (compressed.offset() - rest) + " does not belong to them");
      }
    }
    return read;
  }

  /** Lets go of the inflater's memory, which is none of Java's. */
  @Override
  public void close() throws IOException {
    inf.end();
    super.close();
  }
}
