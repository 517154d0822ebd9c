// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sorts visits, which come in order of time, by what was visited. What has been seen of each place
 * waits in a buffer of its own, and goes to a temporary file when it is full; some twenty bytes a
 * visit. Not safe for use by several threads.
 *
 * @param <K> what was visited
 */
final class SortedVisits<K> implements Closeable {

  private static final int BLOCK_BYTES = 4096;

  /** What waits in all buffers together. */
  private static final int MOST_WAITING_BYTES = 64 << 20;

  /** In characters: more than the schema of the predecessor's has room for. */
  private static final int LONGEST_REASON = 600;

  // In place of the number of a reason.
  private static final int SAME_REASON = -1;
  private static final int OTHER_REASON = -2;

  /** The predecessor knows a few dozen. */
  private static final int NUMBERED_REASONS = 10_000;

  /** What was seen of one place. */
  private static final class Place {
    private final List<Block> blocks = new ArrayList<>(1);
    private ByteArrayOutputStream buffer;
    private DataOutputStream out;
    private long visits;

    Place() {
      begin();
    }

    private void begin() {
      buffer = new ByteArrayOutputStream(64);
      out = new DataOutputStream(buffer);
    }
  }

  private record Block(long offset, int length) {}

  /**
   * A visit.
   *
   * @param property its number in the predecessor's tables
   * @param reason why; empty if it is the same as at the visit of this property before
   */
  record Visit(long property, long time, SmashedVerdict verdict, Optional<String> reason) {}

  /** Takes visits in the order in which they came. */
  @FunctionalInterface
  interface Reader {
    void visit(Visit visit) throws IOException;
  }

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> reasons = new ArrayList<>();
  private final Map<K, Place> places = new LinkedHashMap<>();
  private Optional<FileChannel> file = Optional.empty();
  private long written;
  private long waiting;

  /** Adds a visit. */
  void add(K place, Visit visit) throws IOException {
    Place visited = places.computeIfAbsent(place, key -> new Place());
    int before = visited.buffer.size();
    visited.out.writeLong(visit.property());
    visited.out.writeLong(visit.time());
    visited.out.writeByte(visit.verdict().ordinal());
    if (visit.reason().isPresent()) {
      write(visit.reason().get(), visited.out);
    } else {
      visited.out.writeShort(SAME_REASON);
    }
    visited.visits++;
    waiting += visited.buffer.size() - before;
    if (visited.buffer.size() >= BLOCK_BYTES) {
      write(visited);
    } else if (waiting > MOST_WAITING_BYTES) {
      for (Place other : places.values()) {
        write(other);
      }
    }
  }

  private void write(String reason, DataOutputStream out) throws IOException {
    Integer number = numbers.get(reason);
    if (number == null && numbers.size() < NUMBERED_REASONS && reason.length() <= LONGEST_REASON) {
      number = numbers.size();
      numbers.put(reason, number);
      reasons.add(reason);
    }
    if (number != null) {
      out.writeShort(number);
    } else {
      out.writeShort(OTHER_REASON);
      out.writeUTF(reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    }
  }

  private void write(Place place) throws IOException {
    if (place.buffer.size() == 0) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(place.buffer.toByteArray());
    place.blocks.add(new Block(written, bytes.remaining()));
    waiting -= bytes.remaining();
    try {
      if (file.isEmpty()) {
        file = Optional.of(temporary());
      }
      while (bytes.hasRemaining()) {
        written += file.get().write(bytes, written);
      }
    } catch (IOException e) {
      throw new TemporaryFileException(e);
    }
    // Not reset: that would keep its whole array, for as many places as there are.
    place.begin();
  }

  private static FileChannel temporary() throws IOException {
    Path path = Files.createTempFile("minetrace-import-", ".tmp");
    return FileChannel.open(
        path,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** What was visited, in the order of the first visits. */
  Set<K> places() {
    return places.keySet();
  }

  /** How many visits there are of a place. */
  long count(K place) {
    return places.containsKey(place) ? places.get(place).visits : 0;
  }

  /** Gives the visits of a place. */
  void read(K place, Reader reader) throws IOException {
    Place visited = places.get(place);
    try (DataInputStream in = new DataInputStream(new Blocks(visited))) {
      for (long i = 0; i < visited.visits; i++) {
        long property = in.readLong();
        long time = in.readLong();
        SmashedVerdict verdict = SmashedVerdict.values()[in.readByte()];
        int number = in.readShort();
        Optional<String> reason =
            switch (number) {
              case SAME_REASON -> Optional.empty();
              case OTHER_REASON -> Optional.of(in.readUTF());
              default -> Optional.of(reasons.get(number));
            };
        reader.visit(new Visit(property, time, verdict, reason));
      }
    }
  }

  /** The bytes of a place, a block at a time, and those that wait. */
  private final class Blocks extends InputStream {

    private final Place place;
    private int next;
    private ByteArrayInputStream block = new ByteArrayInputStream(new byte[0]);

    Blocks(Place place) {
      this.place = place;
    }

    @Override
    public int read() throws IOException {
      return isThere() ? block.read() : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return isThere() ? block.read(bytes, offset, length) : -1;
    }

    private boolean isThere() throws IOException {
      while (block.available() == 0 && next <= place.blocks.size()) {
        block =
            new ByteArrayInputStream(
                next < place.blocks.size()
                    ? bytes(place.blocks.get(next))
                    : place.buffer.toByteArray());
        next++;
      }
      return block.available() > 0;
    }

    private byte[] bytes(Block there) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(there.length());
      while (bytes.hasRemaining()) {
        if (file.orElseThrow().read(bytes, there.offset() + bytes.position()) < 0) {
          throw new EOFException("the temporary file of the import was cut");
        }
      }
      return bytes.array();
    }
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
