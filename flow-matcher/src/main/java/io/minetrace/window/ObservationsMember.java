// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
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

  private record Block(long offset, int length, int count) {}

  private final At member;
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
    ByteBuffer tail =
        ByteBuffer.wrap(
            read(length - ObservationsWriter.TAIL_BYTES, ObservationsWriter.TAIL_BYTES));
    long indexOffset = tail.getLong();
    int endpoints = tail.getInt();
    ByteBuffer index =
        ByteBuffer.wrap(
            read(indexOffset, Math.multiplyExact(endpoints, ObservationsWriter.INDEX_ENTRY_BYTES)));
    for (int i = 0; i < endpoints; i++) {
      IpAddress address = new IpAddress(index.getLong(), index.getLong());
      int port = index.getShort() & 0xffff;
      int transport = index.get() & 0xff;
      index.get();
      Endpoint endpoint =
          new Endpoint(address, port, TransportProtocol.of(transport).orElseThrow());
      blocks.put(endpoint, new Block(index.getLong(), index.getInt(), index.getInt()));
    }
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
                new LimitedInput(
                    new InflaterInputStream(new ByteArrayInputStream(compressed)),
                    (long) count * MAX_LINE_BYTES,
                    "that " + count + " observations of " + endpoint + " can take"),
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

  private static ObservationProof observation(Endpoint endpoint, String line) throws IOException {
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
