// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** The registry of compressions that are taken off, each known by its first bytes. */
public enum Compression {
  GZIP("gzip", head -> holds(head, 0, "1f8b08"), GzipMembers::new),
  /** {@code BZh}, the block size, and the magic of a block, or that of the end if there is none. */
  BZIP2(
      "bzip2",
      head ->
          holds(head, 0, "425a68")
              && (holds(head, 4, "314159265359") || holds(head, 4, "177245385090")),
      Bzip2Stream::new),
  XZ(
      "xz",
      head -> holds(head, 0, "fd377a585a00"),
      input -> new XZInputStream(input.rest(), Limits.XZ_KIB)),
  LZ4(
      "lz4",
      head -> isLz4(head, Limits.SKIPPABLE_FRAMES),
      input -> new FramedLZ4CompressorInputStream(input.rest(), true)),
  /** A frame of its own, or after {@link #LZ4} one of those that both have for other purposes. */
  ZSTD("zstd", head -> holds(head, 0, "28b52ffd") || isSkippable(head), ZstdStream::new);

  /** Apart, because an enum's constants come before its own constants of other types. */
  private static final class Limits {

    /** {@code xz -9} needs 65 MiB to decompress. A file that asks for more is refused by name. */
    static final int XZ_KIB = 132 * 1024;

    /** How many skippable frames are looked past for the first that says whose they are. */
    static final int SKIPPABLE_FRAMES = 16;
  }

  private static final int SKIPPABLE_HEADER_BYTES = 8;

  private final String label;
  private final Predicate<byte[]> recogniser;
  private final Decompressor decompressor;

  Compression(String label, Predicate<byte[]> recogniser, Decompressor decompressor) {
    this.label = label;
    this.recogniser = recogniser;
    this.decompressor = decompressor;
  }

  /** The compression of an input that begins with these bytes; empty if it is not compressed. */
  public static Optional<Compression> of(byte[] head) {
    return Arrays.stream(values()).filter(c -> c.recogniser.test(head)).findFirst();
  }

  /** The name that its users know it by. */
  public String label() {
    return label;
  }

  Decompressor decompressor() {
    return decompressor;
  }

  private static boolean holds(byte[] head, int at, String magic) {
    byte[] bytes = HexFormat.of().parseHex(magic);
    return head.length >= at + bytes.length
        && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
  }

  /** A frame that says nothing: zstd and lz4 have these in common. */
  private static boolean isSkippable(byte[] head) {
    return head.length >= SKIPPABLE_HEADER_BYTES
        && (head[0] & 0xf0) == 0x50
        && holds(head, 1, "2a4d18");
  }

  private static boolean isLz4(byte[] head, int skippable) {
    if (holds(head, 0, "04224d18")) {
      return true;
    }
    if (skippable == 0 || !isSkippable(head)) {
      return false;
    }
    long length =
        (head[4] & 0xffL)
            | (head[5] & 0xffL) << 8
            | (head[6] & 0xffL) << 16
            | (head[7] & 0xffL) << 24;
    return length < head.length - SKIPPABLE_HEADER_BYTES
        && isLz4(
            Arrays.copyOfRange(head, SKIPPABLE_HEADER_BYTES + (int) length, head.length),
            skippable - 1);
  }
}
