// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.tukaani.xz.MemoryLimitException;

/**
 * One layer of compression, taken off while it is read. Where its data are damaged it ends, and
 * {@link #damage()} says why; an error of the input itself stays an error. Read by one thread, and
 * asked for damage by any.
 */
final class DecompressedStream extends InputStream {

  private final String label;
  private final Decompressor decompressor;
  private final FlowInput file;
  private final FlowInput compressed;
  private Optional<InputStream> plain = Optional.empty();
  private long given;
  private volatile boolean early;
  private volatile Optional<MalformedFlowFileException> damage = Optional.empty();

  /**
   * @param file the whole input, whose offsets are given in messages
   * @param compressed what this layer decompresses; the file, or another layer's content
   */
  DecompressedStream(
      String label, Decompressor decompressor, FlowInput file, FlowInput compressed) {
    this.label = label;
    this.decompressor = decompressor;
    this.file = file;
    this.compressed = compressed;
  }

  Optional<MalformedFlowFileException> damage() {
    return damage;
  }

  /** Whether the damage is that data are missing at the end. */
  boolean endsEarly() {
    return early;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (damage.isPresent()) {
      return -1;
    }
    int read;
    try {
      if (plain.isEmpty()) {
        plain = Optional.of(decompressor.open(compressed));
      }
      read = plain.get().read(target, from, length);
    } catch (IOException | RuntimeException e) {
      // RuntimeException: the libraries do not check all that damaged data can lead them to.
      damaged(e);
      return -1;
    }
    if (read <= 0 && compressed.failure().isPresent()) {
      // Some libraries take it for the end.
      throw compressed.failure().get();
    }
    given += Math.max(read, 0);
    return read;
  }

  private void damaged(Exception e) throws IOException {
    if (compressed.failure().isPresent()) {
      throw compressed.failure().get();
    }
    String problem;
    if (e instanceof MemoryLimitException limit) {
      problem =
          "needs "
              + limit.getMemoryNeeded() / 1024
              + " MiB to decompress (expected: at most "
              + limit.getMemoryLimit() / 1024
              + "); decompress it first";
    } else if (isEarlyEnd(e)) {
      early = true;
      problem = "end early, after " + given + " bytes decompressed";
    } else {
      problem = "cannot be decompressed further than " + given + " bytes (" + reason(e) + ")";
    }
    damage =
        Optional.of(
            new MalformedFlowFileException(file.name(), file.offset(), label + " data " + problem));
  }

  /** Not all libraries have a type for it. */
  private static boolean isEarlyEnd(Exception e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return e instanceof EOFException
        || message.contains("unexpected end")
        || message.contains("premature end");
  }

  private static String reason(Exception e) {
    return e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString();
  }

  @Override
  public void close() throws IOException {
    try {
      if (plain.isPresent()) {
        plain.get().close();
      }
    } finally {
      compressed.close();
    }
  }
}
