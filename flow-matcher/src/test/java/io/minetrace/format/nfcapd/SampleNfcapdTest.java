// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.SampleFlows;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every flow of the nfcapd samples against what {@code nfdump -o pipe} prints of the same file. */
class SampleNfcapdTest {

  /**
   * {@code af|first|last|proto|4 source words|sport|4 destination
   * words|dport|…|flags|tos|packets|bytes} of nfdump 1.7.1, with times in milliseconds.
   */
  private static String ofPipe(String line) {
    String[] cells = line.split("\\|", -1);
    return String.join(
        ",",
        address(cells, 4),
        cells[8],
        address(cells, 9),
        cells[13],
        cells[3],
        cells[20],
        cells[21],
        cells[1],
        cells[2],
        cells[18]);
  }

  private static String address(String[] cells, int from) {
    long[] words = new long[4];
    for (int i = 0; i < 4; i++) {
      words[i] = Long.parseLong(cells[from + i]);
    }
    return cells[0].equals("2")
        ? IpAddress.ofIpv4((int) words[3]).toString()
        : new IpAddress(words[0] << 32 | words[1], words[2] << 32 | words[3]).toString();
  }

  private static String ofRow(FlowBatch batch, int row) {
    return String.join(
        ",",
        batch.address(FlowColumn.SOURCE_IP_ADDRESS, row).toString(),
        Integer.toString(batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row]),
        batch.address(FlowColumn.DESTINATION_IP_ADDRESS, row).toString(),
        Integer.toString(batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row]),
        Integer.toString(batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row]),
        Long.toString(batch.longs(FlowColumn.PACKET_DELTA_COUNT)[row]),
        Long.toString(batch.longs(FlowColumn.OCTET_DELTA_COUNT)[row]),
        Long.toString(batch.longs(FlowColumn.FLOW_START)[row]),
        Long.toString(batch.longs(FlowColumn.FLOW_END)[row]),
        Integer.toString(Math.max(0, batch.ints(FlowColumn.TCP_CONTROL_BITS)[row])));
  }

  @TestFactory
  Stream<DynamicTest> everyFlowIsAsNfdumpPrintsIt() throws IOException {
    return SampleFlows.captures("nfcapd").stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    SampleFlows.root().relativize(sample).toString(), () -> compare(sample)));
  }

  /** The files of a folder differ in compression only, and share what nfdump prints. */
  private static Path pipeOf(Path sample) {
    return SampleFlows.expected(sample.resolveSibling("flows.nfcapd"), "pipe");
  }

  private static void compare(Path sample) throws IOException {
    List<String> expected =
        Files.readAllLines(pipeOf(sample)).stream()
            .filter(line -> !line.isBlank())
            .map(SampleNfcapdTest::ofPipe)
            .toList();
    List<String> flows = new ArrayList<>();
    try (FlowReader reader = FlowFile.open(sample)) {
      FlowBatch batch = new FlowBatch();
      while (reader.next(batch)) {
        for (int row = 0; row < batch.rows(); row++) {
          flows.add(ofRow(batch, row));
        }
      }
      assertThat(reader.report().isPartial()).isFalse();
    }
    assertThat(flows).isNotEmpty().containsExactlyElementsOf(expected);
  }

  @Test
  void bothCompressionsThatAreReadHaveASample() throws IOException {
    List<String> formats = new ArrayList<>();
    for (Path sample : SampleFlows.captures("nfcapd")) {
      try (FlowReader reader = FlowFile.open(sample)) {
        formats.add(reader.report().format());
      }
    }
    assertThat(formats).contains("nfcapd layout 2, uncompressed", "nfcapd layout 2, LZ4");
  }
}
