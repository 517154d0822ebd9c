// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads nfcapd files of layout 2 (nfdump 1.7), little-endian, uncompressed or LZ4.
 *
 * <pre>
 *   file header, 40 bytes                        block header, 12 bytes
 *    0 u16 magic 0xA50C   16 u8  compression      0 u32 number of records
 *    2 u16 version 2      17 u8  encryption       4 u32 size on disk after this header
 *    4 u32 nfdump version 18 u16 appendix blocks  8 u16 type, 3 = records of 1.7
 *    8 u64 created        20 u32 creator         10 u16 flags, 1 = block not compressed
 *                         24 u64 appendix offset
 *                         32 u32 block size
 *                         36 u32 number of blocks, 0 if the file was never closed
 * </pre>
 *
 * Blocks are read to the end of the input, not to the number in the header: a file that a collector
 * is still writing has 0 there, and all its flows. Block lengths are chained, so a block that
 * cannot be decoded costs that block only. The appendix is blocks like the others, with records of
 * other types.
 *
 * <p>Source: nfdump 1.7, {@code src/libnffile/nffileV2.h}, {@code nfxV3.h}.
 */
public final class NfcapdReader implements FlowReader {

  private static final int MAGIC = 0xA50C;
  private static final int LAYOUT = 2;
  private static final int FILE_HEADER_BYTES = 40;
  private static final int BLOCK_HEADER_BYTES = 12;
  private static final int RECORDS_BLOCK = 3;
  private static final int ARRAY_BLOCK = 4;
  private static final int NOT_COMPRESSED = 1;

  /**
   * The greatest block nfdump writes, compressed or not; a greater size on disk is a damaged one.
   */
  private static final int MAX_BLOCK_BYTES = 5 * 1024 * 1024;

  private final FlowInput input;
  private final BlockCompression compression;
  private final long announcedBlocks;
  private final DecodeReport report;
  private final FlowBatch batch = new FlowBatch();
  private final RecordDecoder records;
  private final Lz4Decompressor lz4 = new Lz4Decompressor();
  private final byte[] header = new byte[BLOCK_HEADER_BYTES];
  private final byte[] stored = new byte[MAX_BLOCK_BYTES];
  private byte[] plain = new byte[0];
  private long blocks;
  private boolean ended;

  private NfcapdReader(FlowInput input, BlockCompression compression, long announcedBlocks) {
    this.input = input;
    this.compression = compression;
    this.announcedBlocks = announcedBlocks;
    this.report =
        new DecodeReport(input.name(), "nfcapd layout " + LAYOUT + ", " + compression.label());
    this.records = new RecordDecoder(report);
  }

  /** Whether a file that begins so claims to be nfcapd's, of any layout and byte order. */
  public static boolean recognises(byte[] head) {
    return head.length >= 4
        && ((head[0] == 0x0C && (head[1] & 0xff) == 0xA5)
            || ((head[0] & 0xff) == 0xA5 && head[1] == 0x0C));
  }

  /**
   * Reads the file header.
   *
   * @throws MalformedFlowFileException if the file is of another layout or compression, or has no
   *     complete header
   */
  public static FlowReader open(FlowInput input) throws IOException {
    byte[] bytes = new byte[FILE_HEADER_BYTES];
    int read = input.read(bytes, 0, FILE_HEADER_BYTES);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    String name = input.name();
    if ((header.getShort(0) & 0xffff) != MAGIC) {
      throw new MalformedFlowFileException(
          name, 0, "nfcapd file in big-endian byte order (expected: little-endian)");
    }
    int layout = header.getShort(2) & 0xffff;
    if (layout != LAYOUT) {
      throw new MalformedFlowFileException(
          name, 2, "nfcapd file layout: " + layout + " (expected: 2, as nfdump 1.7 writes)");
    }
    if (read < FILE_HEADER_BYTES) {
      throw new MalformedFlowFileException(
          name, read, "file header: " + read + " bytes (expected: " + FILE_HEADER_BYTES + ")");
    }
    int code = bytes[16] & 0xff;
    BlockCompression compression =
        BlockCompression.of(code)
            .orElseThrow(
                () ->
                    new MalformedFlowFileException(
                        name, 16, "compression: " + code + " (expected: 0..4)"));
    if (!compression.isRead()) {
      throw new MalformedFlowFileException(
          name,
          16,
          "compression: "
              + compression.label()
              + " (expected: none or LZ4; nfdump -r FILE -y -w NEW converts)");
    }
    if (bytes[17] != 0) {
      throw new MalformedFlowFileException(
          name,
          17,
          "encryption: " + bytes[17] + " (expected: 0, for encrypted files are not read)");
    }
    return new NfcapdReader(input, compression, header.getInt(36) & 0xffff_ffffL);
  }

  @Override
  public boolean next() throws IOException {
    batch.clear();
    while (!batch.isFull()) {
      if (records.hasRemaining()) {
        records.decode(batch);
      } else if (ended || !nextBlock()) {
        break;
      }
    }
    return batch.rows() > 0;
  }

  @Override
  public FlowBatch batch() {
    return batch;
  }

  @Override
  public DecodeReport report() {
    return report;
  }

  /**
   * Loads the next block into the record decoder, which is left empty by one that gives nothing.
   */
  private boolean nextBlock() throws IOException {
    long offset = input.offset();
    int got = input.read(header, 0, BLOCK_HEADER_BYTES);
    if (got < BLOCK_HEADER_BYTES) {
      end(offset, got);
      return false;
    }
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    long announced = fields.getInt(0) & 0xffff_ffffL;
    long size = fields.getInt(4) & 0xffff_ffffL;
    int type = fields.getShort(8) & 0xffff;
    int flags = fields.getShort(10) & 0xffff;
    if (size > MAX_BLOCK_BYTES) {
      // Where the next block would begin is not known either.
      long rest = BLOCK_HEADER_BYTES + input.skip(Long.MAX_VALUE);
      report.add(
          DecodeReport.Reason.CORRUPT,
          offset,
          rest,
          "block size: " + size + " (expected: at most " + MAX_BLOCK_BYTES + ")");
      report.addUnitSkipped();
      ended = true;
      return false;
    }
    int length = input.read(stored, 0, (int) size);
    long unit = blocks++;
    boolean whole = length == size;
    if (!whole) {
      report.add(
          DecodeReport.Reason.TRUNCATED,
          offset,
          BLOCK_HEADER_BYTES + length,
          "block: " + length + " bytes left (expected: " + size + ")");
    }
    if (type == RECORDS_BLOCK && size > 0) {
      boolean packed = compression != BlockCompression.NONE && (flags & NOT_COMPRESSED) == 0;
      load(offset, unit, announced, length, packed, whole);
    } else {
      report.addUnitSkipped();
      if (type != ARRAY_BLOCK || size == 0) {
        report.add(
            DecodeReport.Reason.CORRUPT,
            offset,
            BLOCK_HEADER_BYTES + size,
            "block of type " + type + " and size " + size + " (expected: type 3, not empty)");
      }
    }
    return true;
  }

  private void load(
      long offset, long unit, long announced, int length, boolean packed, boolean whole) {
    if (!packed) {
      report.addUnitRead();
      records.load(stored, length, offset + BLOCK_HEADER_BYTES, unit, announced, whole);
      return;
    }
    if (!whole) {
      // The tail of an LZ4 block carries its last literals; half a block does not decompress.
      report.addUnitSkipped();
      return;
    }
    if (plain.length == 0) {
      plain = new byte[MAX_BLOCK_BYTES];
    }
    try {
      int plainLength = lz4.decompress(stored, 0, length, plain, 0, plain.length);
      report.addUnitRead();
      records.load(plain, plainLength, offset + BLOCK_HEADER_BYTES, unit, announced, true);
    } catch (MalformedInputException e) {
      report.addUnitSkipped();
      report.add(
          DecodeReport.Reason.CORRUPT,
          offset,
          BLOCK_HEADER_BYTES + length,
          "LZ4 block does not decompress: " + e.getMessage());
    }
  }

  private void end(long offset, int got) {
    ended = true;
    if (got > 0) {
      report.add(
          DecodeReport.Reason.TRUNCATED,
          offset,
          got,
          "block header: " + got + " bytes left (expected: " + BLOCK_HEADER_BYTES + ")");
    } else if (blocks < announcedBlocks) {
      report.add(
          DecodeReport.Reason.TRUNCATED,
          offset,
          0,
          "file ends after " + blocks + " blocks (expected: " + announcedBlocks + ")");
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
