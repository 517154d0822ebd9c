// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.ReadFlows;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The elements of layout 2, and who its flows come from. */
class RecordDecoderTest {

  private final NfcapdBytes in = new NfcapdBytes(ByteOrder.LITTLE_ENDIAN);

  private ReadFlows read(byte[]... records) throws IOException {
    return ReadFlows.of(in.layout2(in.block(3, records)));
  }

  private String onlyFlow(byte[]... records) throws IOException {
    ReadFlows read = read(records);
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
    assertThat(read.flows()).hasSize(1);
    return read.flows().get(0);
  }

  /** Type 15. */
  private byte[] sampler(long id, int packets, int space) {
    return in.record(15, in.fresh().u16(3, 0).u64(id).u32(packets, space).toArray());
  }

  @Test
  void aSamplerOfTheCollectorHoldsForFlowsThatNameNone() throws IOException {
    assertThat(onlyFlow(in.exporter(), sampler(-1, 1, 99), sampler(7, 1, 9), in.flow(1)))
        .contains("sampling_packet_interval=100 ");
  }

  @Test
  void whatTheUserForcedComesBeforeWhatTheExporterTold() throws IOException {
    assertThat(onlyFlow(sampler(-3, 1, 49), sampler(-1, 1, 99), sampler(-2, 1, 9), in.flow(1)))
        .contains("sampling_packet_interval=50 ");
  }

  @Test
  void ofTwoSamplersNoneIsGuessed() throws IOException {
    assertThat(onlyFlow(sampler(7, 1, 99), sampler(8, 1, 9), in.flow(1)))
        .contains("sampling_packet_interval=-1 ");
  }

  @Test
  void aFlowMayNameItsSampler() throws IOException {
    byte[] named = in.element(18, in.fresh().u64(8).u16(3, 0).zeros(4));
    assertThat(onlyFlow(sampler(7, 1, 99), sampler(8, 2, 18), in.flow(1, named)))
        .contains("sampling_packet_interval=10 ");
  }

  @Test
  void upTo171AFlowSaysTheIntervalItself() throws IOException {
    byte[] told = in.element(18, in.fresh().u32(8, 512).u16(1, 3));
    assertThat(onlyFlow(in.flow(1, told))).contains("sampling_packet_interval=512 ");
  }

  @Test
  void anExporterMayBeNamedInTheRecord() throws IOException {
    byte[] received = in.element(12, in.fresh().u32(0xC0000209L));
    byte[] domain = in.element(33, in.fresh().u64(1).u32(55, 0));
    assertThat(onlyFlow(in.exporter(), in.flow(1, received, domain)))
        .contains("exporter_ip_address=192.0.2.9 ", "observation_domain_id=55 ");
  }

  @Test
  void flowsOfAnExporterNamedLaterAreCountedUnderIt() throws IOException {
    ReadFlows read = read(in.flow(1), in.flow(2), in.exporter(), in.flow(3));
    assertThat(read.report().orElseThrow().exporters())
        .containsExactly(Map.entry(new Exporter(IpAddress.ofIpv4(0xC0000201), 77), 3L));
    assertThat(read.flows().get(0)).contains("exporter_ip_address=:: ");
    assertThat(read.flows().get(2)).contains("exporter_ip_address=192.0.2.1 ");
  }

  @Test
  void exportersOf178AreInNetworkOrder() throws IOException {
    byte[] exporter =
        in.record(
            7, in.fresh().u32(9).zeros(10).u8(0xff, 0xff, 192, 0, 2, 7).u16(0, 3).u32(5).toArray());
    assertThat(onlyFlow(exporter, in.flow(1)))
        .contains("exporter_ip_address=192.0.2.7 ", "observation_domain_id=5 ");
  }

  @Test
  void flagsOfTheWayBackAreKeptWhere171PutThem() throws IOException {
    byte[] misc = in.element(4, in.fresh().u32(1, 2).u8(0, 0, 0, 0, 0, 0, 0x12, 0));
    assertThat(onlyFlow(in.flow(1, misc))).contains("reverse_tcp_control_bits=18 ");
  }

  @Test
  void anEventOfAFirewallIsNoted() throws IOException {
    byte[] event = in.element(19, in.fresh().u64(NfcapdBytes.END).u32(1).u16(0).u8(3, 0));
    assertThat(onlyFlow(in.flow(1, event))).contains("firewall_event=3 ", "flow_notes=8 ");
  }

  @Test
  void anArrayOfNamesMayBeLongerThanItsSizeCanSay() throws IOException {
    int elements = 700;
    byte[] names =
        in.fresh().u16(13, 0xffff).u16(elements, 100).u32(92).zeros(elements * 100).toArray();
    assertThat(onlyFlow(names, in.flow(1))).contains("source_transport_port=1 ");
  }

  @Test
  void aFlowOfAnotherLayoutIsADamagedTypeAndNoFlow() throws IOException {
    ReadFlows read = read(in.map(0), in.common(10, 0, 0, 1, new byte[0]), in.flow(2));
    DecodeReport report = read.report().orElseThrow();
    assertThat(read.flows()).hasSize(1);
    assertThat(report.tallies().get(Reason.NOT_SUPPORTED).count()).isEqualTo(2);
    assertThat(report.tallies().get(Reason.NOT_SUPPORTED).firstDetail())
        .isEqualTo("record type: 2 (expected: one of layout 2)");
  }
}
