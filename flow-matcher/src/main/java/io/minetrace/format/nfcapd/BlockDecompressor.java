// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lzo.LzoDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Decompresses whole blocks. Used by one thread. */
final class BlockDecompressor {

  /** How much the codes are to be trusted. */
  enum Care {
    QUICK,
    STRICT
  }

  private final Lz4 lz4 = new Lz4();
  private final LzoDecompressor lzo = new LzoDecompressor();
  private final ZstdDecompressor zstd = new ZstdDecompressor();

  /** Whether what was decompressed quickly may be of data that are refused with care. */
  boolean isLenient(BlockCompression compression) {
    return compression == BlockCompression.LZ4 && lz4.isLenient();
  }

  /**
   * Decompresses {@code stored[0, length)} into {@code plain}.
   *
   * @return bytes decompressed
   * @throws DataFormatException if the data is damaged, or more than {@code plain} holds
   */
  int decompress(BlockCompression compression, Care care, byte[] stored, int length, byte[] plain)
      throws DataFormatException {
    try {
      return switch (compression) {
        case NONE -> {
          System.arraycopy(stored, 0, plain, 0, length);
          yield length;
        }
        case LZO -> decompress(lzo, stored, length, plain);
        case BZ2 -> bunzip2(stored, length, plain);
        case LZ4 -> lz4.decompress(care, stored, length, plain);
        case ZSTD -> decompress(zstd, stored, length, plain);
      };
    } catch (IOException | RuntimeException e) {
      // The libraries answer damage with exceptions of many kinds, index errors among them.
      DataFormatException damaged = new DataFormatException(String.valueOf(e.getMessage()));
      damaged.initCause(e);
      throw damaged;
    }
  }

  private static int decompress(Decompressor codec, byte[] stored, int length, byte[] plain) {
    return codec.decompress(stored, 0, length, plain, 0, plain.length);
  }

  private static int bunzip2(byte[] stored, int length, byte[] plain) throws IOException {
    try (InputStream in =
        new BZip2CompressorInputStream(new ByteArrayInputStream(stored, 0, length))) {
      int read = in.readNBytes(plain, 0, plain.length);
      if (read == plain.length && in.read() >= 0) {
        throw new IOException("more than " + plain.length + " bytes");
      }
      return read;
    }
  }
}
