// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.util.Optional;

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
 * @param layout 1 or 2
 * @param compression of all blocks but those whose flag denies it
 */
record ShortHeaderFraming(int layout, WriterOrder order, BlockCompression compression)
    implements BlockFraming {

  /** The greatest buffer nfdump 1.6 and 1.7 have for a block. */
  static final int MAX_BLOCK_BYTES = 5 * 1024 * 1024;

  private static final int NOT_COMPRESSED = 1;
  private static final int ARRAY = 4;

  /** No record is shorter than its header of 4 bytes. */
  private static final int MAX_RECORDS = MAX_BLOCK_BYTES / 4;

  /** Three bits are in use; a few more may come. */
  private static final int MAX_FLAGS = 0xff;

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
    block.kind = kind(block.type);
  }

  private BlockKind kind(int type) {
    if (type == layout + 1) {
      return BlockKind.RECORDS;
    }
    return switch (type) {
      case 1 -> layout == 1 ? BlockKind.RECORDS_OF_1_5 : BlockKind.UNKNOWN;
      case ARRAY -> BlockKind.OTHER;
      default -> BlockKind.UNKNOWN;
    };
  }

  @Override
  public void prefix(Block block) {
    block.recordsFrom = 0;
  }

  @Override
  public Optional<String> problem(Block block) {
    if (block.size == 0 || block.size > MAX_BLOCK_BYTES) {
      return Optional.of("block size: " + block.size + " (expected: 1.." + MAX_BLOCK_BYTES + ")");
    }
    if (block.kind == BlockKind.UNKNOWN) {
      return Optional.of("block type: " + block.type + " (expected: " + (layout + 1) + ")");
    }
    if (block.announcedRecords > MAX_RECORDS || block.flags > MAX_FLAGS) {
      return Optional.of(
          "block of "
              + block.announcedRecords
              + " records with flags 0x"
              + Integer.toHexString(block.flags)
              + " (expected: at most "
              + MAX_RECORDS
              + " with flags up to 0xff)");
    }
    return Optional.empty();
  }

  @Override
  public boolean isLikely(Block block) {
    return block.kind == BlockKind.RECORDS
        && block.announcedRecords > 0
        && problem(block).isEmpty();
  }
}
