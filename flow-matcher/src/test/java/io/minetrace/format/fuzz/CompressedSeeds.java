// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.minetrace.format.FlowFormat;
import io.minetrace.format.compression.Compression;
import io.minetrace.format.contract.ContractCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The smaller pcap contract cases, compressed as a target is named. */
final class CompressedSeeds implements ArgumentsProvider {

  private static final int MAX_SEED_BYTES = 4096;

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    Compression compression =
        FuzzTarget.constant(Compression.class, context.getRequiredTestMethod());
    return ContractCase.of(FlowFormat.PCAP).stream()
        .map(ContractCase::bytes)
        .filter(bytes -> bytes.length <= MAX_SEED_BYTES)
        .map(bytes -> compress(compression, bytes))
        .map(Arguments::of);
  }

  private static byte[] compress(Compression compression, byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream stream = compressing(compression, compressed)) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static OutputStream compressing(Compression compression, OutputStream out)
      throws IOException {
    return switch (compression) {
      case GZIP -> new GZIPOutputStream(out);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
      case XZ -> new XZOutputStream(out, new LZMA2Options());
      case LZ4 -> new FramedLZ4CompressorOutputStream(out);
      case ZSTD -> new ZstdOutputStream(out);
    };
  }
}
