// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;

/**
 * What a file says before its first block.
 *
 * <pre>
 *   all layouts: 0 u16 magic 0xA50C, in the writer's byte order; 2 u16 layout
 *
 *   layout 1, 276 bytes         layout 2, 40 bytes            layout 3, 48 bytes
 *    4 u32 flags, compression    4 u32 nfdump version          4 u32 nfdump version
 *      1 LZO, 8 BZ2, 16 LZ4      8 u64 created                 8 u64 created
 *      and 2 anonymised
 *    8 u32 number of blocks     16 u8  compression            16 u16 creator
 *   12 char[128] ident          17 u8  encryption             18 u16 compression
 *  140 statistics               18 u16 appendix blocks        20 u32 flags, 1 = encrypted
 *                               20 u32 creator                24 u32 block size
 *                               24 u64 appendix offset        28 u32 directory size
 *                               32 u32 block size             32 u64 directory offset
 *                               36 u32 number of blocks       40 u64 reserved
 * </pre>
 */
final class FileHeader {

  private static final int MAGIC_AND_LAYOUT_BYTES = 4;
  private static final int LAYOUT_1_BYTES = 276;
  private static final int LAYOUT_1_IDENT = 12;
  private static final int LAYOUT_1_STATISTICS = 140;
  private static final int LAYOUT_1_ANONYMISED = 0x2;
  private static final int CREATED_BY_NFANON = 5;
  private static final int LAYOUT_2_BYTES = 40;
  private static final int LAYOUT_3_BYTES = 48;
  private static final int MAX_BLOCK_BYTES = 64 * 1024 * 1024;

  private final String file;
  private final WriterOrder order;
  private final byte[] bytes;
  private final int layout;

  private FileHeader(String file, WriterOrder order, byte[] bytes, int layout) {
    this.file = file;
    this.order = order;
    this.bytes = bytes;
    this.layout = layout;
  }

  /** Whether a file that begins so claims to be nfcapd's, of any layout and byte order. */
  static boolean recognises(byte[] head) {
    return head.length >= MAGIC_AND_LAYOUT_BYTES
        && ((head[0] == 0x0C && (head[1] & 0xff) == 0xA5)
            || ((head[0] & 0xff) == 0xA5 && head[1] == 0x0C));
  }

  /**
   * Reads it.
   *
   * @throws MalformedFlowFileException if the file is of an unknown layout, encrypted, or has no
   *     complete header
   */
  static FileHeader read(FlowInput input) throws IOException {
    byte[] bytes = new byte[LAYOUT_1_BYTES];
    int read = input.read(bytes, 0, MAGIC_AND_LAYOUT_BYTES);
    WriterOrder order = bytes[0] == 0x0C ? WriterOrder.LITTLE_ENDIAN : WriterOrder.BIG_ENDIAN;
    int layout = order.u16(bytes, 2);
    FileHeader header = new FileHeader(input.name(), order, bytes, layout);
    int length =
        switch (layout) {
          case 1 -> LAYOUT_1_BYTES;
          case 2 -> LAYOUT_2_BYTES;
          case 3 -> LAYOUT_3_BYTES;
          default ->
              throw header.malformed(2, "nfcapd file layout: " + layout + " (expected: 1..3)");
        };
    read += input.read(bytes, read, length - read);
    if (read < length) {
      throw header.malformed(read, "file header: " + read + " bytes (expected: " + length + ")");
    }
    header.refuseEncryption();
    return header;
  }

  private MalformedFlowFileException malformed(long offset, String problem) {
    return new MalformedFlowFileException(file, offset, problem);
  }

  private void refuseEncryption() throws MalformedFlowFileException {
    if (layout == 2 && bytes[17] != 0) {
      throw malformed(
          17, "encryption: " + bytes[17] + " (expected: 0, for encrypted files are not read)");
    }
    if (layout == 3 && (order.i32(bytes, 20) & 1) != 0) {
      throw malformed(
          20, "encrypted file (expected: not encrypted; nfdump 1.8 reads it with its passphrase)");
    }
  }

  int layout() {
    return layout;
  }

  WriterOrder order() {
    return order;
  }

  BlockFraming framing() throws MalformedFlowFileException {
    return switch (layout) {
      case 1, 2 -> new ShortHeaderFraming(layout, order, compression());
      default -> new LongHeaderFraming(order, compression(), maxBlockBytes());
    };
  }

  private BlockCompression compression() throws MalformedFlowFileException {
    return switch (layout) {
      case 1 -> {
        int flags = order.i32(bytes, 4);
        yield BlockCompression.ofLayout1(flags)
            .orElseThrow(
                () ->
                    malformed(
                        4,
                        "flags: 0x"
                            + Integer.toHexString(flags)
                            + " (expected: one compression at most)"));
      }
      case 2 -> {
        int code = bytes[16] & 0xff;
        yield BlockCompression.ofLayout2(code)
            .orElseThrow(() -> malformed(16, "compression: " + code + " (expected: 0..4)"));
      }
      default -> {
        int code = order.u16(bytes, 18);
        // Undefined is how a file without compression began in early betas.
        yield code == 0
            ? BlockCompression.NONE
            : BlockCompression.ofLayout3(code)
                .orElseThrow(() -> malformed(18, "compression: " + code + " (expected: 0..5)"));
      }
    };
  }

  private int maxBlockBytes() throws MalformedFlowFileException {
    long size = order.u32(bytes, 24);
    if (size == 0 || size > MAX_BLOCK_BYTES) {
      throw malformed(24, "block size: " + size + " (expected: 1.." + MAX_BLOCK_BYTES + ")");
    }
    return (int) size;
  }

  /** {@code nfcapd layout 2, LZ4}. */
  String format() throws MalformedFlowFileException {
    return "nfcapd layout "
        + layout
        + ", "
        + compression().label()
        + (order == WriterOrder.BIG_ENDIAN ? ", " + order.label() : "");
  }

  /** How many blocks there have to be; 0 if the file was never closed, or does not say. */
  long announcedBlocks() {
    return switch (layout) {
      case 1 -> order.u32(bytes, 8);
      case 2 -> order.u32(bytes, 36);
      default -> 0;
    };
  }

  /** Whether a directory has to come behind the blocks. */
  boolean announcesDirectory() {
    return layout == 3 && order.i64(bytes, 32) != 0;
  }

  /** Whether the file says that its addresses are not those of the flows. */
  private boolean isAnonymised() {
    return switch (layout) {
      case 1 -> (order.i32(bytes, 4) & LAYOUT_1_ANONYMISED) != 0;
      case 2 -> order.i32(bytes, 20) == CREATED_BY_NFANON;
      default -> order.u16(bytes, 16) == CREATED_BY_NFANON;
    };
  }

  void tell(FileFacts facts) {
    if (isAnonymised()) {
      facts.anonymised(layout == 1 ? "a flag in its header" : "written by nfanon");
    }
    if (layout == 1) {
      facts.ident(bytes, LAYOUT_1_IDENT, LAYOUT_1_STATISTICS - LAYOUT_1_IDENT);
      facts.statistics(bytes, LAYOUT_1_STATISTICS, LAYOUT_1_BYTES - LAYOUT_1_STATISTICS);
    }
  }
}
