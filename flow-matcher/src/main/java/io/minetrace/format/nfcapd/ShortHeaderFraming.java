// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

/**
 * Blocks of layouts 1 and 2.
 *
 * <pre>
 *   0 u32 number of records
 *   4 u32 size on disk after this header
 *   8 u16 type: 1 = records of 1.5, 2 = of 1.6, 3 = of 1.7, 4 = array
 *  10 u16 flags: 1 = block not compressed, 2 = not encrypted, 4 = read automatically
 * </pre>
 *
 * @param compression of all blocks but those whose flag denies it
 */
record ShortHeaderFraming(WriterOrder order, BlockCompression compression) implements BlockFraming {

  /** The greatest buffer nfdump 1.6 and 1.7 have for a block. */
  static final int MAX_BLOCK_BYTES = 5 * 1024 * 1024;

  private static final int NOT_COMPRESSED = 1;
  private static final int KNOWN_FLAGS = 7;
  private static final int RECORD_HEADER_BYTES = 4;

  @Override
  public int headerBytes() {
    return 12;
  }

  @Override
  public int maxBytes() {
    return MAX_BLOCK_BYTES;
  }

  @Override
  public void header(byte[] bytes, int at, Block block) {
    block.announcedRecords = order.u32(bytes, at);
    block.size = order.u32(bytes, at + 4);
    block.plainSize = 0;
    block.type = order.u16(bytes, at + 8);
    block.flags = order.u16(bytes, at + 10);
    block.isEncrypted = false;
    block.compression = (block.flags & NOT_COMPRESSED) != 0 ? BlockCompression.NONE : compression;
    block.kind =
        switch (block.type) {
          case 1 -> BlockKind.RECORDS_OF_1_5;
          case 2, 3 -> BlockKind.RECORDS;
          case 4 -> BlockKind.OTHER;
          default -> BlockKind.UNKNOWN;
        };
  }

  @Override
  public void prefix(Block block) {
    block.recordsFrom = 0;
  }

  @Override
  public boolean isLikely(Block block) {
    return block.kind == BlockKind.RECORDS
        && block.flags <= KNOWN_FLAGS
        && block.announcedRecords > 0
        && block.announcedRecords <= MAX_BLOCK_BYTES / RECORD_HEADER_BYTES;
  }
}
