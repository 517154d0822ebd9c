// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.export.FlowRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus as tshark reads it, value by value. tshark 4.0 takes the record count of a NetFlow v9
 * header for a count of sets, so it is given the datagrams with the largest count.
 */
class TsharkTest {

  /** tshark's fields for a column. */
  private static final Map<FlowColumn, List<String>> FIELDS =
      new EnumMap<>(
          Map.of(
              FlowColumn.SOURCE_IP_ADDRESS, List.of("cflow.srcaddr", "cflow.srcaddrv6"),
              FlowColumn.DESTINATION_IP_ADDRESS, List.of("cflow.dstaddr", "cflow.dstaddrv6"),
              FlowColumn.SOURCE_TRANSPORT_PORT, List.of("cflow.srcport"),
              FlowColumn.DESTINATION_TRANSPORT_PORT, List.of("cflow.dstport"),
              FlowColumn.PROTOCOL_IDENTIFIER, List.of("cflow.protocol"),
              FlowColumn.OCTET_DELTA_COUNT, List.of("cflow.octets"),
              FlowColumn.PACKET_DELTA_COUNT, List.of("cflow.packets")));

  private static final Set<FlowColumn> ADDRESSES =
      EnumSet.of(FlowColumn.SOURCE_IP_ADDRESS, FlowColumn.DESTINATION_IP_ADDRESS);

  private static final Set<FlowColumn> ALL = EnumSet.copyOf(FIELDS.keySet());

  private static final Set<FlowColumn> COUNTERS =
      EnumSet.of(FlowColumn.OCTET_DELTA_COUNT, FlowColumn.PACKET_DELTA_COUNT);

  /** Where we differ, and why we think that we are right. */
  private static final Map<String, Set<FlowColumn>> DIFFERENCES =
      Map.of(
          // Several messages in one datagram: their lengths tell where the next begins (RFC 7011
          // §3.1); tshark reads the first only.
          "ipfix", ALL,
          "netflow5", ALL,
          // Records with both address families, one of them zero: tshark lists both.
          "ipfix_test_procera", ADDRESSES,
          // octetTotalCount and packetTotalCount, which tshark has apart.
          "ipfix_test_yaf", COUNTERS,
          // initiatorOctets, which tshark has apart; icmpTypeIPv4 and icmpCodeIPv4 in the place of
          // the port, where the firewall wrote the identifier of the echo.
          "netflow9_test_cisco_asa_1",
              EnumSet.of(FlowColumn.DESTINATION_TRANSPORT_PORT, FlowColumn.OCTET_DELTA_COUNT),
          "netflow9_test_cisco_asa_2", EnumSet.of(FlowColumn.OCTET_DELTA_COUNT),
          // tcpSourcePort and udpDestinationPort beside the ports, of which tshark lists both: the
          // one
          // that is not zero.
          "netflow9_test_cisco_nbar",
              EnumSet.of(FlowColumn.SOURCE_TRANSPORT_PORT, FlowColumn.DESTINATION_TRANSPORT_PORT),
          // Statistics of radio clients without an IP address: no flows.
          "netflow9_test_cisco_wlc", COUNTERS,
          // A next hop of 2 bytes, by its template: tshark gives up the datagram.
          "netflow9_test_h3c", ALL);

  private static Stream<String> exporters() {
    return CorpusTest.exporters().keySet().stream();
  }

  private static boolean hasTshark() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
  }

  @ParameterizedTest
  @MethodSource("exporters")
  void everyValueIsAsTsharkReadsIt(String exporter, @TempDir Path folder)
      throws IOException, InterruptedException {
    CorpusTest.assumeCorpus();
    assumeTrue(hasTshark(), "no tshark on the path");
    byte[] capture = capture(CorpusTest.exporters().get(exporter));
    Path file = Files.write(folder.resolve("corpus.pcap"), capture);
    Map<FlowColumn, List<String>> theirs = tshark(file);
    Map<FlowColumn, List<String>> ours = ours(capture);

    Set<FlowColumn> different = new TreeSet<>();
    for (FlowColumn column : FIELDS.keySet()) {
      if (!ours.get(column).equals(theirs.get(column))) {
        different.add(column);
      }
    }

    assertThat(different)
        .as("ours %s%ntshark %s", ours, theirs)
        .containsExactlyInAnyOrderElementsOf(DIFFERENCES.getOrDefault(exporter, Set.of()));
  }

  @Test
  void everyDifferenceIsOfAnExporterThatIsThere() {
    CorpusTest.assumeCorpus();

    assertThat(CorpusTest.exporters().keySet()).containsAll(DIFFERENCES.keySet());
  }

  /** Templates first, and the counts of NetFlow v9 headers at their largest. */
  private static byte[] capture(List<String> names) {
    Comparator<String> templatesFirst = Comparator.comparing(name -> !CorpusTest.isTemplate(name));
    return PcapBytes.ofPayloads(
            names.stream()
                .sorted(templatesFirst.thenComparing(Comparator.naturalOrder()))
                .map(CorpusTest::payload)
                .map(TsharkTest::withLargestCount)
                .toArray(byte[][]::new))
        .toArray();
  }

  private static byte[] withLargestCount(byte[] payload) {
    if (payload[1] == 9) {
      payload[2] = (byte) 0xff;
      payload[3] = (byte) 0xff;
    }
    return payload;
  }

  private static Map<FlowColumn, List<String>> ours(byte[] capture) throws IOException {
    Map<FlowColumn, List<String>> values = new EnumMap<>(FlowColumn.class);
    FIELDS.keySet().forEach(column -> values.put(column, new ArrayList<>()));
    try (FlowReader reader = PcapBytes.open(capture)) {
      for (FlowRows.Row row : FlowRows.of(reader)) {
        FIELDS.keySet().stream()
            .filter(column -> !row.cell(column).equals("absent"))
            .forEach(column -> values.get(column).add(row.cell(column)));
      }
    }
    values.values().forEach(list -> list.sort(Comparator.naturalOrder()));
    return values;
  }

  private static Map<FlowColumn, List<String>> tshark(Path file)
      throws IOException, InterruptedException {
    List<String> fields = FIELDS.values().stream().flatMap(List::stream).toList();
    List<String> command =
        new ArrayList<>(
            List.of("tshark", "-n", "-r", file.toString(), "-d", "udp.port==2055,cflow"));
    command.addAll(List.of("-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,"));
    fields.forEach(field -> command.addAll(List.of("-e", field)));
    Path errors = file.resolveSibling("errors");
    Process tshark = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tshark.waitFor()).as(() -> errors(errors)).isZero();

    Map<FlowColumn, List<String>> values = new EnumMap<>(FlowColumn.class);
    FIELDS.keySet().forEach(column -> values.put(column, new ArrayList<>()));
    for (String line : output.lines().toList()) {
      String[] cells = line.split("\t", -1);
      FIELDS.forEach(
          (column, names) ->
              names.forEach(
                  name ->
                      Arrays.stream(cells[fields.indexOf(name)].split(",", -1))
                          .filter(value -> !value.isEmpty())
                          .forEach(values.get(column)::add)));
    }
    values.values().forEach(list -> list.sort(Comparator.naturalOrder()));
    return values;
  }

  private static String errors(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
