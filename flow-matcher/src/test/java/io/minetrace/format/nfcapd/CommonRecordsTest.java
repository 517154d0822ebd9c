// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.ReadFlows;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Layout 1 byte by byte, record type 1 among it, which no tool of today writes; what real files
 * hold is in {@link ContractFilesTest} and {@link NfcapdCorpusTest}.
 */
class CommonRecordsTest {

  private static final byte[] NOTHING = {};

  private final NfcapdBytes in = bytes();

  private static NfcapdBytes bytes() {
    return new NfcapdBytes(ByteOrder.LITTLE_ENDIAN);
  }

  private ReadFlows read(byte[]... records) throws IOException {
    return ReadFlows.of(in.layout1(in.block(2, records)));
  }

  @Test
  void readsAFlowOfType1() throws IOException {
    ReadFlows read = read(in.exporter(), in.map(0), in.common(1, 0, 0, 40000, NOTHING));
    assertThat(read.flows())
        .singleElement()
        .asString()
        .contains("flow_start=1777700000123 ", "flow_end=1777700060456 ")
        .contains("source_ip_address=10.0.0.1 ", "destination_ip_address=192.0.2.20 ")
        .contains("source_transport_port=40000 ", "destination_transport_port=3333 ")
        .contains("protocol_identifier=6 ", "tcp_control_bits=27 ")
        .contains("octet_delta_count=700 ", "packet_delta_count=7 ")
        .contains("exporter_ip_address=192.0.2.1 ", "observation_domain_id=77 ")
        .contains("flow_notes=0 ", "record_ordinal=0 ");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  @Test
  void readsAFlowOfType10() throws IOException {
    ReadFlows type1 = read(in.exporter(), in.map(0), in.common(1, 0, 0, 40000, NOTHING));
    ReadFlows type10 = read(in.exporter(), in.map(0), in.common(10, 0, 0, 40000, NOTHING));
    assertThat(type10.flows()).isEqualTo(type1.flows());
  }

  @Test
  void widthsAndNotesAreAsTheFlagsSay() throws IOException {
    byte[] wide =
        in.record(
            10,
            in.commonHeader(10, 1 | 2 | 4 | 64 | 128, 0, 40000)
                .u64(0x20010db8_00000000L, 1, 0x20010db8_00000000L, 2)
                .u64(1L << 33, 1L << 34)
                .toArray());
    assertThat(read(in.map(0), wide).flows())
        .singleElement()
        .asString()
        .contains("source_ip_address=2001:db8::1 ", "destination_ip_address=2001:db8::2 ")
        .contains("packet_delta_count=8589934592 ", "octet_delta_count=17179869184 ")
        // COUNTERS_SCALED and EVENT
        .contains("flow_notes=10 ");
  }

  @Test
  void extensionsAreReadInTheOrderOfTheirMap() throws IOException {
    byte[] extensions =
        bytes()
            .u32(70_000)
            .u16(5, 6)
            .u64(0, 0)
            .u32(12)
            .u32(0xC0000209L)
            .u64(NfcapdBytes.START)
            .u64(NfcapdBytes.END)
            .u32(99)
            .u16(0)
            .u8(2, 0)
            .u16(2016, 0)
            .u16(61000, 0)
            .u32(0xCB007105L, 0)
            .toArray();
    ReadFlows read =
        read(in.map(4, 16, 4, 12, 14, 23, 27, 37, 38, 39), in.common(10, 0, 4, 40000, extensions));
    assertThat(read.flows())
        .singleElement()
        .asString()
        .contains("post_octet_delta_count=70000 ", "post_packet_delta_count=12 ")
        .contains("exporter_ip_address=192.0.2.9 ", "firewall_event=2 ")
        .contains("post_nat_source_ip_address=203.0.113.5 ")
        .contains("post_nat_destination_ip_address=:: ")
        .contains("post_napt_source_transport_port=61000 ")
        .contains("post_napt_destination_transport_port=-1 ");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  @Test
  void aMapIsRedefinedWithinABlock() throws IOException {
    ReadFlows read =
        read(
            in.map(0, 14),
            in.common(10, 0, 0, 1, bytes().u32(11).toArray()),
            in.map(0, 4, 15),
            in.common(10, 0, 0, 2, bytes().u16(5, 6).u64(22).toArray()));
    assertThat(read.flows().get(0)).contains("post_packet_delta_count=11 ");
    assertThat(read.flows().get(1)).contains("post_packet_delta_count=22 ");
  }

  @Test
  void aMapHoldsInLaterBlocks() throws IOException {
    ReadFlows read =
        ReadFlows.of(
            in.layout1(
                in.block(2, in.map(0, 14)),
                in.block(2, in.common(10, 0, 0, 1, bytes().u32(11).toArray()))));
    assertThat(read.flows()).singleElement().asString().contains("post_packet_delta_count=11 ");
  }

  @Test
  void anUnknownExtensionLeavesTheFlowAndWhatComesBefore() throws IOException {
    byte[] extensions = bytes().u32(11).zeros(20).toArray();
    ReadFlows read = read(in.map(0, 14, 60, 16), in.common(10, 0, 0, 1, extensions));
    assertThat(read.flows())
        .singleElement()
        .asString()
        .contains("octet_delta_count=700 ", "post_packet_delta_count=11 ");
    assertThat(read.report().orElseThrow().tallies().get(Reason.NOT_SUPPORTED).firstDetail())
        .isEqualTo("extension 60: size unknown; the flow is given without what follows");
  }

  @Test
  void aMissingMapLeavesTheFlow() throws IOException {
    ReadFlows read = read(in.common(10, 0, 7, 1, bytes().u32(11).toArray()));
    assertThat(read.flows())
        .singleElement()
        .asString()
        .contains("octet_delta_count=700 ")
        .doesNotContain("post_packet_delta_count=11 ");
    assertThat(read.report().orElseThrow().tallies().get(Reason.NO_TEMPLATE).firstDetail())
        .isEqualTo("extension map 7: missing; the flow is given without what follows");
  }

  @Test
  void aMapThatCannotBeTheRecordsInventsNothing() throws IOException {
    ReadFlows read = read(in.map(0, 15), in.common(10, 0, 0, 1, bytes().u32(11).toArray()));
    assertThat(read.flows()).singleElement().asString().contains("octet_delta_count=700 ");
    assertThat(read.report().orElseThrow().tallies().get(Reason.BAD_RECORD).firstDetail())
        .isEqualTo(
            "extensions: 4 bytes (expected: 8 by map 0); the flow is given without what follows");
  }

  @Test
  void aRecordTooShortForItsFlagsIsRefused() throws IOException {
    ReadFlows read =
        read(in.map(0), in.common(10, 1, 0, 1, NOTHING), in.common(10, 0, 0, 2, NOTHING));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().tallies().get(Reason.BAD_RECORD))
        .satisfies(
            tally -> {
              assertThat(tally.firstOffset()).isEqualTo(276 + 12 + 12);
              assertThat(tally.firstDetail())
                  .isEqualTo("flow record size: 48 (expected: at least 72)");
            });
  }

  @Test
  void aTimeThatIsNotToldIsWhenItWasReceived() throws IOException {
    byte[] timeless = in.common(10, 0, 0, 1, bytes().u64(NfcapdBytes.END).toArray());
    Arrays.fill(timeless, 8, 20, (byte) 0);
    assertThat(read(in.map(0, 27), timeless).flows())
        .singleElement()
        .asString()
        .contains("flow_start=1777700060456 ", "flow_end=1777700060456 ", "flow_notes=1 ");
  }

  @Test
  void aSamplerHoldsForItsExporter() throws IOException {
    byte[] sampler = in.record(9, bytes().u32(-1, 100).u16(1, 3).toArray());
    assertThat(read(in.exporter(), sampler, in.common(10, 0, 0, 1, NOTHING)).flows())
        .singleElement()
        .asString()
        .contains("sampling_packet_interval=100 ");
  }

  @Test
  void statisticsHistogramsAndLegacyRecordsArePassedOver() throws IOException {
    byte[] skipped = new byte[20];
    ReadFlows read =
        read(
            in.record(3, skipped),
            in.record(4, skipped),
            in.record(5, skipped),
            in.record(6, skipped),
            in.record(8, skipped),
            in.common(10, 0, 0, 1, NOTHING));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  @Test
  void whatTheFileSaysOfItselfIsToldAndNotBelieved() throws IOException {
    ReadFlows read = read(in.map(0), in.common(10, 0, 0, 1, NOTHING));
    assertThat(read.report().orElseThrow().format()).isEqualTo("nfcapd layout 1, uncompressed");
    assertThat(read.report().orElseThrow().facts())
        .containsEntry("ident", "here")
        .containsEntry("own statistics", "42 flows");
    assertThat(read.flows()).hasSize(1);
  }

  @Test
  void blocksOfNfdump15AreNamedWithWhatConvertsThem() throws IOException {
    ReadFlows read = ReadFlows.of(in.layout1(in.block(1, new byte[40])));
    assertThat(read.flows()).isEmpty();
    assertThat(read.report().orElseThrow().tallies().get(Reason.NOT_SUPPORTED).firstDetail())
        .isEqualTo(
            "block of nfdump 1.5 (expected: 1.6 to 1.8; nfdump up to 1.6.17, configured with"
                + " --enable-compat15, converts with -r FILE -w NEW)");
  }

  @Test
  void aFileCannotBeCompressedTwice() throws IOException {
    byte[] file = in.layout1();
    file[4] = 9;
    assertThat(ReadFlows.of(file).failure())
        .contains("input, offset 4: flags: 0x9 (expected: one compression at most)");
  }
}
