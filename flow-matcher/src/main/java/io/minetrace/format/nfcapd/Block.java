// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One block as the file has it, read and decompressed ahead of its decoding. Reused: belongs to the
 * feed until handed over, then to the decoder, which only reads it, until given back.
 */
final class Block {

  /** Where its header begins in the file. */
  long offset;

  /** Bytes of the header that were there; fewer than all is the end of the file. */
  int headerLength;

  int type;
  BlockKind kind = BlockKind.UNKNOWN;
  BlockCompression compression = BlockCompression.NONE;
  boolean isEncrypted;
  int flags;

  /** Bytes on disk after the header, as the header says; negative where that makes no sense. */
  long size;

  /** Bytes of data after decompression, as the header says; 0 where it does not. */
  long plainSize;

  /** How many records the block says it holds. */
  long announcedRecords;

  /** Where they begin in the data. */
  int recordsFrom;

  /** Bytes on disk that were there. */
  int length;

  /** The data as stored, in the first {@link #length} bytes. */
  byte[] stored = new byte[0];

  /** The loan after which the stored data may be overwritten. */
  long loan;

  /** The data decompressed, in the first {@link #plainLength} bytes; for compressed blocks only. */
  byte[] plain = new byte[0];

  int plainLength;

  /** Why the data did not decompress. */
  Optional<String> notDecompressed = Optional.empty();

  /** What was there instead of a block, where the last one had ended. */
  Optional<Gap> gap = Optional.empty();

  /** What kept the file from being read on; nothing else of this block counts then. */
  Optional<Throwable> failure = Optional.empty();

  /** Whether nothing comes after it. */
  boolean isLast;

  /**
   * Bytes that are no block.
   *
   * @param offset of the first
   * @param bytes up to the block that was found behind them, or all that were left
   * @param next where that block begins, if one was found; this block is it
   */
  record Gap(long offset, long bytes, OptionalLong next, String problem) {}

  /** Forgets the last use but the arrays. */
  void begin(long at) {
    offset = at;
    headerLength = 0;
    length = 0;
    plainLength = 0;
    recordsFrom = 0;
    notDecompressed = Optional.empty();
    gap = Optional.empty();
    failure = Optional.empty();
    isLast = false;
  }

  /** Makes room for the stored data. */
  void reserve(int bytes) {
    if (stored.length < bytes) {
      stored = Arrays.copyOf(stored, bytes);
    }
  }

  /** Makes room for the decompressed data. */
  void reservePlain(int bytes) {
    if (plain.length < bytes) {
      plain = new byte[bytes];
    }
  }

  boolean isWhole() {
    return length == size;
  }

  boolean isCompressed() {
    return compression != BlockCompression.NONE;
  }

  /** The data to decode, in the first {@link #dataLength} bytes. */
  byte[] data() {
    return isCompressed() ? plain : stored;
  }

  int dataLength() {
    return isCompressed() ? plainLength : length;
  }
}
