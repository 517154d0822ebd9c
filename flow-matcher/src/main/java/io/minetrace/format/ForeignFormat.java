// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import java.util.Arrays;
import java.util.Optional;

/** Files that are known by their first bytes and not read, with what to do about each. */
enum ForeignFormat {
  GZIP("gzip-compressed", "decompress it first, with gzip -d", 0x1f, 0x8b),
  BZIP2("bzip2-compressed", "decompress it first, with bzip2 -d", 'B', 'Z', 'h'),
  ZSTD("zstd-compressed", "decompress it first, with zstd -d", 0x28, 0xb5, 0x2f, 0xfd),
  XZ("xz-compressed", "decompress it first, with xz -d", 0xfd, '7', 'z', 'X', 'Z', 0),
  LZ4_FRAME("lz4-compressed", "decompress it first, with lz4 -d", 0x04, 0x22, 0x4d, 0x18),
  FLOW_TOOLS("a flow-tools file", "convert it with ft2nfdump", 0xcf, 0x10),
  SILK("a SiLK file", "convert it with rwsilk2ipfix", 0xde, 0xad, 0xbe, 0xef),
  ZIP("a zip archive", "windows are given with -w; flow files have to be unpacked", 'P', 'K', 3, 4);

  private final String label;
  private final String hint;
  private final int[] magic;

  ForeignFormat(String label, String hint, int... magic) {
    this.label = label;
    this.hint = hint;
    this.magic = magic;
  }

  static Optional<ForeignFormat> of(byte[] head) {
    return Arrays.stream(values()).filter(format -> format.begins(head)).findFirst();
  }

  private boolean begins(byte[] head) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** {@code is gzip-compressed, which is not read; decompress it first, with gzip -d}. */
  String advice() {
    return "is " + label + ", which is not read; " + hint;
  }
}
