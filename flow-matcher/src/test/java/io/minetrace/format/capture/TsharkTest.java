// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.export.FlowRows;
import io.minetrace.format.export.MessageBytes;
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
 * header for a count of sets, so it is given the datagrams with the largest count; and it reads the
 * first message of a datagram only, so it is given each message in a datagram of its own.
 */
class TsharkTest {

  /** tshark's fields for a column. */
  private static final Map<FlowColumn, List<String>> FIELDS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(FlowColumn.SOURCE_IP_ADDRESS, List.of("cflow.srcaddr", "cflow.srcaddrv6")),
              Map.entry(
                  FlowColumn.DESTINATION_IP_ADDRESS, List.of("cflow.dstaddr", "cflow.dstaddrv6")),
              Map.entry(FlowColumn.SOURCE_TRANSPORT_PORT, List.of("cflow.srcport")),
              Map.entry(FlowColumn.DESTINATION_TRANSPORT_PORT, List.of("cflow.dstport")),
              Map.entry(FlowColumn.PROTOCOL_IDENTIFIER, List.of("cflow.protocol")),
              Map.entry(FlowColumn.TCP_CONTROL_BITS, List.of("cflow.tcpflags")),
              Map.entry(
                  FlowColumn.OCTET_DELTA_COUNT, List.of("cflow.octets", "cflow.initiator_octets")),
              Map.entry(
                  FlowColumn.PACKET_DELTA_COUNT,
                  List.of("cflow.packets", "cflow.initiator_packets")),
              Map.entry(FlowColumn.REVERSE_OCTET_DELTA_COUNT, List.of("cflow.responder_octets")),
              Map.entry(FlowColumn.REVERSE_PACKET_DELTA_COUNT, List.of("cflow.responder_packets")),
              Map.entry(FlowColumn.POST_OCTET_DELTA_COUNT, List.of("cflow.post_octets")),
              Map.entry(FlowColumn.POST_PACKET_DELTA_COUNT, List.of("cflow.post_packets")),
              Map.entry(
                  FlowColumn.POST_NAT_SOURCE_IP_ADDRESS,
                  List.of(
                      "cflow.post_natsource_ipv4_address", "cflow.post_nat_source_ipv6_address")),
              Map.entry(
                  FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS,
                  List.of(
                      "cflow.post_natdestination_ipv4_address",
                      "cflow.post_nat_destination_ipv6_address")),
              Map.entry(
                  FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT,
                  List.of("cflow.post_naptsource_transport_port")),
              Map.entry(
                  FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT,
                  List.of("cflow.post_naptdestination_transport_port")),
              Map.entry(FlowColumn.FIREWALL_EVENT, List.of("cflow.firewall_event"))));

  private static final Set<FlowColumn> ADDRESSES =
      EnumSet.of(FlowColumn.SOURCE_IP_ADDRESS, FlowColumn.DESTINATION_IP_ADDRESS);

  /** What tshark does not list of a datagram that it gives up. */
  private static final Set<FlowColumn> ALL =
      EnumSet.of(
          FlowColumn.SOURCE_IP_ADDRESS,
          FlowColumn.DESTINATION_IP_ADDRESS,
          FlowColumn.SOURCE_TRANSPORT_PORT,
          FlowColumn.DESTINATION_TRANSPORT_PORT,
          FlowColumn.PROTOCOL_IDENTIFIER,
          FlowColumn.OCTET_DELTA_COUNT,
          FlowColumn.PACKET_DELTA_COUNT);

  private static final Set<FlowColumn> COUNTERS =
      EnumSet.of(FlowColumn.OCTET_DELTA_COUNT, FlowColumn.PACKET_DELTA_COUNT);

  /** Where we differ, and why we think that we are right. */
  private static final Map<String, Set<FlowColumn>> DIFFERENCES =
      Map.of(
          // Records with both address families, one of them zero: tshark lists both.
          "ipfix_test_procera",
          ADDRESSES,
          // octetTotalCount and packetTotalCount, the reverse elements of RFC 5103 and CERT's
          // flags,
          // all of which tshark has apart.
          "ipfix_test_yaf",
          EnumSet.of(
              FlowColumn.TCP_CONTROL_BITS,
              FlowColumn.OCTET_DELTA_COUNT,
              FlowColumn.PACKET_DELTA_COUNT,
              FlowColumn.REVERSE_OCTET_DELTA_COUNT,
              FlowColumn.REVERSE_PACKET_DELTA_COUNT),
          // octetTotalCount, which tshark has apart; icmpTypeIPv4 and icmpCodeIPv4 in the place of
          // the port, where the firewall wrote the identifier of the echo.
          "netflow9_test_cisco_asa_1",
          EnumSet.of(FlowColumn.DESTINATION_TRANSPORT_PORT, FlowColumn.OCTET_DELTA_COUNT),
          // tcpSourcePort and udpDestinationPort beside the ports, of which tshark lists both: the
          // one
          // that is not zero.
          "netflow9_test_cisco_nbar",
          EnumSet.of(FlowColumn.SOURCE_TRANSPORT_PORT, FlowColumn.DESTINATION_TRANSPORT_PORT),
          // Statistics of radio clients without an IP address: no flows.
          "netflow9_test_cisco_wlc",
          COUNTERS,
          // A next hop of 2 bytes, by its template: tshark gives up the datagram.
          "netflow9_test_h3c",
          ALL);

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
  void versions1And7AreReadAsTsharkReadsThem(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(hasTshark(), "no tshark on the path");
    byte[] capture =
        PcapBytes.ofPayloads(
                // The fields of version 7 stand behind the ports in another order than those of 1.
                counted(1, "", "0000 06 b8 1b 000000 00000000"),
                counted(7, "00000001 00000000", "77 1b 11 b8 fbf4 fbf5 18 18 0000 c00002fd"))
            .toArray();

    Map<FlowColumn, List<String>> ours = ours(capture);

    assertThat(ours).isEqualTo(tshark(Files.write(folder.resolve("counted.pcap"), capture)));
    assertThat(ours.get(FlowColumn.PROTOCOL_IDENTIFIER)).containsExactly("17", "17", "6", "6");
  }

  /** A message of two records. */
  private static byte[] counted(int version, String restOfHeader, String restOfRecord) {
    MessageBytes message =
        MessageBytes.empty().u16(version).u16(2).u32(100_000).u32(1_700_000_000L).u32(0);
    message.hex(restOfHeader);
    for (int i = 1; i <= 2; i++) {
      message
          .address("10.0.0." + i)
          .address("198.51.100.7")
          .address("192.0.2.254")
          .u16s(1, 2)
          .u32(12L * i)
          .u32(3456L * i)
          .u32(40_000)
          .u32(90_000)
          .u16s(50_000 + i, 3333)
          .hex(restOfRecord);
    }
    return message.toArray();
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
                .flatMap(payload -> messages(payload).stream())
                .map(TsharkTest::withLargestCount)
                .toArray(byte[][]::new))
        .toArray();
  }

  /** The messages of a datagram, by what their headers say of their length. */
  private static List<byte[]> messages(byte[] payload) {
    List<byte[]> messages = new ArrayList<>();
    int from = 0;
    while (from + 4 <= payload.length) {
      int version = BigEndian.u16(payload, from);
      int word = BigEndian.u16(payload, from + 2);
      int length =
          switch (version) {
            case 5 -> 24 + 48 * word;
            case 10 -> word;
            default -> payload.length;
          };
      int end = Math.min(from + length, payload.length);
      messages.add(Arrays.copyOfRange(payload, from, end));
      from = end;
    }
    return messages;
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
                          .map(value -> number(column, value))
                          .filter(value -> !isAbsent(column, value))
                          .forEach(values.get(column)::add)));
    }
    values.values().forEach(list -> list.sort(Comparator.naturalOrder()));
    return values;
  }

  /** tshark writes flags in hexadecimal. */
  private static String number(FlowColumn column, String value) {
    return column == FlowColumn.TCP_CONTROL_BITS ? Long.decode(value).toString() : value;
  }

  /** Flags of 0 are what exporters write that do not know them. */
  private static boolean isAbsent(FlowColumn column, String value) {
    return column == FlowColumn.TCP_CONTROL_BITS && value.equals("0");
  }

  private static String errors(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
