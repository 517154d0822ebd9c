// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * The members of a gzip file, one after the other. The JDK's stream takes whatever follows a member
 * and is none itself for the end; here that is an error, for it may be a member that was damaged.
 */
final class GzipMembers extends GZIPInputStream {

  private static final int BUFFER_BYTES = 8192;
  private static final int TRAILER_BYTES = 8;

  private final FlowInput compressed;
  private final InflatedFirst inflated;
  private long filledTo;

  GzipMembers(FlowInput compressed) throws IOException {
    super(compressed.rest(), BUFFER_BYTES);
    this.compressed = compressed;
    inflated = new InflatedFirst(inf);
  }

  @Override
  protected void fill() throws IOException {
    super.fill();
    filledTo = compressed.offset();
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int read = inflated.read(() -> super.read(target, from, length));
    if (read < 0) {
      long end = filledTo - inf.getRemaining() + TRAILER_BYTES;
      if (compressed.offset() > end || !compressed.atEnd()) {
        throw new IOException("what follows byte " + end + " is no gzip member");
      }
    }
    return read;
  }
}
