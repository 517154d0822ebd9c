// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One block as the file has it, read and decompressed ahead of its decoding. Reused: belongs to the
 * feed until handed over, then to the decoder until given back.
 */
final class Block {

  static final int HEADER_BYTES = 12;

  /** Where its header begins in the file. */
  long offset;

  /** Bytes of the header that were there; fewer than all is the end of the file. */
  int headerLength;

  long announcedRecords;

  /** Bytes on disk after the header, as the header says. */
  long size;

  int type;
  int flags;

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

  /** What kept the file from being read on; nothing else of this block counts then. */
  Optional<IOException> failure = Optional.empty();

  /** Whether nothing comes after it. */
  boolean isLast;

  /** Makes room for the stored data. */
  void reserve(int bytes) {
    if (stored.length < bytes) {
      stored = Arrays.copyOf(stored, bytes);
    }
  }

  boolean isWhole() {
    return length == size;
  }
}
