// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

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
  private static final int RECORDS_BLOCK = 3;
  private static final int ARRAY_BLOCK = 4;

  private final BlockFeed feed;
  private final long announcedBlocks;
  private final DecodeReport report;
  private final RecordDecoder records;
  private Optional<Block> current = Optional.empty();
  private long blocks;
  private boolean ended;

  private NfcapdReader(FlowInput input, BlockCompression compression, long announcedBlocks) {
    this.feed = new BlockFeed(input, compression);
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
  public boolean next(FlowBatch batch) throws IOException {
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
  public DecodeReport report() {
    return report;
  }

  /**
   * Loads the next block into the record decoder, which is left empty by one that gives nothing.
   */
  private boolean nextBlock() throws IOException {
    current.ifPresent(feed::release);
    current = Optional.of(feed.next());
    Block block = current.get();
    ended = block.isLast;
    if (block.headerLength < Block.HEADER_BYTES) {
      end(block.offset, block.headerLength);
      return false;
    }
    if (block.size > BlockFeed.MAX_BLOCK_BYTES) {
      skip(
          block,
          Block.HEADER_BYTES,
          "block size: "
              + block.size
              + " (expected: at most "
              + BlockFeed.MAX_BLOCK_BYTES
              + "); the rest of the file is not read");
      return false;
    }
    long unit = blocks++;
    if (!block.isWhole()) {
      report.add(
          DecodeReport.Reason.TRUNCATED,
          block.offset,
          Block.HEADER_BYTES + block.length,
          "block: " + block.length + " bytes left (expected: " + block.size + ")");
    }
    if (block.type == RECORDS_BLOCK && block.size > 0) {
      load(block, unit);
    } else if (block.type == ARRAY_BLOCK && block.size > 0) {
      report.addUnitSkipped();
    } else {
      skip(
          block,
          Block.HEADER_BYTES + block.size,
          "block of type "
              + block.type
              + " and size "
              + block.size
              + " (expected: type 3, not empty)");
    }
    return true;
  }

  private void skip(Block block, long bytes, String problem) {
    report.addUnitSkipped();
    report.add(DecodeReport.Reason.CORRUPT, block.offset, bytes, problem);
  }

  private void load(Block block, long unit) {
    long dataOffset = block.offset + Block.HEADER_BYTES;
    if (!feed.isCompressed(block)) {
      report.addUnitRead();
      records.load(
          block.stored, block.length, dataOffset, unit, block.announcedRecords, block.isWhole());
    } else if (!block.isWhole()) {
      // The tail of an LZ4 block carries its last literals; half a block does not decompress.
      report.addUnitSkipped();
    } else if (block.notDecompressed.isPresent()) {
      skip(
          block,
          Block.HEADER_BYTES + block.length,
          "LZ4 block does not decompress: " + block.notDecompressed.get());
    } else {
      report.addUnitRead();
      records.load(block.plain, block.plainLength, dataOffset, unit, block.announcedRecords, true);
    }
  }

  private void end(long offset, int got) {
    ended = true;
    if (got > 0) {
      report.add(
          DecodeReport.Reason.TRUNCATED,
          offset,
          got,
          "block header: " + got + " bytes left (expected: " + Block.HEADER_BYTES + ")");
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
    feed.close();
  }
}
