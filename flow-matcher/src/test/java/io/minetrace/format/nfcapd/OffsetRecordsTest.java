// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.ReadFlows;
import io.minetrace.format.nfcapd.NfcapdBytes.Extension;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layout 3 byte by byte; what real files hold is in {@link ContractFilesTest}. */
class OffsetRecordsTest {

  private final NfcapdBytes in = bytes();

  private static NfcapdBytes bytes() {
    return new NfcapdBytes(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] flow(int sourcePort) {
    return in.offsetFlow(sourcePort, List.of());
  }

  @Test
  void readsAFlow() throws IOException {
    ReadFlows read = ReadFlows.of(in.layout3(0, in.flowBlock(flow(40000))));
    assertThat(read.flows())
        .singleElement()
        .asString()
        .contains("flow_start=1777700000123 ", "flow_end=1777700060456 ")
        .contains("source_ip_address=10.0.0.1 ", "destination_ip_address=192.0.2.20 ")
        .contains("source_transport_port=40000 ", "destination_transport_port=3333 ")
        .contains("octet_delta_count=700 ", "packet_delta_count=7 ", "tcp_control_bits=27 ")
        .contains("record_ordinal=0 ");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
    assertThat(read.report().orElseThrow().format()).isEqualTo("nfcapd layout 3, uncompressed");
  }

  @Test
  void readsTheExtensionsThatMatter() throws IOException {
    byte[] flow =
        in.offsetFlow(
            40000,
            List.of(
                new Extension(6, bytes().u64(1, 12, 70_000)),
                new Extension(11, bytes().u32(0xC0000209L, 0)),
                new Extension(18, bytes().u32(0xCB007105L, 0)),
                new Extension(20, bytes().u16(61000, 0).u32(0)),
                new Extension(
                    21, bytes().u64(NfcapdBytes.START).u32(9).u16(0).u8(3, 0).u16(1, 0).u32(0)),
                new Extension(30, bytes().u64(1, 55)),
                new Extension(36, bytes().u64(7))));
    assertThat(ReadFlows.of(in.layout3(0, in.flowBlock(flow))).flows())
        .singleElement()
        .asString()
        .contains("post_octet_delta_count=70000 ", "post_packet_delta_count=12 ")
        .contains("exporter_ip_address=192.0.2.9 ", "observation_domain_id=55 ")
        .contains("post_nat_source_ip_address=203.0.113.5 ", "firewall_event=3 ")
        .contains("post_napt_source_transport_port=61000 ")
        .contains("post_napt_destination_transport_port=-1 ");
  }

  @Test
  void flowsOfAnExporterNamedLaterAreCountedUnderIt() throws IOException {
    ReadFlows read =
        ReadFlows.of(in.layout3(0, in.flowBlock(flow(1), flow(2)), in.exporterBlock(-1, 1, 99)));
    assertThat(read.report().orElseThrow().exporters())
        .containsExactly(Map.entry(new Exporter(IpAddress.ofIpv4(0xC0000201), 77), 2L));
    assertThat(read.flows()).allMatch(flow -> flow.contains("exporter_ip_address=:: "));
  }

  @Test
  void flowsOfAnExporterNamedBeforeHaveItsAddressAndSampling() throws IOException {
    ReadFlows read =
        ReadFlows.of(in.layout3(0, in.exporterBlock(-1, 1, 99), in.flowBlock(flow(1))));
    assertThat(read.flows())
        .singleElement()
        .asString()
        .contains("exporter_ip_address=192.0.2.1 ", "observation_domain_id=77 ")
        .contains("sampling_packet_interval=100 ");
  }

  @Test
  void indexRecordsBeforeTheFlowsAreSkipped() throws IOException {
    byte[] meta = in.record(18, new byte[60]);
    ReadFlows read = ReadFlows.of(in.layout3(0, in.flowBlock(meta, flow(1))));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  @Test
  void theBlocksEndAtTheDirectory() throws IOException {
    ReadFlows read = ReadFlows.of(in.layout3(0, in.longBlock(4, new byte[] {'w', 'e', 's', 't'})));
    assertThat(read.flows()).isEmpty();
    assertThat(read.report().orElseThrow().facts()).containsEntry("ident", "west");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  @Test
  void aClosedFileWithoutItsDirectoryIsTruncated() throws IOException {
    byte[] block = in.flowBlock(flow(1));
    byte[] whole = in.layout3(0, block);
    ReadFlows read = ReadFlows.of(Arrays.copyOf(whole, 48 + block.length));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().tallies().get(Reason.TRUNCATED).firstDetail())
        .isEqualTo("file ends after 1 blocks (expected: a directory behind them)");
  }

  @Test
  void aFileThatWasNeverClosedIsWhole() throws IOException {
    byte[] block = in.flowBlock(flow(1));
    byte[] open = Arrays.copyOf(in.layout3(0, block), 48 + block.length);
    Arrays.fill(open, 28, 40, (byte) 0);
    ReadFlows read = ReadFlows.of(open);
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  @Test
  void anOffsetPastItsRecordCostsThatRecord() throws IOException {
    byte[] bad = flow(2);
    bad[24] = (byte) 200;
    ReadFlows read = ReadFlows.of(in.layout3(0, in.flowBlock(flow(1), bad, flow(3))));
    assertThat(read.flows()).hasSize(2);
    assertThat(read.report().orElseThrow().tallies().get(Reason.BAD_RECORD).firstDetail())
        .isEqualTo("extension 1 offset: 200 (expected: 28..40)");
  }

  @Test
  void anEncryptedFileIsRefused() throws IOException {
    assertThat(ReadFlows.of(in.layout3(1)).failure())
        .contains(
            "input, offset 20: encrypted file (expected: not encrypted; nfdump 1.8 reads it with"
                + " its passphrase)");
  }

  @Test
  void anEncryptedBlockCostsThatBlock() throws IOException {
    byte[] encrypted = in.flowBlock(flow(1));
    encrypted[14] = 1;
    ReadFlows read = ReadFlows.of(in.layout3(0, encrypted, in.flowBlock(flow(2))));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().tallies().get(Reason.NOT_SUPPORTED).firstOffset())
        .isEqualTo(48);
  }

  @Test
  void aBlockLongerThanAllowedIsBridged() throws IOException {
    byte[] bad = in.flowBlock(flow(1));
    bad[7] = 0x7f;
    ReadFlows read = ReadFlows.of(in.layout3(0, bad, in.flowBlock(flow(2))));
    assertThat(read.flows()).singleElement().asString().contains("source_transport_port=2 ");
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("block size: 2130706552 (expected: 1..4194304); reading goes on at offset 192");
  }
}
