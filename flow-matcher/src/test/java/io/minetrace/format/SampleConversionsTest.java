// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.export.FlowRows;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The flows of the samples in other formats and containers, written by real tools: the same flows,
 * as far as the format can say them.
 */
class SampleConversionsTest {

  private static final Set<String> ICMP = Set.of("1", "58");
  private static final long SECOND = 1000;

  /** What nfdump wrote, or one of its files compressed. */
  private static final Pattern NFDUMP =
      Pattern.compile("\\.(nfcapd|pipe)(\\.|$)|^softflowd-[^.]*\\.(utc|kathmandu)\\.(csv|json)$");

  /** What a format tells, compared in this form. */
  private enum Telling {
    /** As tshark reads the capture that it comes from. */
    ALL(EnumSet.noneOf(FlowColumn.class)),
    /** nfacctd prints 0 for the type and code of ICMP. */
    NO_ICMP(EnumSet.noneOf(FlowColumn.class)),
    /** nfdump's CSV. */
    SECONDS(EnumSet.noneOf(FlowColumn.class)),
    /** What ra prints as ports of ICMP are an identifier and the like. */
    ARGUS(EnumSet.of(FlowColumn.REVERSE_PACKET_DELTA_COUNT, FlowColumn.REVERSE_OCTET_DELTA_COUNT));

    private final Set<FlowColumn> columns = EnumSet.copyOf(ForeignTables.PIPE_COLUMNS);

    Telling(Set<FlowColumn> more) {
      columns.addAll(more);
    }

    static Telling of(Path file) {
      String name = file.getFileName().toString();
      if (SampleFlows.sampleOf(file).equals("argus")) {
        return ARGUS;
      } else if (name.contains(".pmacct")) {
        return NO_ICMP;
      }
      return name.endsWith(".csv") ? SECONDS : ALL;
    }

    String line(FlowRows.Row row) {
      Map<FlowColumn, String> cells = new EnumMap<>(row.cells());
      cells.keySet().retainAll(columns);
      if (ICMP.contains(row.cell(FlowColumn.PROTOCOL_IDENTIFIER))) {
        // Where a format has no source port for ICMP, another writes 0.
        cells.remove(FlowColumn.SOURCE_TRANSPORT_PORT);
        if (this == NO_ICMP || this == ARGUS) {
          cells.remove(FlowColumn.DESTINATION_TRANSPORT_PORT);
        }
      }
      if (this == ARGUS) {
        cells.remove(FlowColumn.TCP_CONTROL_BITS);
      } else if (this == SECONDS) {
        cells.computeIfPresent(FlowColumn.FLOW_START, (column, time) -> wholeSeconds(time));
        cells.computeIfPresent(FlowColumn.FLOW_END, (column, time) -> wholeSeconds(time));
      }
      return cells.toString();
    }

    private static String wholeSeconds(String time) {
      return Long.toString(Math.floorDiv(Long.parseLong(time), SECOND) * SECOND);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyConversionHasTheFlowsOfItsSample() throws IOException {
    List<Path> files = new ArrayList<>(SampleFlows.conversions());
    files.add(SampleFlows.root().resolve("argus/flows.csv"));
    files.add(SampleFlows.root().resolve("softflowd-ipfix-tcp/flows.ipfix"));
    assertThat(files).hasSizeGreaterThan(25);
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    SampleFlows.root().relativize(file).toString(), () -> compare(file)));
  }

  private static void compare(Path file) throws IOException {
    Telling telling = Telling.of(file);
    List<String> flows;
    try (FlowReader reader = FlowFile.open(file, options(file))) {
      flows = FlowRows.of(reader).stream().map(telling::line).toList();
      assertThat(reader.report().isPartial())
          .as(() -> reader.report().tallies().toString())
          .isFalse();
    }
    assertThat(flows)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(expected(file).stream().map(telling::line).toList());
  }

  /** What nfdump wrote came from an nfcapd file, with nfcapd's own mistakes. */
  private static List<FlowRows.Row> expected(Path file) throws IOException {
    Path folder = SampleFlows.root().resolve("expected").resolve(SampleFlows.sampleOf(file));
    Path own = SampleFlows.expected(file, "pipe");
    if (Files.exists(own)) {
      return ForeignTables.pipe(own);
    } else if (NFDUMP.matcher(file.getFileName().toString()).find()) {
      return ForeignTables.pipe(folder.resolve("flows.nfcapd.pipe"));
    }
    Path table = folder.resolve("flows.pcap.csv");
    return ForeignTables.table(Files.exists(table) ? table : folder.resolve("flows.csv"));
  }

  /** The zone is part of the name where the file does not tell it. */
  private static ReadOptions options(Path file) {
    if (!file.startsWith(SampleFlows.root().resolve("local-time"))) {
      return ReadOptions.DEFAULT;
    }
    boolean nepal = file.toString().contains("kathmandu");
    return ReadOptions.DEFAULT.withSourceTimezone(ZoneId.of(nepal ? "Asia/Kathmandu" : "UTC"));
  }
}
