// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.ForeignTables;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.export.FlowRows;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The captures of sample-flows, against tshark's reading of them. */
class SampleCapturesTest {

  private static final String NONE = "none";

  private static final Optional<Path> SAMPLES =
      Optional.ofNullable(System.getenv("MINETRACE_SAMPLE_FLOWS"))
          .map(Path::of)
          .filter(Files::isDirectory);

  private static List<String> captures() {
    if (SAMPLES.isEmpty()) {
      return List.of(NONE);
    }
    try (Stream<Path> files = Files.find(SAMPLES.get(), 2, SampleCapturesTest::isCapture)) {
      List<String> names =
          files.map(file -> SAMPLES.get().relativize(file).toString()).sorted().toList();
      return names.isEmpty() ? List.of(NONE) : names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCapture(Path file, BasicFileAttributes attributes) {
    return file.toString().endsWith(".pcap") && Files.exists(expected(file));
  }

  private static Path expected(Path capture) {
    Path folder = SAMPLES.orElseThrow();
    return folder.resolve("expected").resolve(folder.relativize(capture) + ".csv");
  }

  @ParameterizedTest
  @MethodSource("captures")
  void everyFlowIsAsTsharkReadsIt(String name) throws IOException {
    assumeTrue(!name.equals(NONE), "MINETRACE_SAMPLE_FLOWS names no folder with captures");
    Path capture = SAMPLES.orElseThrow().resolve(name);
    List<String> expected;
    try (Reader text = Files.newBufferedReader(expected(capture));
        CSVParser table =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(text)) {
      expected = table.stream().map(SampleCapturesTest::line).toList();
    }
    List<String> actual;
    try (FlowReader reader = PcapReader.open(new FlowInput(name, Files.newInputStream(capture)))) {
      actual = FlowRows.of(reader).stream().map(SampleCapturesTest::line).toList();
      assertThat(reader.report().isPartial())
          .as(() -> reader.report().tallies().toString())
          .isFalse();
    }

    assertThat(actual).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String line(FlowRows.Row row) {
    StringBuilder line = new StringBuilder();
    ForeignTables.COLUMNS.forEach((name, column) -> line.append(cell(name, row.cell(column))));
    return line.append("frame=")
        .append((row.number(FlowColumn.RECORD_ORDINAL) >> 24) + 1)
        .toString();
  }

  private static String line(CSVRecord record) {
    StringBuilder line = new StringBuilder();
    ForeignTables.COLUMNS.keySet().forEach(name -> line.append(cell(name, record.get(name))));
    return line.append("frame=").append(record.get("frame")).toString();
  }

  /**
   * What a flow lacks the table leaves empty, or writes as 0: flags, the port of ICMP. The domain
   * of v1 and v7, which have none, is 0 with us.
   */
  private static String cell(String name, String value) {
    boolean zeroIsAbsent =
        name.endsWith("tcp_flags") || name.equals("sport") || name.equals("domain");
    boolean absent =
        value.isEmpty() || value.equals("absent") || (zeroIsAbsent && value.equals("0"));
    return name + "=" + (absent ? "-" : value) + " ";
  }
}
