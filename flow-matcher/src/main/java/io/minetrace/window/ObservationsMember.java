// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.InflaterInputStream;

/** Reads single endpoints from the member {@code observations}; its layout is in the writer. */
final class ObservationsMember {

  /** Opens the member's bytes at an offset. */
  @FunctionalInterface
  interface At {
    InputStream open(long offset) throws IOException;
  }

  /** Far more than any line of ours has. */
  private static final int MAX_LINE_BYTES = 4096;

  private static final int CELLS = 5;
  private static final int ENTRY_BYTES = ObservationsWriter.INDEX_ENTRY_BYTES;
  private static final int TAIL_BYTES = ObservationsWriter.TAIL_BYTES;

  private record Block(long offset, int length, int count) {}

  private final At member;
  private final long indexOffset;
  private final int endpoints;
  private final Map<Endpoint, Block> blocks = new HashMap<>();

  /**
   * @param length of the member in bytes
   */
  ObservationsMember(At member, long length) throws IOException {
    this.member = member;
    byte[] head = read(0, ObservationsWriter.MAGIC.length);
    if (!Arrays.equals(head, ObservationsWriter.MAGIC)) {
      throw new IOException("not the observations of a snapshot");
    }
    ByteBuffer tail = ByteBuffer.wrap(read(Math.max(0, length - TAIL_BYTES), TAIL_BYTES));
    indexOffset = tail.getLong();
    endpoints = tail.getInt();
    if (endpoints < 0
        || indexOffset != length - TAIL_BYTES - (long) endpoints * ENTRY_BYTES
        || indexOffset < ObservationsWriter.MAGIC.length) {
      throw new IOException(
          "index of " + endpoints + " endpoints at " + indexOffset + " in " + length + " bytes");
    }
    try (DataInputStream index = index()) {
      for (int i = 0; i < endpoints; i++) {
        Entry entry = Entry.read(index);
        blocks.put(entry.endpoint, entry.block);
      }
    }
  }

  private DataInputStream index() throws IOException {
    return new DataInputStream(new BufferedInputStream(member.open(indexOffset)));
  }

  /** One entry of the index. */
  private record Entry(Endpoint endpoint, int filler, Block block) {

    static Entry read(DataInputStream index) throws IOException {
      IpAddress address = new IpAddress(index.readLong(), index.readLong());
      int port = index.readUnsignedShort();
      int transport = index.readUnsignedByte();
      int filler = index.readUnsignedByte();
      return new Entry(
          new Endpoint(
              address,
              port,
              TransportProtocol.of(transport)
                  .orElseThrow(() -> new IOException("transport " + transport))),
          filler,
          new Block(index.readLong(), index.readInt(), index.readInt()));
    }
  }

  /**
   * What all observations together are.
   *
   * @param newest time of the newest
   */
  record Totals(long observations, OptionalLong newest) {}

  /**
   * Reads every observation in the order of the file.
   *
   * @throws IOException if a byte lies where no block is, or any is out of order or unreadable
   */
  Totals check() throws IOException {
    long observations = 0;
    OptionalLong newest = OptionalLong.empty();
    long offset = ObservationsWriter.MAGIC.length;
    Optional<Endpoint> previous = Optional.empty();
    try (DataInputStream index = index();
        InputStream bytes = new BufferedInputStream(member.open(offset))) {
      for (int i = 0; i < endpoints; i++) {
        Entry entry = Entry.read(index);
        Endpoint endpoint = entry.endpoint;
        if (entry.block.offset != offset || entry.filler != 0 || entry.block.length <= 0) {
          throw new IOException("block of " + endpoint + " (expected at " + offset + ")");
        }
        if (previous.isPresent() && previous.get().compareTo(endpoint) >= 0) {
          throw new IOException("index: " + endpoint + " is out of order");
        }
        previous = Optional.of(endpoint);
        byte[] compressed = bytes.readNBytes(entry.block.length);
        offset += compressed.length;
        if (compressed.length < entry.block.length || offset > indexOffset) {
          throw new IOException("block of " + endpoint + " runs into the index");
        }
        List<ObservationProof> proofs = observations(endpoint, compressed, entry.block.count);
        for (int j = 1; j < proofs.size(); j++) {
          if (proofs.get(j - 1).compareTo(proofs.get(j)) > 0) {
            throw new IOException("an observation of " + endpoint + " is out of order");
          }
        }
        observations += proofs.size();
        long last = proofs.isEmpty() ? Long.MIN_VALUE : proofs.get(proofs.size() - 1).time();
        if (!proofs.isEmpty() && last > newest.orElse(Long.MIN_VALUE)) {
          newest = OptionalLong.of(last);
        }
      }
    }
    if (offset != indexOffset) {
      throw new IOException("bytes at " + offset + " are no endpoint's");
    }
    return new Totals(observations, newest);
  }

  private byte[] read(long offset, int length) throws IOException {
    try (InputStream in = member.open(offset)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new IOException("observations end at " + (offset + bytes.length));
      }
      return bytes;
    }
  }

  /** The observations of one endpoint in order of time; none if the snapshot has none of it. */
  List<ObservationProof> of(Endpoint endpoint) throws IOException {
    Block block = blocks.get(endpoint);
    if (block == null) {
      return List.of();
    }
    return observations(endpoint, read(block.offset, block.length), block.count);
  }

  /**
   * The observations in a block.
   *
   * @param count as the index says
   */
  static List<ObservationProof> observations(Endpoint endpoint, byte[] compressed, int count)
      throws IOException {
    List<ObservationProof> observations = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new LimitedLines(
                    new LimitedInput(
                        new InflaterInputStream(new ByteArrayInputStream(compressed)),
                        (long) count * MAX_LINE_BYTES,
                        "that " + count + " observations of " + endpoint + " can take"),
                    MAX_LINE_BYTES),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        observations.add(observation(endpoint, line));
      }
    }
    if (observations.size() != count) {
      throw new IOException(
          observations.size() + " observations of " + endpoint + " (expected: " + count + ")");
    }
    return observations;
  }

  static ObservationProof observation(Endpoint endpoint, String line) throws IOException {
    String[] cells = line.split(",", -1);
    try {
      if (cells.length != CELLS) {
        throw new IllegalArgumentException(cells.length + " cells (expected: " + CELLS + ")");
      }
      return new ObservationProof(
          endpoint,
          WindowRows.number(cells[0], "time", 0, WindowRows.LAST_TIME),
          cells[1],
          Verdict.valueOf(cells[2]),
          Evidence.valueOf(cells[3]),
          cells[4]);
    } catch (IllegalArgumentException e) {
      throw new IOException("observation of " + endpoint + ": " + e.getMessage(), e);
    }
  }
}
