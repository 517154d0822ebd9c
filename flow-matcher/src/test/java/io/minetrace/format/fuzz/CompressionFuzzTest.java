// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.minetrace.format.FlowFile;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.compression.Compression;
import io.minetrace.format.contract.GuardedReading;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Compressed files of any bytes, by compression. */
@Timeout(20)
class CompressionFuzzTest {

  private static final int BATCH_ROWS = 16;

  private static void read(Compression compression, byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FlowInput.HEAD_BYTES));
    if (Compression.of(head).equals(Optional.of(compression))) {
      GuardedReading.of(
          stream -> FlowFile.open("input", stream), new ByteArrayInputStream(bytes), BATCH_ROWS);
    }
  }

  @ArgumentsSource(CompressedSeeds.class)
  @FuzzTest
  void gzip(byte[] bytes) {
    read(Compression.GZIP, bytes);
  }

  @ArgumentsSource(CompressedSeeds.class)
  @FuzzTest
  void bzip2(byte[] bytes) {
    read(Compression.BZIP2, bytes);
  }

  @ArgumentsSource(CompressedSeeds.class)
  @FuzzTest
  void xz(byte[] bytes) {
    read(Compression.XZ, bytes);
  }

  @ArgumentsSource(CompressedSeeds.class)
  @FuzzTest
  void lz4(byte[] bytes) {
    read(Compression.LZ4, bytes);
  }

  @ArgumentsSource(CompressedSeeds.class)
  @FuzzTest
  void zstd(byte[] bytes) {
    read(Compression.ZSTD, bytes);
  }
}
