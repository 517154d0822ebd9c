// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark;

import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes small nfcapd files of layout 2, uncompressed, after nfdump 1.7's {@code nffileV2.h} and
 * {@code nfxV3.h}.
 */
public final class NfcapdFile {

  private static final int FILE_HEADER_BYTES = 40;
  private static final int BLOCK_HEADER_BYTES = 12;
  private static final int RECORD_BYTES = 12 + 52 + 36;
  private static final int SYN = 0x02;
  private static final int PUSH_AND_ACK = 0x18;

  private final List<byte[]> blocks = new ArrayList<>();
  private final List<byte[]> records = new ArrayList<>();

  /** Adds a TCP flow with flags PSH and ACK, 10 packets and 1,000 octets. */
  public NfcapdFile flow(
      long first, long last, String source, int sourcePort, String destination, int port) {
    return add(first, last, source, sourcePort, destination, port, PUSH_AND_ACK);
  }

  /** Adds a TCP flow to which nothing was answered. */
  public NfcapdFile attempt(long time, String source, int sourcePort, String pool, int port) {
    return add(time, time, source, sourcePort, pool, port, SYN);
  }

  private NfcapdFile add(
      long first,
      long last,
      String source,
      int sourcePort,
      String destination,
      int port,
      int flags) {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record.putShort((short) 11).putShort((short) RECORD_BYTES).putShort((short) 2);
    record.position(12);
    record.putShort((short) 1).putShort((short) 52);
    record.putLong(first).putLong(last).putLong(0).putLong(10).putLong(1000);
    record.putShort((short) sourcePort).putShort((short) port);
    record.put((byte) 6).put((byte) flags);
    record.position(64);
    record.putShort((short) 3).putShort((short) 36);
    // IPv4 in mapped form is the same address, and one layout is enough here.
    putAddress(record, source);
    putAddress(record, destination);
    records.add(record.array());
    return this;
  }

  private static void putAddress(ByteBuffer record, String text) {
    IpAddress address = IpAddress.parse(text);
    record.putLong(address.high()).putLong(address.low());
  }

  /** How many records the block has that is not ended yet. */
  public int recordsInBlock() {
    return records.size();
  }

  /** Ends a block; what follows is in the next. */
  public NfcapdFile endBlock() {
    int size = records.size() * RECORD_BYTES;
    ByteBuffer block =
        ByteBuffer.allocate(BLOCK_HEADER_BYTES + size).order(ByteOrder.LITTLE_ENDIAN);
    block.putInt(records.size()).putInt(size).putShort((short) 3).putShort((short) 0);
    records.forEach(block::put);
    blocks.add(block.array());
    records.clear();
    return this;
  }

  public byte[] bytes() {
    if (!records.isEmpty()) {
      endBlock();
    }
    int size = blocks.stream().mapToInt(block -> block.length).sum();
    ByteBuffer file = ByteBuffer.allocate(FILE_HEADER_BYTES + size).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort((short) 0xA50C).putShort((short) 2);
    file.putInt(36, blocks.size());
    file.position(FILE_HEADER_BYTES);
    blocks.forEach(file::put);
    return file.array();
  }

  public Path write(Path file) {
    return write(file, 0);
  }

  /** Writes it without its last bytes. */
  public Path write(Path file, int missing) {
    try {
      Files.createDirectories(file.getParent());
      byte[] bytes = bytes();
      return Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - missing));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
