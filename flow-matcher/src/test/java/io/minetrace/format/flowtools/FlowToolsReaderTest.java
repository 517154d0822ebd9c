// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.flowtools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.ReadFlows;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of flow-tools, against what flow-tools itself reads from them. */
class FlowToolsReaderTest {

  private static final int RECORDS = 10;

  private static byte[] file(String name) throws IOException {
    try (InputStream in =
        FlowToolsReaderTest.class.getResourceAsStream("/contract/flow_tools/" + name)) {
      return in.readAllBytes();
    }
  }

  private static DecodeReport report(ReadFlows read) {
    return read.report().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "flow-import-v1-big, 'flow-tools stream 3, NetFlow v1, big-endian'",
    "flow-import-v5-little, 'flow-tools stream 3, NetFlow v5, little-endian'",
    "flow-import-v5-big-zlib, 'flow-tools stream 3, NetFlow v5, big-endian, zlib'",
    "flow-import-v6-little-zlib, 'flow-tools stream 3, NetFlow v6, little-endian, zlib'",
    "flow-import-v7-big, 'flow-tools stream 3, NetFlow v7, big-endian'",
    "flow-import-v7-little-zlib, 'flow-tools stream 3, NetFlow v7, little-endian, zlib'",
    "flow-tag-v1005-little-zlib, 'flow-tools stream 3, NetFlow v1005, little-endian, zlib'",
    "by-hand-stream1-v5-little, 'flow-tools stream 1, NetFlow v5, little-endian'",
    "by-hand-stream1-v1-big, 'flow-tools stream 1, NetFlow v1, big-endian'"
  })
  void everyFlowIsAsFlowExportPrintsIt(String name, String format) throws IOException {
    ReadFlows read = ReadFlows.of(file(name + ".ft"));
    assertThat(read.failure()).isEmpty();
    assertThat(report(read).format()).isEqualTo(format);
    assertThat(report(read).tallies()).isEmpty();
    List<String> expected =
        new String(file(name + ".expected.csv"), StandardCharsets.UTF_8).lines().toList();
    String[] columns = expected.get(0).split(",", -1);
    assertThat(read.flows()).hasSize(expected.size() - 1).hasSizeGreaterThanOrEqualTo(9);
    for (int i = 0; i < read.flows().size(); i++) {
      String[] cells = expected.get(i + 1).split(",", -1);
      for (int c = 0; c < columns.length; c++) {
        assertThat(read.flows().get(i)).contains(columns[c] + "=" + raw(columns[c], cells[c]));
      }
      assertThat(read.flows().get(i)).contains("record_ordinal=" + i + " ");
    }
  }

  /** A printed cell as it is in memory. */
  private static String raw(String column, String cell) {
    if (cell.isEmpty()) {
      return switch (column) {
        case "exporter_ip_address" -> ":: ";
        case "observation_domain_id" -> Long.MIN_VALUE + " ";
        default -> "-1 ";
      };
    }
    return cell.endsWith("Z") ? Instant.parse(cell).toEpochMilli() + " " : cell + " ";
  }

  @Test
  void exportersAndTheHeadersWordsAreTold() throws IOException {
    DecodeReport v5 = report(ReadFlows.of(file("flow-import-v5-little.ft")));
    assertThat(v5.exporters())
        .isEqualTo(
            Map.of(
                new Exporter(IpAddress.UNSPECIFIED, 0), 1L,
                new Exporter(IpAddress.parse("192.0.2.1"), 263), 8L,
                new Exporter(IpAddress.parse("192.0.2.2"), 264), 1L));
    assertThat(v5.facts()).containsEntry("comments", "flow-import");
    DecodeReport stream1 = report(ReadFlows.of(file("by-hand-stream1-v5-little.ft")));
    assertThat(stream1.facts())
        .containsEntry("collector", "collector.example")
        .containsEntry("capture start", "2026-11-22T14:40:00Z")
        .containsEntry("packets lost before the collector", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flow-import-v5-little.ft",
        "flow-import-v7-little-zlib.ft",
        "by-hand-stream1-v1-big.ft"
      })
  void aFileCutAnywhereGivesItsWholeRecordsAndSaysSo(String name) throws IOException {
    byte[] whole = file(name);
    List<String> all = ReadFlows.of(whole).flows();
    boolean fixed = !name.contains("zlib");
    int header = whole.length - (fixed ? all.size() * (name.contains("v5") ? 64 : 60) : 0);
    for (int length = 4; length < whole.length; length++) {
      ReadFlows cut = ReadFlows.of(Arrays.copyOf(whole, length));
      assertThat(cut.flows()).isEqualTo(all.subList(0, cut.flows().size()));
      boolean told = cut.failure().isPresent() || report(cut).isPartial();
      boolean betweenRecords = fixed && length >= header && (length - header) % 4 == 0;
      assertThat(told || betweenRecords).as("cut at %d is told", length).isTrue();
    }
  }

  @Test
  void aCutZlibStreamGivesTheRecordsInIt() throws IOException {
    byte[] whole = file("flow-import-v7-little-zlib.ft");
    ReadFlows cut = ReadFlows.of(Arrays.copyOf(whole, whole.length - 8));
    assertThat(cut.flows().size()).isBetween(RECORDS - 1, RECORDS);
    DecodeReport.Tally tally = report(cut).tallies().get(Reason.TRUNCATED);
    assertThat(tally.firstOffset()).isEqualTo(whole.length - 8);
    assertThat(tally.firstDetail()).startsWith("zlib data end early, after ");
  }

  @Test
  void aFileThatWasClosedWithMoreRecordsIsTruncated() throws IOException {
    byte[] whole = file("by-hand-stream1-v5-little.ft");
    ReadFlows cut = ReadFlows.of(Arrays.copyOf(whole, whole.length - 120));
    assertThat(cut.flows()).hasSize(RECORDS - 3);
    assertThat(report(cut).tallies().get(Reason.TRUNCATED).firstDetail())
        .isEqualTo("file ends after 7 records (expected: 9)");
  }

  @Test
  void whatFollowsTheZlibStreamIsTold() throws IOException {
    byte[] whole = file("flow-import-v7-little-zlib.ft");
    ReadFlows read = ReadFlows.of(Arrays.copyOf(whole, whole.length + 3));
    assertThat(read.flows()).hasSize(RECORDS);
    assertThat(report(read).tallies().get(Reason.CORRUPT).firstDetail())
        .endsWith("(what follows byte " + whole.length + " does not belong to them)");
  }

  @ParameterizedTest
  @CsvSource({
    "cf1003030000000000000000, 'offset 2: byte order: 3 (expected: 1, little, or 2, big)'",
    "cf1001020000000000000000, 'offset 3: stream version: 2 (expected: 1 or 3)'",
    "cf10020300000004, 'offset 4: offset of the records: 4 (expected: 8..1048576)'",
    "cf10020320000000, 'offset 4: offset of the records: 536870912 (expected: 8..1048576)'",
    "cf1002030000, 'offset 0: flow-tools header: 6 bytes left (expected: 8)'",
    "cf10020300000010, 'offset 8: flow-tools header: 0 bytes left (expected: 8)'",
    "cf10020300000008, 'offset 0: export version: 0 (expected: 1, 5, 6, 7 or 1005)'"
  })
  void aHeaderThatCannotBeReadIsNamed(String hex, String problem) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(ReadFlows.of(bytes).failure()).contains("input, " + problem);
  }

  @Test
  void aHeaderFieldThatLiesCostsNoRecord() throws IOException {
    byte[] whole = file("flow-import-v5-big-zlib.ft");
    // The last field, the comments, claims to be longer than the header.
    int at = 8 + 6 + 8 + 4 + 12 + 2;
    assertThat(ByteBuffer.wrap(whole).getShort(at)).isEqualTo((short) 12);
    ByteBuffer.wrap(whole).putShort(at, (short) 5000);
    ReadFlows read = ReadFlows.of(whole);
    assertThat(read.flows()).hasSize(RECORDS);
    assertThat(report(read).tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("header field: 18 bytes left (expected: 5004)");
  }

  private static Path corpus() {
    String folder = System.getenv("MINETRACE_CORPUS");
    assumeTrue(folder != null, "MINETRACE_CORPUS names the folder of the corpora");
    return Path.of(folder, "flow-tools");
  }

  @Test
  void realFilesAreReadWhole() throws IOException {
    try (Stream<Path> files = Files.list(corpus().resolve("correct"))) {
      for (Path file : files.sorted().toList()) {
        ReadFlows read = ReadFlows.of(Files.readAllBytes(file));
        assertThat(read.flows()).as(file.toString()).hasSize(1000);
        assertThat(read.failure()).as(file.toString()).isEmpty();
        assertThat(report(read).isPartial()).as(file.toString()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "anomaly/ftv5.2016-03-15.compress2.bigend.empty, 0, false",
    "anomaly/ftv5.2016-03-15.compress9.bigend.records1, 1, false",
    "anomaly/ftv5.2016-03-15.nocompress.bigend.empty, 0, false",
    "anomaly/ftv5.2016-04-09.compress9.large-byte-start, 1000, false",
    "corrupt/ftv5.2016-01-13.compress.9.sample-00, 553, true"
  })
  void oddFilesGiveWhatIsInThem(String name, int records, boolean partial) throws IOException {
    ReadFlows read = ReadFlows.of(Files.readAllBytes(corpus().resolve(name)));
    assertThat(read.flows()).hasSize(records);
    assertThat(read.failure()).isEmpty();
    assertThat(report(read).isPartial()).isEqualTo(partial);
  }

  @Test
  void aggregatedFlowsAndHeadlessHalvesAreNamed() throws IOException {
    assertThat(
            ReadFlows.of(
                    Files.readAllBytes(
                        corpus().resolve("unsupport/ftv8.2016-01-17.compress.7.bigend.sample")))
                .failure()
                .orElseThrow())
        .startsWith(
            "input, offset 0: NetFlow v8, aggregation 1 (expected: v1, v5, v6, v7 or v1005;");
    assertThat(
            ReadFlows.of(
                    Files.readAllBytes(
                        corpus().resolve("corrupt/ftv5.2016-01-13.compress.9.sample-01")))
                .failure()
                .orElseThrow())
        .startsWith("input, offset 0: not a known flow format (first bytes 38 ed d5 b7;");
  }
}
