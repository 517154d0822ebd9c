// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.flow.ExporterCounts;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.IpAddress;
import org.junit.jupiter.api.Test;

class RecordSourcesTest {

  private static final int MOST = ExporterCounts.MOST_NAMED;

  private final DecodeReport report = new DecodeReport("test", "nfcapd");
  private final RecordSources sources = new RecordSources(report);

  private static Exporter exporter(int number) {
    return new Exporter(IpAddress.ofIpv4(0x0a00_0000 + number), 0);
  }

  private void flow(int number) {
    sources.turnTo(number);
    sources.count();
  }

  @Test
  void ofMoreExportersThanAnyNetworkHasTheFirstAreKept() {
    for (int i = 1; i <= MOST + 1; i++) {
      sources.name(i, exporter(i));
    }
    flow(MOST);
    assertThat(sources.addressLow()).isEqualTo(exporter(MOST).address().low());
    flow(MOST + 1);
    assertThat(sources.addressLow()).as("not kept").isZero();
    assertThat(sources.domain()).isEqualTo(FlowColumn.ABSENT_LONG);
    sources.end();
    assertThat(report.exporters())
        .containsEntry(exporter(MOST), 1L)
        .containsEntry(new Exporter(IpAddress.UNSPECIFIED, 0), 1L)
        .hasSize(2);
  }

  @Test
  void flowsOfMoreNumbersThanCanWaitForTheirNameAreOfAnUnknownExporter() {
    for (int i = 1; i <= MOST + 1; i++) {
      flow(i);
    }
    sources.name(MOST, exporter(MOST));
    sources.name(MOST + 1, exporter(MOST + 1));
    sources.end();
    assertThat(report.exporters())
        .containsEntry(exporter(MOST), 1L)
        .containsEntry(new Exporter(IpAddress.UNSPECIFIED, 0), (long) MOST)
        .hasSize(2);
  }

  @Test
  void ofMoreSamplersThanAnyNetworkHasTheFirstAreKeptAndStillLearn() {
    for (int i = 1; i <= MOST + 1; i++) {
      sources.sampler(i, 1, 100);
    }
    sources.sampler(MOST, 1, 200);
    sources.turnTo(MOST);
    assertThat(sources.sampling()).isEqualTo(200);
    sources.turnTo(MOST + 1);
    assertThat(sources.sampling()).isEqualTo(FlowColumn.ABSENT_INT);
  }
}
