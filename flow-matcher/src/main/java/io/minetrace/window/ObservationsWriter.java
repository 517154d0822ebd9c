// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
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
final class ObservationsWriter implements SnapshotContents.ObservationSink, Closeable {

  static final byte[] MAGIC = {'M', 'T', 'O', 'B', 1, 0, 0, 0};
  static final int INDEX_ENTRY_BYTES = 36;
  static final int TAIL_BYTES = 12;

  /** Of a time: what has more is none. */
  private static final int MOST_DIGITS = 15;

  /** What stands behind the time is mostly the same. */
  private static final int MOST_KNOWN_ANSWERS = 100_000;

  /** Blocks that wait to be written, so that others are read while one is compressed. */
  private static final int MOST_WAITING = 4;

  private final ExecutorService compressor = Executors.newSingleThreadExecutor(daemon());
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Set<String> knownAnswers = new HashSet<>();
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

  /** A block that is being compressed. */
  private record Waiting(Endpoint endpoint, int count, Future<byte[]> compressed) {}

  ObservationsWriter(OutputStream out) throws IOException {
    this.out = new DataOutputStream(out);
    this.out.write(MAGIC);
  }

  private static ThreadFactory daemon() {
    return work -> {
      Thread thread = new Thread(work, "snapshot, compressing");
      thread.setDaemon(true);
      return thread;
    };
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

  @Override
  public boolean acceptLines(Endpoint endpoint, byte[] lines, long count) throws IOException {
    if (last != null && last.endpoint().compareTo(endpoint) >= 0) {
      throw new IllegalArgumentException("observations of " + endpoint + " are out of order");
    }
    Lines read = new Lines(endpoint, lines);
    if (!read.areSound() || read.count != count) {
      return false;
    }
    if (last != null) {
      endBlock(last.endpoint());
    }
    block.writeBytes(lines);
    block.write('\n');
    blockCount = read.count;
    total += read.count;
    newest = Math.max(newest, read.time);
    last =
        new ObservationProof(endpoint, read.time, read.vantage, Verdict.UNKNOWN, Evidence.E0, "");
    return true;
  }

  /** Lines that were made elsewhere, read as far as it takes to trust them. */
  private final class Lines {

    private final Endpoint endpoint;
    private final byte[] bytes;
    private int count;
    private long time = Long.MIN_VALUE;
    private String vantage = "";

    /** Of the line before: where it goes on behind the time. */
    private int from;

    private int to;

    Lines(Endpoint endpoint, byte[] bytes) {
      this.endpoint = endpoint;
      this.bytes = bytes;
    }

    /** Whether each is as {@link ObservationsMember} reads it, and not before the one before. */
    boolean areSound() {
      int at = 0;
      while (at <= bytes.length) {
        int digits = at;
        long number = 0;
        while (digits < bytes.length && bytes[digits] >= '0' && bytes[digits] <= '9') {
          number = number * 10 + bytes[digits++] - '0';
        }
        int end = digits;
        while (end < bytes.length && bytes[end] != '\n') {
          end++;
        }
        boolean sameAnswer = Arrays.equals(bytes, digits, end, bytes, from, to);
        if (digits == at || digits - at > MOST_DIGITS || number < time) {
          return false;
        }
        if (!sameAnswer && !isInOrder(digits, end, number)) {
          return false;
        }
        time = number;
        from = digits;
        to = end;
        count++;
        at = end + 1;
      }
      return true;
    }

    private boolean isInOrder(int digits, int end, long number) {
      String answer = new String(bytes, digits, end - digits, StandardCharsets.UTF_8);
      if (!knownAnswers.contains(answer)) {
        try {
          var unused = ObservationsMember.observation(endpoint, number + answer);
        } catch (IOException e) {
          return false;
        }
        if (knownAnswers.size() < MOST_KNOWN_ANSWERS) {
          knownAnswers.add(answer);
        }
      }
      String before = vantage;
      vantage = answer.substring(1, answer.indexOf(',', 1));
      return number > time || before.compareTo(vantage) <= 0;
    }
  }

  /** The lines are split at commas; a word with one in it is no vantage and no protocol. */
  private static String plain(String word) {
    if (word.indexOf(',') >= 0 || word.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("word: '" + word + "' (expected: no comma, no line end)");
    }
    return word;
  }

  private void endBlock(Endpoint endpoint) throws IOException {
    byte[] lines = block.toByteArray();
    waiting.add(new Waiting(endpoint, blockCount, compressor.submit(() -> compressed(lines))));
    block.reset();
    blockCount = 0;
    writeUntil(MOST_WAITING);
  }

  private static byte[] compressed(byte[] lines) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(compressed, deflater)) {
      zlib.write(lines);
    } finally {
      deflater.end();
    }
    return compressed.toByteArray();
  }

  /** Writes blocks, in their order, until no more than so many wait. */
  private void writeUntil(int most) throws IOException {
    while (waiting.size() > most) {
      Waiting next = waiting.remove();
      byte[] compressed;
      try {
        compressed = next.compressed().get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      index.write(next.endpoint().address().toMappedBytes());
      index.writeShort(next.endpoint().port());
      index.writeByte(next.endpoint().transport().protocolIdentifier());
      index.writeByte(0);
      index.writeLong(offset);
      index.writeInt(compressed.length);
      index.writeInt(next.count());
      out.write(compressed);
      offset += compressed.length;
      endpoints++;
    }
  }

  /** Writes what is left, the index and the tail. */
  void finish() throws IOException {
    if (last != null) {
      endBlock(last.endpoint());
    }
    writeUntil(0);
    indexBytes.writeTo(out);
    out.writeLong(offset);
    out.writeInt(endpoints);
    out.flush();
  }

  /** Ends what is still being compressed; does not close what is written to. */
  @Override
  public void close() {
    compressor.shutdownNow();
  }

  long total() {
    return total;
  }

  /** Time of the newest observation; {@code Long.MIN_VALUE} if there was none. */
  long newest() {
    return newest;
  }
}
