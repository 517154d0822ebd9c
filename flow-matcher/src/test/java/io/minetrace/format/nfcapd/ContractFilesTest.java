// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.ReadFlows;
import io.minetrace.report.FlowPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files of every layout and compression, as collectors wrote them, whole and damaged. */
class ContractFilesTest {

  private static final int FLIPS = 200;
  private static final int SMALL_BYTES = 2500;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Checks one file's bytes. */
  @FunctionalInterface
  private interface Check {
    void run(byte[] whole) throws IOException;
  }

  private static Stream<DynamicTest> forEach(Check check) throws IOException {
    return ContractFiles.all().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        Assertions.assertTimeoutPreemptively(
                            LIMIT, () -> check.run(Files.readAllBytes(file)))));
  }

  @TestFactory
  Stream<DynamicTest> everyValueIsAsNfdumpPrintsIt() throws IOException {
    return ContractFiles.all().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      List<String> expected = Files.readAllLines(ContractFiles.expected(file));
                      List<String> columns = List.of(expected.get(0).split(","));
                      assertThat(printed(file, columns))
                          .hasSizeGreaterThan(1)
                          .containsExactlyElementsOf(expected);
                    }));
  }

  /** The lines of {@code flow-matcher flows}, cut down to some columns. */
  private static List<String> printed(Path file, List<String> columns) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FlowReader reader = FlowFile.open(file);
        FlowPrinter printer = FlowPrinter.Syntax.CSV.start(out)) {
      FlowBatch batch = new FlowBatch();
      while (reader.next(batch)) {
        printer.print(batch);
      }
      assertThat(reader.report().isPartial()).isFalse();
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    List<String> names = List.of(lines.get(0).split(","));
    return lines.stream()
        .map(line -> line.split(",", -1))
        .map(
            cells ->
                columns.stream()
                    .map(column -> cells[names.indexOf(column)])
                    .collect(Collectors.joining(",")))
        .toList();
  }

  @Test
  void everyLayoutAndCompressionIsThere() throws IOException {
    Set<String> formats = new HashSet<>();
    for (Path file : ContractFiles.all()) {
      try (FlowReader reader = FlowFile.open(file)) {
        formats.add(reader.report().format().replaceFirst("nfcapd layout ", ""));
      }
    }
    assertThat(formats)
        .containsExactlyInAnyOrder(
            "1, uncompressed, big-endian",
            "3, uncompressed, big-endian",
            "1, uncompressed",
            "1, LZO",
            "1, BZ2",
            "1, LZ4",
            "2, uncompressed",
            "2, LZO",
            "2, BZ2",
            "2, LZ4",
            "2, ZSTD",
            "3, uncompressed",
            "3, LZO",
            "3, BZ2",
            "3, LZ4",
            "3, ZSTD");
  }

  @TestFactory
  Stream<DynamicTest> aFileCutAnywhereGivesItsFirstFlowsAndSaysSo() throws IOException {
    return forEach(
        whole -> {
          List<String> flows = ReadFlows.of(whole).flows();
          // Every byte of those that show a layout or a compression; a sample of the others.
          int step = whole.length <= SMALL_BYTES ? 1 : 7;
          for (int length = 0; length < whole.length; length += step) {
            ReadFlows cut = ReadFlows.of(Arrays.copyOf(whole, length));
            assertThat(cut.flows())
                .as("cut at %d", length)
                .isEqualTo(flows.subList(0, cut.flows().size()));
            assertThat(
                    cut.failure().isPresent()
                        || cut.report().orElseThrow().isPartial()
                        || cut.flows().size() == flows.size())
                .as("cut at %d is told", length)
                .isTrue();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> flippedBitsNeitherHangNorEscape() throws IOException {
    return forEach(
        whole -> {
          int flows = ReadFlows.of(whole).flows().size();
          Random random = new Random(whole.length);
          for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = whole.clone();
            for (int bits = random.nextInt(4); bits >= 0; bits--) {
              flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(ReadFlows.of(flipped).flows()).hasSizeLessThanOrEqualTo(flows);
          }
        });
  }
}
