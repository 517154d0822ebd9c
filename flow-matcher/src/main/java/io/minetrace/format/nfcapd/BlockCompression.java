// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.util.Optional;

/** How the blocks of a file are compressed, each on its own. Every layout has its own codes. */
enum BlockCompression {
  NONE("uncompressed", 0),
  LZO("LZO", 0x1),
  BZ2("BZ2", 0x8),
  LZ4("LZ4", 0x10),
  ZSTD("ZSTD", -1);

  /** The bits of layout 1's file flags that are about compression. */
  private static final int LAYOUT_1_MASK = 0x19;

  private final String label;
  private final int layout1Flag;

  BlockCompression(String label, int layout1Flag) {
    this.label = label;
    this.layout1Flag = layout1Flag;
  }

  /** By the flags in the file header of layout 1. */
  static Optional<BlockCompression> ofLayout1(int flags) {
    for (BlockCompression compression : values()) {
      if (compression.layout1Flag == (flags & LAYOUT_1_MASK)) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /** By the code in the file header of layout 2. */
  static Optional<BlockCompression> ofLayout2(int code) {
    return code < values().length ? Optional.of(values()[code]) : Optional.empty();
  }

  /** By the code in a block header of layout 3, or a file header where it is not 0. */
  static Optional<BlockCompression> ofLayout3(int code) {
    return code > 0 ? ofLayout2(code - 1) : Optional.empty();
  }

  String label() {
    return label;
  }
}
