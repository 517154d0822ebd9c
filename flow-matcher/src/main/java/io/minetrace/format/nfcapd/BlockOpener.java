// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.format.nfcapd.BlockDecompressor.Care;
import java.util.Optional;
import java.util.zip.DataFormatException;

/** Makes the data of blocks ready to decode. Used by one thread. */
final class BlockOpener {

  private static final int RECORD_HEADER_BYTES = 4;

  /**
   * Both codes say lengths in bytes, of which each stands for 255 bytes at most: small blocks need
   * no great buffer.
   */
  private static final long MAX_BYTE_FOLD = 256;

  private final WriterOrder order;
  private final BlockFraming framing;
  private final BlockDecompressor decompressor = new BlockDecompressor();

  BlockOpener(WriterOrder order, BlockFraming framing) {
    this.order = order;
    this.framing = framing;
  }

  /** Decompresses the stored data; half a compressed block is left as it is. */
  void open(Block block) {
    boolean decompresses = block.isCompressed() && block.isWhole() && !block.isEncrypted;
    if (decompresses) {
      decompress(block, Care.QUICK);
    }
    framing.prefix(block);
    if (decompresses && decompressor.isLenient(block.compression) && !isProven(block)) {
      decompress(block, Care.STRICT);
    }
  }

  private void decompress(Block block, Care care) {
    int limit = limit(block);
    block.reservePlain(limit);
    block.notDecompressed = Optional.empty();
    try {
      block.plainLength =
          decompressor.decompress(block.compression, care, block.stored, block.length, block.plain);
      if (block.plainSize > 0 && block.plainLength != block.plainSize) {
        block.notDecompressed =
            Optional.of(block.plainLength + " bytes (expected: " + block.plainSize + ")");
      }
    } catch (DataFormatException e) {
      block.notDecompressed = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** How many bytes the data may become. */
  private int limit(Block block) {
    long limit =
        switch (block.compression) {
          case LZO, LZ4 -> MAX_BYTE_FOLD * block.length + MAX_BYTE_FOLD;
          case NONE, BZ2, ZSTD -> framing.maxBytes();
        };
    if (block.plainSize > 0) {
      limit = Math.min(limit, block.plainSize);
    }
    return (int) Math.min(limit, framing.maxBytes());
  }

  /**
   * Whether an open block is one beyond doubt: its records, one after the other, are as many as it
   * announces and end where it ends.
   */
  boolean isProven(Block block) {
    if (block.kind != BlockKind.RECORDS
        || !block.isWhole()
        || block.isEncrypted
        || block.notDecompressed.isPresent()) {
      return false;
    }
    byte[] data = block.data();
    int end = block.dataLength();
    int at = block.recordsFrom;
    long records = 0;
    while (end - at >= RECORD_HEADER_BYTES) {
      int size = order.u16(data, at + 2);
      if (size < RECORD_HEADER_BYTES || size > end - at) {
        return false;
      }
      at += size;
      records++;
    }
    return at == end && records > 0 && records == block.announcedRecords;
  }
}
