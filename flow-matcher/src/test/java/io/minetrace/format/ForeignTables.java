// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import io.minetrace.flow.FlowColumn;
import io.minetrace.format.export.FlowRows;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** What foreign tools print of flow files, as rows like ours. */
public final class ForeignTables {

  /** Our column for each of the tables' that {@code scripts/sample-flows} makes. */
  public static final SortedMap<String, FlowColumn> COLUMNS =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("src", FlowColumn.SOURCE_IP_ADDRESS),
                  Map.entry("dst", FlowColumn.DESTINATION_IP_ADDRESS),
                  Map.entry("sport", FlowColumn.SOURCE_TRANSPORT_PORT),
                  Map.entry("dport", FlowColumn.DESTINATION_TRANSPORT_PORT),
                  Map.entry("proto", FlowColumn.PROTOCOL_IDENTIFIER),
                  Map.entry("packets", FlowColumn.PACKET_DELTA_COUNT),
                  Map.entry("bytes", FlowColumn.OCTET_DELTA_COUNT),
                  Map.entry("start_ms", FlowColumn.FLOW_START),
                  Map.entry("end_ms", FlowColumn.FLOW_END),
                  Map.entry("tcp_flags", FlowColumn.TCP_CONTROL_BITS),
                  Map.entry("reverse_packets", FlowColumn.REVERSE_PACKET_DELTA_COUNT),
                  Map.entry("reverse_bytes", FlowColumn.REVERSE_OCTET_DELTA_COUNT),
                  Map.entry("reverse_tcp_flags", FlowColumn.REVERSE_TCP_CONTROL_BITS),
                  Map.entry("exporter", FlowColumn.EXPORTER_IP_ADDRESS),
                  Map.entry("domain", FlowColumn.OBSERVATION_DOMAIN_ID))));

  /** The columns that nfdump's pipe form has. */
  public static final List<FlowColumn> PIPE_COLUMNS =
      List.of(
          FlowColumn.SOURCE_IP_ADDRESS,
          FlowColumn.SOURCE_TRANSPORT_PORT,
          FlowColumn.DESTINATION_IP_ADDRESS,
          FlowColumn.DESTINATION_TRANSPORT_PORT,
          FlowColumn.PROTOCOL_IDENTIFIER,
          FlowColumn.PACKET_DELTA_COUNT,
          FlowColumn.OCTET_DELTA_COUNT,
          FlowColumn.FLOW_START,
          FlowColumn.FLOW_END,
          FlowColumn.TCP_CONTROL_BITS);

  private ForeignTables() {}

  /** A table of tshark's or Argus' flows. */
  public static List<FlowRows.Row> table(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file);
        CSVParser table =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(text)) {
      return table.stream()
          .map(
              record -> {
                Map<FlowColumn, String> cells = new EnumMap<>(FlowColumn.class);
                COLUMNS.forEach((name, column) -> put(cells, column, record.get(name)));
                return new FlowRows.Row(cells);
              })
          .toList();
    }
  }

  /**
   * {@code af|first|last|proto|4 source words|sport|4 destination
   * words|dport|…|flags|tos|packets|bytes} of nfdump 1.7.1, with times in milliseconds.
   */
  public static List<FlowRows.Row> pipe(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.isBlank()).map(ForeignTables::ofPipe).toList();
    }
  }

  private static FlowRows.Row ofPipe(String line) {
    String[] pipe = line.split("\\|", -1);
    Map<FlowColumn, String> cells = new EnumMap<>(FlowColumn.class);
    put(cells, FlowColumn.FLOW_START, pipe[1]);
    put(cells, FlowColumn.FLOW_END, pipe[2]);
    put(cells, FlowColumn.PROTOCOL_IDENTIFIER, pipe[3]);
    put(cells, FlowColumn.SOURCE_IP_ADDRESS, address(pipe, 4));
    put(cells, FlowColumn.SOURCE_TRANSPORT_PORT, pipe[8]);
    put(cells, FlowColumn.DESTINATION_IP_ADDRESS, address(pipe, 9));
    put(cells, FlowColumn.DESTINATION_TRANSPORT_PORT, pipe[13]);
    put(cells, FlowColumn.TCP_CONTROL_BITS, pipe[18]);
    put(cells, FlowColumn.PACKET_DELTA_COUNT, pipe[20]);
    put(cells, FlowColumn.OCTET_DELTA_COUNT, pipe[21]);
    return new FlowRows.Row(cells);
  }

  private static String address(String[] pipe, int from) {
    long[] words = new long[4];
    for (int i = 0; i < 4; i++) {
      words[i] = Long.parseLong(pipe[from + i]);
    }
    return pipe[0].equals("2")
        ? IpAddress.ofIpv4((int) words[3]).toString()
        : new IpAddress(words[0] << 32 | words[1], words[2] << 32 | words[3]).toString();
  }

  /** What a flow lacks the tools leave empty, or, of flags, write as 0. */
  private static void put(Map<FlowColumn, String> cells, FlowColumn column, String value) {
    boolean flags =
        column == FlowColumn.TCP_CONTROL_BITS || column == FlowColumn.REVERSE_TCP_CONTROL_BITS;
    if (!value.isEmpty() && !(flags && value.equals("0"))) {
      cells.put(column, value);
    }
  }
}
