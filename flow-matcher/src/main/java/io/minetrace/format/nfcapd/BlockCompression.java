// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.util.Optional;

/** The compression codes of layout 2, by the number in the file header. */
enum BlockCompression {
  NONE("uncompressed", true),
  LZO("LZO", false),
  BZ2("BZ2", false),
  LZ4("LZ4", true),
  ZSTD("ZSTD", false);

  private final String label;
  private final boolean read;

  BlockCompression(String label, boolean read) {
    this.label = label;
    this.read = read;
  }

  static Optional<BlockCompression> of(int code) {
    return code < values().length ? Optional.of(values()[code]) : Optional.empty();
  }

  String label() {
    return label;
  }

  /** Whether this version can decompress it. */
  boolean isRead() {
    return read;
  }
}
