// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes the member {@code observations}: one compressed block an endpoint, and an index, so that
 * the proof of one endpoint is read without the rest. Integers are big-endian.
 *
 * <pre>
 *   "MTOB" u8 version = 1, three zero bytes
 *   blocks  each a zlib stream of lines  time,vantage,verdict,evidence,protocol LF
 *   index   n × { address 16 bytes, u16 port, u8 transport, u8 0, u64 block offset, u32 block length, u32 count }
 *   tail    u64 index offset, u32 n
 * </pre>
 */
final class ObservationsWriter implements SnapshotContents.ObservationSink {

  static final byte[] MAGIC = {'M', 'T', 'O', 'B', 1, 0, 0, 0};
  static final int INDEX_ENTRY_BYTES = 36;
  static final int TAIL_BYTES = 12;

  private final DataOutputStream out;
  private final ByteArrayOutputStream indexBytes = new ByteArrayOutputStream();
  private final DataOutputStream index = new DataOutputStream(indexBytes);
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private ObservationProof last;
  private long offset = MAGIC.length;
  private long newest = Long.MIN_VALUE;
  private long total;
  private int blockCount;
  private int endpoints;

  ObservationsWriter(OutputStream out) throws IOException {
    this.out = new DataOutputStream(out);
    this.out.write(MAGIC);
  }

  @Override
  public void accept(ObservationProof observation) throws IOException {
    if (last != null && last.compareTo(observation) > 0) {
      throw new IllegalArgumentException(
          "observation of "
              + observation.endpoint()
              + " at "
              + observation.time()
              + " is out of order");
    }
    if (last != null && !last.endpoint().equals(observation.endpoint())) {
      endBlock(last.endpoint());
    }
    String line =
        observation.time()
            + ","
            + plain(observation.vantage())
            + ","
            + observation.verdict()
            + ","
            + observation.evidence()
            + ","
            + plain(observation.protocol())
            + "\n";
    block.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    blockCount++;
    total++;
    newest = Math.max(newest, observation.time());
    last = observation;
  }

  /** The lines are split at commas; a word with one in it is no vantage and no protocol. */
  private static String plain(String word) {
    if (word.indexOf(',') >= 0 || word.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("word: '" + word + "' (expected: no comma, no line end)");
    }
    return word;
  }

  private void endBlock(Endpoint endpoint) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(compressed, deflater)) {
      block.writeTo(zlib);
    } finally {
      deflater.end();
    }
    index.write(endpoint.address().toMappedBytes());
    index.writeShort(endpoint.port());
    index.writeByte(endpoint.transport().protocolIdentifier());
    index.writeByte(0);
    index.writeLong(offset);
    index.writeInt(compressed.size());
    index.writeInt(blockCount);
    compressed.writeTo(out);
    offset += compressed.size();
    endpoints++;
    block.reset();
    blockCount = 0;
  }

  /** Writes what is left, the index and the tail. */
  void finish() throws IOException {
    if (last != null) {
      endBlock(last.endpoint());
    }
    indexBytes.writeTo(out);
    out.writeLong(offset);
    out.writeInt(endpoints);
    out.flush();
  }

  long total() {
    return total;
  }

  /** Time of the newest observation; {@code Long.MIN_VALUE} if there was none. */
  long newest() {
    return newest;
  }
}
