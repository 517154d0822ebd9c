// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.ReadFlows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Damaged block headers, and how reading goes on behind them. */
class BlockSearchTest {

  private final NfcapdBytes in = new NfcapdBytes(ByteOrder.LITTLE_ENDIAN);

  private byte[] block(int... sourcePorts) {
    return in.block(
        3, IntStream.of(sourcePorts).mapToObj(port -> in.flow(port)).toArray(byte[][]::new));
  }

  private static byte[] withSize(byte[] block, int size) {
    byte[] lying = block.clone();
    for (int i = 0; i < 4; i++) {
      lying[4 + i] = (byte) (size >>> (8 * i));
    }
    return lying;
  }

  private static List<String> sourcePorts(ReadFlows read) {
    return read.flows().stream()
        .map(flow -> flow.replaceFirst(".*source_transport_port=(\\d+) .*", "$1"))
        .toList();
  }

  /** In a file of four blocks with flows 1 to 6, the second of which says to be of another size. */
  private static DynamicTest lie(String how, int size, String... expected) {
    BlockSearchTest test = new BlockSearchTest();
    return DynamicTest.dynamicTest(
        how,
        () -> {
          byte[] file =
              test.in.layout2(
                  test.block(1), withSize(test.block(2, 3), size), test.block(4, 5), test.block(6));
          ReadFlows read = ReadFlows.of(file);
          assertThat(sourcePorts(read)).containsExactly(expected);
          assertThat(read.report().orElseThrow().tallies()).containsKey(Reason.CORRUPT);
        });
  }

  @TestFactory
  Stream<DynamicTest> aLyingBlockLengthCostsAtMostThatBlock() {
    return Stream.of(
        lie("beyond the limit", 70_000_000, "1", "4", "5", "6"),
        lie("nothing", 0, "1", "4", "5", "6"),
        lie("into its second flow", 100, "1", "2", "4", "5", "6"),
        lie("between its flows", 76, "1", "2", "4", "5", "6"),
        lie("a byte too many", 153, "1", "2", "3", "4", "5", "6"),
        lie("into the next block", 300, "1", "2", "3", "4", "5", "6"),
        lie("beyond the file", 100_000, "1", "2", "3", "4", "5", "6"));
  }

  @Test
  void whereReadingGoesOnIsTold() throws IOException {
    byte[] bad = withSize(block(2), 70_000_000);
    ReadFlows read = ReadFlows.of(in.layout2(block(1), bad, block(3)));
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT))
        .satisfies(
            tally -> {
              assertThat(tally.firstOffset()).isEqualTo(40L + block(1).length);
              assertThat(tally.bytes()).isEqualTo(bad.length);
              assertThat(tally.firstDetail())
                  .isEqualTo(
                      "block size: 70000000 (expected: 1..5242880); reading goes on at offset "
                          + (40 + block(1).length + bad.length));
            });
  }

  @Test
  void aBlockOfAnUnknownTypeIsPassedOver() throws IOException {
    byte[] odd = block(2);
    odd[8] = 77;
    ReadFlows read = ReadFlows.of(in.layout2(block(1), odd, block(3)));
    assertThat(sourcePorts(read)).containsExactly("1", "3");
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT).firstDetail())
        .startsWith("block type: 77 (expected: 3); reading goes on at offset ");
  }

  @Test
  void whatOnlyLooksLikeAHeaderIsNotOne() throws IOException {
    // Its one flow is there, but it announces two: no proof.
    byte[] two = block(3);
    two[0] = 2;
    ReadFlows read = ReadFlows.of(in.layout2(block(1), withSize(block(2), 70_000_000), two));
    assertThat(sourcePorts(read)).containsExactly("1");
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT).firstDetail())
        .endsWith("; the rest of the file is not read");
  }

  @Test
  void bytesThatAreNoBlocksAtAllEndTheFile() throws IOException {
    byte[] noise = new byte[300_000];
    new Random(5).nextBytes(noise);
    ReadFlows read = ReadFlows.of(in.layout2(block(1), new byte[1000], noise, block(2)));
    assertThat(sourcePorts(read)).containsExactly("1", "2");
  }

  @Test
  void filesThatWerePutTogetherAreReadToTheLast() throws IOException {
    byte[] one = in.layout2(block(1), block(2));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 150; i++) {
      all.writeBytes(one);
    }
    ReadFlows read = ReadFlows.of(all.toByteArray());
    assertThat(sourcePorts(read)).hasSize(300);
  }

  @Test
  void whatIsNotSearchedAnyMoreIsCounted() throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    byte[] header = withSize(in.block(3), 1 << 10);
    header[0] = 1;
    for (int i = 0; i < 1000; i++) {
      headers.writeBytes(header);
    }
    byte[] file = in.layout2(block(1), new byte[12], headers.toByteArray(), new byte[2_000_000]);
    ReadFlows read = ReadFlows.of(file);
    assertThat(sourcePorts(read)).containsExactly("1");
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT).bytes())
        .isGreaterThan(2_000_000);
  }

  @Test
  void aFileMadeToKeepTheSearchBusyEnds() {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    // Each announces 4 MiB of a record, and none has it.
    byte[] header = withSize(in.block(3), 4 << 20);
    header[0] = 1;
    for (int i = 0; i < 500_000; i++) {
      headers.writeBytes(header);
    }
    byte[] file = in.layout2(block(1), new byte[12], headers.toByteArray());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(sourcePorts(ReadFlows.of(file))).containsExactly("1"));
  }
}
