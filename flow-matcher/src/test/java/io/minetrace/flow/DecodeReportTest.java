// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.IpAddress;
import org.junit.jupiter.api.Test;

class DecodeReportTest {

  @Test
  void anExporterIsKnownByItsAddressInAnyDomain() {
    DecodeReport report = new DecodeReport("test", "pcap");
    report.addExporter(new DecodeReport.Exporter(IpAddress.parse("192.0.2.2"), 7), 1);
    report.addExporter(new DecodeReport.Exporter(IpAddress.parse("192.0.2.4"), 0), 0);

    assertThat(report.hasExporter(IpAddress.parse("192.0.2.2"))).isTrue();
    assertThat(report.hasExporter(IpAddress.parse("192.0.2.4"))).isTrue();
    assertThat(report.hasExporter(IpAddress.parse("192.0.2.1"))).isFalse();
    assertThat(report.hasExporter(IpAddress.parse("192.0.2.3"))).isFalse();
    assertThat(report.hasExporter(IpAddress.parse("192.0.2.5"))).isFalse();
  }

  @Test
  void exportersBeyondThoseThatAreNamedAreCountedTogether() {
    DecodeReport report = new DecodeReport("test", "CSV");
    for (int i = 0; i < ExporterCounts.MOST_NAMED + 10; i++) {
      report.addExporter(exporter(i), 2);
    }
    report.addExporter(exporter(0), 5);
    report.addExporter(exporter(ExporterCounts.MOST_NAMED), 1);

    assertThat(report.exporters())
        .hasSize(65_536)
        .containsEntry(exporter(0), 7L)
        .containsEntry(exporter(65_535), 2L)
        .doesNotContainKey(exporter(65_536));
    assertThat(report.exporterCounts().others()).isEqualTo(21);
    DecodeReport copy = report.withAddresses(address -> address, text -> text);
    assertThat(copy.exporters()).isEqualTo(report.exporters());
    assertThat(copy.exporterCounts().others()).isEqualTo(21);
  }

  @Test
  void countsOfManyInputsAreAddedUpToTheSameMost() {
    ExporterCounts all = new ExporterCounts();
    for (int input = 0; input < 2; input++) {
      ExporterCounts counts = new ExporterCounts();
      for (int i = 0; i < 40_000; i++) {
        counts.add(exporter(input * 30_000 + i), 1);
      }
      counts.addOthers(3);
      all.addAll(counts);
    }

    assertThat(all.named()).hasSize(65_536).containsEntry(exporter(30_000), 2L);
    assertThat(all.others()).isEqualTo(2 * 3 + 70_000 - 65_536);
  }

  private static DecodeReport.Exporter exporter(int number) {
    return new DecodeReport.Exporter(IpAddress.ofIpv4(0x0a00_0000 + number), 0);
  }
}
