// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import java.util.Map;

/**
 * The start of a SiLK file, as far as it says what the file is.
 *
 * <pre>
 *   0 u32 magic 0xDEADBEEF, big-endian   6 u8 version of the file
 *   4 u8  flags, 1 = big-endian          7 u8 compression
 *   5 u8  format
 * </pre>
 *
 * Source: SiLK 3, {@code libsilk/skheader.c}, {@code silk_files.h}.
 */
final class SilkHeader {

  private static final int FORMAT = 5;
  private static final int VERSION = 6;
  private static final int HEADER_BYTES = 8;

  private static final Map<Integer, String> FLOWS =
      Map.ofEntries(
          Map.entry(0x0a, "FT_IPFIX"),
          Map.entry(0x0b, "FT_RWIPV6"),
          Map.entry(0x0c, "FT_RWIPV6ROUTING"),
          Map.entry(0x0d, "FT_RWAUGSNMPOUT"),
          Map.entry(0x0e, "FT_RWAUGROUTING"),
          Map.entry(0x10, "FT_RWROUTED"),
          Map.entry(0x11, "FT_RWNOTROUTED"),
          Map.entry(0x12, "FT_RWSPLIT"),
          Map.entry(0x13, "FT_RWFILTER"),
          Map.entry(0x14, "FT_RWAUGMENTED"),
          Map.entry(0x15, "FT_RWAUGWEB"),
          Map.entry(0x16, "FT_RWGENERIC"),
          Map.entry(0x1c, "FT_FLOWCAP"),
          Map.entry(0x1f, "FT_RWWWW"));

  private static final Map<Integer, String> OTHERS =
      Map.of(0x1d, "FT_IPSET", 0x21, "FT_RWBAG", 0x25, "FT_PREFIXMAP", 0x19, "FT_RWSCAN");

  private SilkHeader() {}

  /** {@code a SiLK file (FT_RWGENERIC, file version 16)}. */
  static String describe(byte[] head) {
    if (head.length < HEADER_BYTES) {
      return "a SiLK file, cut short";
    }
    int format = head[FORMAT] & 0xff;
    String what =
        FLOWS.containsKey(format)
            ? FLOWS.get(format)
            : OTHERS.containsKey(format)
                ? OTHERS.get(format) + ", no flows"
                : "format 0x%02x".formatted(format);
    return "a SiLK file (" + what + ", file version " + (head[VERSION] & 0xff) + ")";
  }
}
