// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.util.Optional;

/**
 * Blocks of layout 3, and the directory behind the last one.
 *
 * <pre>
 *   0 u32 type: 1 = flows, 2 = array, 3 = statistics, 4 = ident, 5 = meta, 6 = messages,
 *               7 = exporters; 0xB10CB10C = the directory
 *   4 u32 size on disk, this header included
 *   8 u32 size decompressed, this header included
 *  12 u16 compression: 0 = as the file header says, 1 none, 2 LZO, 3 BZ2, 4 LZ4, 5 ZSTD
 *  14 u16 encryption: 0 = none
 *  16 u64 XXH3 of the stored data, or 0
 *
 *   data of flows: 0 u32 number of records, u32 fill   16 u64 first ms   32 records
 *                  8 u64 extensions                    24 u64 last ms
 *   data of exporters: u32 number of exporters, u32 fill, records
 * </pre>
 *
 * Checksums are not verified: the libraries at hand do not know XXH3, and damage shows in the sizes
 * of a block's records.
 *
 * @param maxBytes of a block, from the file header
 */
record LongHeaderFraming(WriterOrder order, BlockCompression compression, int maxBytes)
    implements BlockFraming {

  private static final int HEADER_BYTES = 24;
  private static final int FLOWS = 1;
  private static final int EXPORTERS = 7;
  private static final int DIRECTORY = 0xB10CB10C;
  private static final int UNDEFINED = 0;
  private static final int FLOWS_PREFIX_BYTES = 32;
  private static final int EXPORTERS_PREFIX_BYTES = 8;

  @Override
  public int headerBytes() {
    return HEADER_BYTES;
  }

  @Override
  public void header(byte[] bytes, int at, Block block) {
    block.type = order.i32(bytes, at);
    block.size = order.u32(bytes, at + 4) - HEADER_BYTES;
    block.plainSize = order.u32(bytes, at + 8) - HEADER_BYTES;
    block.flags = order.u16(bytes, at + 12);
    block.isEncrypted = order.u16(bytes, at + 14) != 0;
    block.announcedRecords = 0;
    block.compression =
        block.flags == UNDEFINED
            ? compression
            : BlockCompression.ofLayout3(block.flags).orElse(compression);
    block.kind =
        switch (block.type) {
          case FLOWS, EXPORTERS -> BlockKind.RECORDS;
          case 3 -> BlockKind.STATISTICS;
          case 4 -> BlockKind.IDENT;
          case 2, 5, 6 -> BlockKind.OTHER;
          case DIRECTORY -> BlockKind.DIRECTORY;
          default -> BlockKind.UNKNOWN;
        };
  }

  @Override
  public void prefix(Block block) {
    int bytes =
        switch (block.type) {
          case FLOWS -> FLOWS_PREFIX_BYTES;
          case EXPORTERS -> EXPORTERS_PREFIX_BYTES;
          default -> 0;
        };
    block.recordsFrom = Math.min(bytes, block.dataLength());
    if (bytes > 0 && block.dataLength() >= bytes) {
      block.announcedRecords = order.u32(block.data(), 0);
    }
  }

  @Override
  public Optional<String> problem(Block block) {
    if (block.kind == BlockKind.DIRECTORY) {
      return Optional.empty();
    }
    if (block.kind == BlockKind.UNKNOWN) {
      return Optional.of("block type: " + block.type + " (expected: 1..7)");
    }
    if (block.size <= 0 || block.size > maxBytes) {
      return Optional.of("block size: " + block.size + " (expected: 1.." + maxBytes + ")");
    }
    if (block.plainSize <= 0 || block.plainSize > maxBytes) {
      return Optional.of(
          "block size decompressed: " + block.plainSize + " (expected: 1.." + maxBytes + ")");
    }
    if (block.flags > BlockCompression.values().length) {
      return Optional.of("block compression: " + block.flags + " (expected: 0..5)");
    }
    return Optional.empty();
  }

  @Override
  public boolean isLikely(Block block) {
    return block.kind == BlockKind.DIRECTORY
        || (block.kind == BlockKind.RECORDS && !block.isEncrypted && problem(block).isEmpty());
  }
}
