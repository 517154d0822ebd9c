// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.compression.UnwrappedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compressed flow files are read as if they were not; damage costs what cannot be decompressed. */
class CompressedInputTest {

  /** What compresses here, which is not what decompresses there. */
  enum Tool {
    GZIP {
      @Override
      OutputStream over(OutputStream out) throws IOException {
        return new GZIPOutputStream(out, true);
      }
    },
    BZIP2 {
      @Override
      OutputStream over(OutputStream out) throws IOException {
        return new BZip2CompressorOutputStream(out, 1);
      }
    },
    XZ {
      @Override
      OutputStream over(OutputStream out) throws IOException {
        return new XZOutputStream(out, new LZMA2Options(1));
      }
    },
    ZSTD {
      @Override
      OutputStream over(OutputStream out) throws IOException {
        return new ZstdOutputStream(out);
      }
    },
    LZ4 {
      @Override
      OutputStream over(OutputStream out) throws IOException {
        return new FramedLZ4CompressorOutputStream(out);
      }
    };

    abstract OutputStream over(OutputStream out) throws IOException;

    byte[] compress(byte[] plain) throws IOException {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (OutputStream out = over(compressed)) {
        out.write(plain);
      }
      return compressed.toByteArray();
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As the first byte of a deflated block: the last, and of the type that there is not. */
  private static final int RESERVED_BLOCK = 7;

  private static byte[] capture;
  private static ReadFlows plain;

  @BeforeAll
  static void readPlain() throws IOException {
    capture = Files.readAllBytes(SampleFlows.captures("pcap").get(0));
    plain = ReadFlows.of(capture);
    assertThat(plain.flows()).hasSizeGreaterThan(20);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static String format(ReadFlows read) {
    return read.report().map(DecodeReport::format).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void aCompressedFileGivesTheFlowsOfItsContent(Tool tool) throws IOException {
    ReadFlows read = ReadFlows.of(tool.compress(capture));
    assertThat(read.failure()).isEmpty();
    assertThat(read.flows()).isEqualTo(plain.flows());
    assertThat(format(read)).isEqualTo(format(plain) + " in " + tool.label());
  }

  @ParameterizedTest
  @EnumSource
  void compressionInCompressionIsTakenOffToo(Tool tool) throws IOException {
    ReadFlows read = ReadFlows.of(Tool.GZIP.compress(tool.compress(capture)));
    assertThat(read.failure()).isEmpty();
    assertThat(read.flows()).isEqualTo(plain.flows());
    assertThat(format(read)).isEqualTo(format(plain) + " in " + tool.label() + " in gzip");
  }

  @Test
  void compressedMoreThanTwiceIsRefused() throws IOException {
    byte[] thrice = Tool.GZIP.compress(Tool.XZ.compress(Tool.GZIP.compress(capture)));
    assertThat(ReadFlows.of(thrice).failure())
        .contains(
            "input, offset 0: is compressed more than twice, which is not read; decompress it"
                + " first");
  }

  @ParameterizedTest
  @EnumSource
  void pieceAfterPieceIsOneFile(Tool tool) throws IOException {
    int half = capture.length / 2 + 1;
    byte[] pieces =
        join(
            tool.compress(Arrays.copyOf(capture, half)),
            tool.compress(new byte[0]),
            tool.compress(Arrays.copyOfRange(capture, half, capture.length)));
    ReadFlows read = ReadFlows.of(pieces);
    assertThat(read.failure()).isEmpty();
    assertThat(read.flows()).isEqualTo(plain.flows());
  }

  @ParameterizedTest
  @EnumSource
  void whatFollowsTheCompressedDataIsTold(Tool tool) throws IOException {
    for (byte[] rest :
        new byte[][] {new byte[20], "no more data".getBytes(StandardCharsets.UTF_8)}) {
      if (tool == Tool.XZ && rest[0] == 0) {
        // The format has zeros for padding.
        continue;
      }
      ReadFlows read = ReadFlows.of(join(tool.compress(capture), rest));
      assertThat(read.flows()).isEqualTo(plain.flows());
      assertThat(read.failure().orElseThrow())
          .startsWith("input, offset ")
          .contains(tool.label() + " data cannot be decompressed further than " + capture.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCutFileIsToldAndGivesNothingThatItDoesNotHold(Tool tool) throws IOException {
    byte[] whole = tool.compress(capture);
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      int length = 10 + random.nextInt(whole.length - 10);
      ReadFlows cut = ReadFlows.of(Arrays.copyOf(whole, length));
      assertThat(cut.flows())
          .as("cut at %d", length)
          .isEqualTo(plain.flows().subList(0, cut.flows().size()));
      assertThat(cut.failure().orElseThrow())
          .as("cut at %d", length)
          .startsWith("input, offset " + length + ": " + tool.label() + " data end early, after ");
    }
  }

  @Test
  void aCutGzipFileGivesAllThatWasFlushed() throws IOException {
    int half = capture.length / 2;
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    int cut;
    try (OutputStream out = Tool.GZIP.over(compressed)) {
      out.write(capture, 0, half);
      out.flush();
      cut = compressed.size();
      out.write(capture, half, capture.length - half);
    }
    assertGivesAllOf(half, Arrays.copyOf(compressed.toByteArray(), cut));
  }

  @Test
  void aDamagedGzipMemberGivesAllThatIsBeforeTheDamage() throws IOException {
    int half = capture.length / 2;
    byte[] firstHalf = Arrays.copyOf(capture, half);
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    try (OutputStream out = Tool.GZIP.over(damaged)) {
      out.write(firstHalf);
      out.flush();
      damaged.write(RESERVED_BLOCK);
      ReadFlows read = ReadFlows.of(damaged.toByteArray());
      assertThat(read.failure().orElseThrow())
          .contains("gzip data cannot be decompressed further than " + half + " bytes");
      assertThat(read.flows()).isEqualTo(ReadFlows.of(firstHalf).flows()).isNotEmpty();
    }
  }

  @Test
  void damageInALaterGzipMemberCostsNothingBeforeIt() throws IOException {
    int half = capture.length / 2;
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.write(Tool.GZIP.compress(Arrays.copyOf(capture, half)));
    try (OutputStream out = Tool.GZIP.over(damaged)) {
      out.write(capture, half, capture.length - half);
      out.flush();
      damaged.write(RESERVED_BLOCK);
      ReadFlows read = ReadFlows.of(damaged.toByteArray());
      assertThat(read.failure().orElseThrow())
          .contains("gzip data cannot be decompressed further than " + capture.length + " bytes");
      assertThat(read.flows()).isEqualTo(plain.flows());
    }
  }

  @Test
  void aDamagedZlibStreamGivesAllThatIsBeforeTheDamage() throws IOException {
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(damaged, true)) {
      out.write(capture);
      out.flush();
      damaged.write(RESERVED_BLOCK);
      UnwrappedInput read =
          UnwrappedInput.ofZlib(
              new FlowInput("input", new ByteArrayInputStream(damaged.toByteArray())));
      byte[] content = new byte[capture.length + 1];
      assertThat(read.content().read(content, 0, content.length)).isEqualTo(capture.length);
      assertThat(Arrays.copyOf(content, capture.length)).isEqualTo(capture);
      assertThat(read.damage().orElseThrow())
          .hasMessageContaining(
              "zlib data cannot be decompressed further than " + capture.length + " bytes");
    }
  }

  @Test
  void aCutZstdFrameGivesAllOfItsWholeBlocks() throws IOException {
    for (int checksumFlag : new int[] {0, 4}) {
      int half = capture.length / 2;
      byte[] header = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) checksumFlag, 13 << 3};
      byte[] first = block(0, Arrays.copyOf(capture, half));
      byte[] second = block(1, Arrays.copyOfRange(capture, half, capture.length));
      assertGivesAllOf(half, join(header, first));
      assertGivesAllOf(half, join(header, first, Arrays.copyOf(second, 2)));
      assertGivesAllOf(half, join(header, first, Arrays.copyOf(second, second.length - 1)));
      byte[] reserved = {7, 0, 0};
      ReadFlows damaged = ReadFlows.of(join(header, first, reserved, second));
      assertThat(damaged.flows()).isEqualTo(ReadFlows.of(Arrays.copyOf(capture, half)).flows());
      assertThat(damaged.failure().orElseThrow()).contains("(block of type 3 and size 0)");
    }
  }

  private static void assertGivesAllOf(int length, byte[] compressed) throws IOException {
    ReadFlows cut = ReadFlows.of(compressed);
    assertThat(cut.failure().orElseThrow())
        .contains("data end early, after " + length + " bytes decompressed");
    assertThat(cut.flows()).isEqualTo(ReadFlows.of(Arrays.copyOf(capture, length)).flows());
    assertThat(cut.flows()).isNotEmpty();
    assertThat(cut.failure().orElseThrow())
        .contains("data end early, after " + length + " bytes decompressed");
  }

  private static byte[] block(int last, byte[] raw) {
    int header = raw.length << 3 | last;
    return join(new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16)}, raw);
  }

  @Test
  void aDamagedGzipChecksumCostsNoFlow() throws IOException {
    byte[] whole = Tool.GZIP.compress(capture);
    whole[whole.length - 6] ^= 1;
    ReadFlows read = ReadFlows.of(whole);
    assertThat(read.flows()).isEqualTo(plain.flows());
    assertThat(read.failure().orElseThrow()).contains("gzip data cannot be decompressed further");
  }

  @Test
  void framesOfOtherPurposesArePassedOver() throws IOException {
    byte[] other =
        ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(0x184d2a53).putInt(4).array();
    for (Tool tool : List.of(Tool.ZSTD, Tool.LZ4)) {
      ReadFlows read = ReadFlows.of(join(other, other, tool.compress(capture), other));
      assertThat(read.failure()).as(tool.name()).isEmpty();
      assertThat(read.flows()).as(tool.name()).isEqualTo(plain.flows());
    }
  }

  @ParameterizedTest
  @EnumSource
  void flippedBitsNeitherHangNorEscape(Tool tool) throws IOException {
    byte[] whole = tool.compress(capture);
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      byte[] flipped = whole.clone();
      for (int bits = random.nextInt(4); bits >= 0; bits--) {
        flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      }
      ReadFlows read = ReadFlows.of(flipped);
      assertThat(read.flows()).hasSizeLessThan(capture.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingCompressedIsNoEmptySuccess(Tool tool) throws IOException {
    assertThat(ReadFlows.of(tool.compress(new byte[0])).failure())
        .contains("input, offset 0: in " + tool.label() + ": the file is empty");
  }

  @Test
  void whatIsInACompressedFileIsNamed() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThat(ReadFlows.of(Tool.GZIP.compress(tar)).failure())
        .contains(
            "input, offset 0: in gzip: is a tar archive, which is not read; unpack it first, with"
                + " tar -xf");
    assertThat(ReadFlows.of(Tool.ZSTD.compress(new byte[100])).failure().orElseThrow())
        .startsWith("input, offset 0: in zstd: not a known flow format (first bytes 00 00 00 00");
  }

  @Test
  void whatTakesTooMuchMemoryIsRefused() throws IOException {
    byte[] xz = Tool.XZ.compress(capture);
    // After the stream's header: size of the block's header, flags, LZMA2, 1, size of dictionary.
    assertThat(xz[14]).isEqualTo((byte) 0x21);
    xz[16] = 32;
    int crc = 12 + xz[12] * 4;
    CRC32 crc32 = new CRC32();
    crc32.update(xz, 12, crc - 12);
    ByteBuffer.wrap(xz).order(ByteOrder.LITTLE_ENDIAN).putInt(crc, (int) crc32.getValue());
    assertThat(ReadFlows.of(xz).failure().orElseThrow())
        .contains(
            "xz data needs 256 MiB to decompress (expected: at most 132); decompress it first");
    byte[] header = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (17 << 3)};
    assertThat(ReadFlows.of(join(header, block(1, capture))).failure().orElseThrow())
        .contains("zstd data cannot be decompressed further than 0 bytes (window: 134217728 bytes");
    byte[] segment = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xa0, 0, 0, 0, 0x7f};
    assertThat(ReadFlows.of(join(segment, block(1, capture))).failure().orElseThrow())
        .contains("(window: 2130706432 bytes (expected: at most 134217728");
  }

  @Test
  void aBombIsReadAsItComes() throws IOException {
    byte[] megabyte = new byte[1 << 20];
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      // A capture of empty packets without end: a header, then zeros.
      out.write(capture, 0, 24);
      for (int i = 0; i < 200; i++) {
        out.write(megabyte);
      }
    }
    try (FlowReader reader = FlowFile.open("bomb", new ByteArrayInputStream(bomb.toByteArray()))) {
      assertThat(reader.next(new FlowBatch())).isFalse();
    }
  }

  @Test
  void anErrorOfTheStreamIsNoDamageOfTheData() throws IOException {
    for (Tool tool : Tool.values()) {
      byte[] whole = tool.compress(tool.compress(capture));
      InputStream failing =
          new SequenceInputStream(
              Collections.enumeration(
                  List.of(
                      new ByteArrayInputStream(whole, 0, whole.length / 2), new BrokenStream())));
      assertThatThrownBy(() -> readAll(failing))
          .as(tool.name())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(MalformedFlowFileException.class)
          .hasMessage("the disk is gone");
    }
  }

  private static void readAll(InputStream stream) throws IOException {
    try (FlowReader reader = FlowFile.open("input", stream)) {
      FlowBatch batch = new FlowBatch();
      boolean more = true;
      while (more) {
        more = reader.next(batch);
      }
    }
  }

  /** A disk that has gone. */
  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the disk is gone");
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      throw new IOException("the disk is gone");
    }
  }
}
