// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.flow.DecodeReport;
import io.minetrace.format.ReadFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Two files of nfdump 1.6's own tests, which are not part of the project: the same 26 flows as
 * records of type 10, anonymised, and as records of type 1, which nfdump reads up to 1.6.17 only.
 */
class NfcapdCorpusTest {

  private static final Optional<Path> FILES =
      Optional.ofNullable(System.getenv("MINETRACE_CORPUS"))
          .map(corpus -> Path.of(corpus, "nfcapd"))
          .filter(Files::isDirectory);

  private static ReadFlows read(String name) throws IOException {
    assumeTrue(FILES.isPresent(), "MINETRACE_CORPUS names no folder with nfcapd");
    return ReadFlows.of(Files.readAllBytes(FILES.get().resolve(name)));
  }

  /** The flows without what anonymising changes, and where they lie. */
  private static List<String> withoutAddresses(ReadFlows read) {
    return read.flows().stream().map(flow -> flow.replaceAll("\\S*ip_address=\\S+ ", "")).toList();
  }

  @Test
  void recordsOfType1() throws IOException {
    ReadFlows read = read("layout1-type1.flows");
    DecodeReport report = read.report().orElseThrow();
    assertThat(read.flows()).hasSize(26);
    assertThat(report.isPartial()).isFalse();
    assertThat(read.flows().get(0))
        .contains("flow_start=1089534600010 ", "flow_end=1089534610020 ")
        .contains("source_ip_address=172.16.1.66 ", "source_transport_port=1024 ")
        .contains("destination_ip_address=192.168.170.100 ", "destination_transport_port=25 ")
        .contains("packet_delta_count=202 ", "octet_delta_count=303 ")
        .contains("post_packet_delta_count=212 ", "post_octet_delta_count=3234 ");
  }

  @Test
  void recordsOfType10AreTheSameFlows() throws IOException {
    ReadFlows read = read("anon.flows");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
    assertThat(withoutAddresses(read)).isEqualTo(withoutAddresses(read("layout1-type1.flows")));
    // Its statistics count what three runs appended.
    assertThat(read.report().orElseThrow().facts()).containsEntry("own statistics", "78 flows");
  }
}
