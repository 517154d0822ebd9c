// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.export.FlowRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams of real exporters; they are not part of the project. */
class CorpusTest {

  private static final Optional<Path> PACKETS =
      Optional.ofNullable(System.getenv("MINETRACE_CORPUS"))
          .map(corpus -> Path.of(corpus, "export-packets"))
          .filter(Files::isDirectory);

  @BeforeEach
  void corpusIsThere() {
    assumeCorpus();
  }

  static void assumeCorpus() {
    assumeTrue(PACKETS.isPresent(), "MINETRACE_CORPUS names no folder with export-packets");
  }

  private static List<String> names() {
    if (PACKETS.isEmpty()) {
      // A parameterized test needs one argument to be skipped by name.
      return List.of("none");
    }
    try (Stream<Path> files = Files.list(PACKETS.get())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] payload(String name) {
    try {
      return Files.readAllBytes(PACKETS.orElseThrow().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] capture(List<String> names) {
    return PcapBytes.ofPayloads(names.stream().map(CorpusTest::payload).toArray(byte[][]::new))
        .toArray();
  }

  private static List<FlowRows.Row> rows(byte[] file) throws IOException {
    try (FlowReader reader = PcapBytes.open(file)) {
      return FlowRows.of(reader);
    }
  }

  private static DecodeReport report(byte[] file) throws IOException {
    try (FlowReader reader = PcapBytes.open(file)) {
      FlowRows.of(reader);
      return reader.report();
    }
  }

  @Test
  void all92DatagramsAreExportDatagrams() throws IOException {
    DecodeReport report = report(capture(names()));

    assertThat(names()).hasSize(92);
    assertThat(report.unitsRead()).isEqualTo(92);
    assertThat(report.unitsSkipped()).isZero();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyDatagramIsReadAloneWithNothingButMissingTemplatesAndLyingCounts(String name)
      throws IOException {
    DecodeReport report = report(capture(List.of(name)));

    assertThat(report.unitsRead()).isEqualTo(1);
    if (name.startsWith("netflow5_test_invalid")) {
      assertThat(report.tallies()).containsOnlyKeys(Reason.CORRUPT);
      assertThat(report.records()).isEqualTo(30);
    } else if (name.equals("netflow9_test_nprobe_dpi.dat")) {
      // Its set holds 17 bytes more than its own template tells; tshark calls them padding.
      assertThat(report.tallies().get(Reason.BAD_RECORD).firstDetail())
          .isEqualTo("data set 256: 17 bytes behind 1 records (expected: padding)");
    } else {
      assertThat(report.tallies().keySet()).isSubsetOf(Reason.NO_TEMPLATE, Reason.NOT_FLOW_EXPORT);
    }
  }

  /** Data of one exporter with its templates: which belong together tells the name. */
  static Map<String, List<String>> exporters() {
    return names().stream()
        .collect(
            Collectors.groupingBy(
                name -> name.replaceFirst("(_(data|tpl|opttpl|tpls).*)|\\.dat", ""),
                TreeMap::new,
                Collectors.toList()));
  }

  private static Stream<String> exportersWithData() {
    if (PACKETS.isEmpty()) {
      return Stream.of("none");
    }
    return exporters().entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(CorpusTest::isTemplate))
        .filter(entry -> entry.getValue().stream().anyMatch(name -> !isTemplate(name)))
        .map(Map.Entry::getKey);
  }

  static boolean isTemplate(String name) {
    return name.contains("tpl");
  }

  @ParameterizedTest
  @MethodSource("exportersWithData")
  void templatesThatComeLateGiveTheSameRowsAsThoseThatComeFirst(String exporter)
      throws IOException {
    List<String> files = exporters().get(exporter);
    List<String> templates = files.stream().filter(CorpusTest::isTemplate).toList();
    List<String> data = files.stream().filter(name -> !isTemplate(name)).toList();
    byte[] early = capture(Stream.concat(templates.stream(), data.stream()).toList());
    byte[] late = capture(Stream.concat(data.stream(), templates.stream()).toList());

    assertThat(withoutOrder(rows(late))).isEqualTo(withoutOrder(rows(early)));
    assertThat(report(late).lateRecords()).isEqualTo(report(early).records());
    assertThat(report(late).tallies().keySet()).isEqualTo(report(early).tallies().keySet());
  }

  private static Map<FlowRows.Row, Long> withoutOrder(List<FlowRows.Row> rows) {
    return rows.stream()
        .map(row -> row.without(FlowColumn.RECORD_ORDINAL, FlowColumn.FLOW_NOTES))
        .collect(Collectors.groupingBy(row -> row, Collectors.counting()));
  }

  @ParameterizedTest
  @MethodSource("exportersWithData")
  void aCaptureCutAnywhereGivesNothingThatTheWholeDoesNot(String exporter) throws IOException {
    List<String> files = exporters().get(exporter);
    byte[] file = capture(files.stream().sorted((a, b) -> b.compareTo(a)).toList());
    Set<FlowRows.Row> whole = new HashSet<>(rows(file));
    // Every byte of small captures, a sample of the others.
    int step = file.length < 500 ? 1 : 31;

    for (int length = PcapBytes.FILE_HEADER_BYTES; length < file.length; length += step) {
      assertThat(whole).as("cut at %d", length).containsAll(rows(Arrays.copyOf(file, length)));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void flippedBitsNeverEscape(String name) throws IOException {
    byte[] file = capture(List.of(name, name));
    Random random = new Random(name.hashCode());
    for (int run = 0; run < 50; run++) {
      byte[] damaged = file.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        rows(damaged);
      } catch (MalformedFlowFileException e) {
        assertThat(e.offset()).isLessThan(PcapBytes.FILE_HEADER_BYTES);
      }
    }
  }
}
