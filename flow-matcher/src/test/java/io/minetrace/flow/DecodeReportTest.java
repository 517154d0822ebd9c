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
}
