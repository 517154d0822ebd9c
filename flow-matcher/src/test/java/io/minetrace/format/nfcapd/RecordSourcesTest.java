// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.flow.ExporterCounts;
import io.minetrace.net.IpAddress;
import org.junit.jupiter.api.Test;

class RecordSourcesTest {

  private static final Exporter UNKNOWN = new Exporter(IpAddress.UNSPECIFIED, 0);

  private final DecodeReport report = new DecodeReport("test", "nfcapd");
  private final RecordSources sources = new RecordSources(report);

  private static Exporter exporter(int number) {
    return new Exporter(IpAddress.ofIpv4(0x0a00_0000 + number), 0);
  }

  @Test
  void flowsOfExportersBeyondThoseThatAreNamedAreCountedAsThoseOfOthers() {
    for (int number = 1; number <= ExporterCounts.MOST_NAMED + 1; number++) {
      sources.name(number, exporter(number));
    }
    sources.turnTo(1);
    sources.count(3);
    sources.turnTo(ExporterCounts.MOST_NAMED + 1);
    sources.count(2);
    sources.end();

    assertThat(report.exporterCounts().of(exporter(1))).isEqualTo(3);
    assertThat(report.exporters()).doesNotContainKey(UNKNOWN);
    assertThat(report.exporterCounts().others()).isEqualTo(2);
  }

  @Test
  void flowsOfANumberThatNobodyNamesAreOfAnUnknownExporter() {
    sources.name(1, exporter(1));
    sources.turnTo(7);
    sources.count();
    sources.turnTo(1);
    sources.count();
    sources.end();

    assertThat(report.exporterCounts().of(UNKNOWN)).isEqualTo(1);
    assertThat(report.exporterCounts().others()).isZero();
  }
}
