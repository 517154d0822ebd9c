// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Files that are known by their first bytes and not read, with what to do about each. */
enum ForeignFormat {
  SILK(
      SilkHeader::describe,
      "convert it with rwsilk2ipfix, or print its flows with rwcut",
      magic(0xde, 0xad, 0xbe, 0xef)),
  CESNET_FDS("a CESNET FDS file", "print its flows as JSON with fdsdump", text(0, "FDS1")),
  ARGUS("an Argus file", "print its flows with ra -c ,", ForeignFormat::isArgus),
  PARQUET("a Parquet file", "the Spark job reads it", text(0, "PAR1")),
  AVRO("an Avro file", "convert it to Parquet, which the Spark job reads", text(0, "Obj\u0001")),
  ORC("an ORC file", "convert it to Parquet, which the Spark job reads", text(0, "ORC")),
  ARROW("an Arrow file", "convert it to Parquet, which the Spark job reads", text(0, "ARROW1")),
  TAR("a tar archive", "unpack it first, with tar -xf", text(257, "ustar")),
  ZIP("a zip archive", "windows are given with -w; flow files have to be unpacked", zip()),
  SEVEN_ZIP("a 7z archive", "unpack it first, with 7z x", magic('7', 'z', 0xbc, 0xaf, 0x27, 0x1c)),
  RAR("a RAR archive", "unpack it first, with unrar x", text(0, "Rar!\u001a\u0007")),
  COMPRESS("compressed by compress", "decompress it first, with gzip -d", magic(0x1f, 0x9d)),
  LZOP("lzop-compressed", "decompress it first, with lzop -d", magic(0x89, 'L', 'Z', 'O', 0)),
  LZ4_LEGACY(
      "lz4-compressed in the legacy format",
      "decompress it first, with lz4 -d",
      magic(0x02, 0x21, 0x4c, 0x18)),
  SNAPPY(
      "snappy-compressed",
      "decompress it first, with snzip -d",
      magic(0xff, 0x06, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y')),
  LZMA(
      "lzma-compressed",
      "decompress it first, with xz -d --format=lzma",
      magic(0x5d, 0, 0).and(head -> head.length >= 13 && head[12] == head[11]));

  private final Function<byte[], String> label;
  private final String hint;
  private final Predicate<byte[]> recogniser;

  ForeignFormat(String label, String hint, Predicate<byte[]> recogniser) {
    this(head -> label, hint, recogniser);
  }

  ForeignFormat(Function<byte[], String> label, String hint, Predicate<byte[]> recogniser) {
    this.label = label;
    this.hint = hint;
    this.recogniser = recogniser;
  }

  static Optional<ForeignFormat> of(byte[] head) {
    return Arrays.stream(values()).filter(format -> format.recogniser.test(head)).findFirst();
  }

  /** {@code is a tar archive, which is not read; unpack it first, with tar -xf}. */
  String advice(byte[] head) {
    return "is " + label.apply(head) + ", which is not read; " + hint;
  }

  private static Predicate<byte[]> magic(int... magic) {
    byte[] bytes = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      bytes[i] = (byte) magic[i];
    }
    return at(0, bytes);
  }

  private static Predicate<byte[]> text(int offset, String text) {
    return at(offset, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Predicate<byte[]> at(int offset, byte[] magic) {
    return head ->
        head.length >= offset + magic.length
            && Arrays.equals(head, offset, offset + magic.length, magic, 0, magic.length);
  }

  /** The first member's, that of an empty archive, that of one in parts. */
  private static Predicate<byte[]> zip() {
    return magic('P', 'K', 3, 4).or(magic('P', 'K', 5, 6)).or(magic('P', 'K', 7, 8));
  }

  /**
   * A management record comes first: type 8 in the high bits, its length in words, and after four
   * bytes one of the cookies of versions 2, 3 and 5.
   */
  private static boolean isArgus(byte[] head) {
    if (head.length < 12 || (head[0] & 0xf0) != 0x80) {
      return false;
    }
    int length = 4 * ((head[2] & 0xff) << 8 | (head[3] & 0xff));
    boolean cookie =
        at(8, new byte[] {(byte) 0xe5, 0x61, 0x7a, (byte) 0xcb})
            .or(at(8, new byte[] {(byte) 0xe5, 0x71, 0x2d, (byte) 0xcb}))
            .or(at(8, new byte[] {(byte) 0xe5, 0x71, 0x50, (byte) 0xcb}))
            .test(head);
    return cookie && length >= 12;
  }
}
