// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import org.junit.jupiter.api.Test;

class NetflowV5DecoderTest {

  private static final long SECONDS = 1_699_999_999L;

  private static MessageBytes record(long first, long last) {
    return MessageBytes.empty()
        .address("10.0.0.1")
        .address("198.51.100.7")
        .zeros(8)
        .u32(12)
        .u32(3456)
        .u32(first)
        .u32(last)
        .u16(50_000)
        .u16(3333)
        .u8(0)
        .u8(0x1b)
        .u8(6)
        .zeros(9);
  }

  private static MessageBytes datagram(long sysUptime, long first, long last) {
    return MessageBytes.netflowV5(1, sysUptime, SECONDS, 250_000_000, 7, 0)
        .add(record(first, last));
  }

  @Test
  void everyColumnOfARecordIsRead() {
    FlowRows.Row row = DecoderProbe.decode(datagram(100_000, 40_000, 90_000)).row();

    assertThat(row.toString())
        .isEqualTo(
            "{FLOW_START=1699999939250, FLOW_END=1699999989250, SOURCE_IP_ADDRESS=10.0.0.1,"
                + " DESTINATION_IP_ADDRESS=198.51.100.7, SOURCE_TRANSPORT_PORT=50000,"
                + " DESTINATION_TRANSPORT_PORT=3333, PROTOCOL_IDENTIFIER=6, TCP_CONTROL_BITS=27,"
                + " OCTET_DELTA_COUNT=3456, PACKET_DELTA_COUNT=12, EXPORTER_IP_ADDRESS=192.0.2.1,"
                + " OBSERVATION_DOMAIN_ID=258, FLOW_NOTES=0, RECORD_ORDINAL=0}");
  }

  @Test
  void aFlowThatBeganBeforeTheUptimeWrappedLiesBeforeTheExport() {
    FlowRows.Row row = DecoderProbe.decode(datagram(1_000, 0xffff_fc18L, 500)).row();

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(SECONDS * 1000 + 250 - 2_000);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(SECONDS * 1000 + 250 - 500);
  }

  @Test
  void aFlowThatEndsAfterTheHeaderWasWrittenLiesAfterTheExport() {
    FlowRows.Row row = DecoderProbe.decode(datagram(100_000, 99_000, 100_005)).row();

    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(SECONDS * 1000 + 250 + 5);
  }

  @Test
  void aFlowThatEndsBeforeItBeginsKeepsBothTimesAsExported() {
    FlowRows.Row row = DecoderProbe.decode(datagram(100_000, 90_000, 40_000)).row();

    assertThat(row.number(FlowColumn.FLOW_START) - row.number(FlowColumn.FLOW_END))
        .isEqualTo(50_000);
  }

  @Test
  void aCountBeyondTheRecordsInventsNone() {
    MessageBytes datagram =
        MessageBytes.netflowV5(163, 5_000, SECONDS, 0, 0, 0).add(record(1, 2)).add(record(3, 4));

    DecoderProbe probe = DecoderProbe.decode(datagram);

    assertThat(probe.rows()).hasSize(2);
    assertThat(probe.report().tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("count: 163 (expected: at most 2, the records there)");
    assertThat(probe.report().tallies().get(Reason.CORRUPT).firstOffset()).isEqualTo(2);
  }

  @Test
  void oneDatagramMayHoldSeveralMessages() {
    MessageBytes datagram = datagram(5_000, 1, 2).add(datagram(6_000, 3, 4));

    DecoderProbe probe = DecoderProbe.decode(datagram);

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.RECORD_ORDINAL))
        .containsExactly("0", "1");
  }

  @Test
  void theSamplingIntervalIsTheLower14BitsAndScalesNothing() {
    MessageBytes datagram =
        MessageBytes.netflowV5(1, 5_000, SECONDS, 0, 0, 0x4000 | 1_000).add(record(1, 2));

    FlowRows.Row row = DecoderProbe.decode(datagram).row();

    assertThat(row.cell(FlowColumn.SAMPLING_PACKET_INTERVAL)).isEqualTo("1000");
    assertThat(row.cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("12");
  }

  @Test
  void aGapInTheSequenceIsCountedInFlows() {
    MessageBytes first = MessageBytes.netflowV5(1, 5_000, SECONDS, 0, 10, 0).add(record(1, 2));
    MessageBytes second = MessageBytes.netflowV5(1, 5_000, SECONDS, 0, 11, 0).add(record(1, 2));
    MessageBytes fourth = MessageBytes.netflowV5(1, 5_000, SECONDS, 0, 42, 0).add(record(1, 2));

    assertThat(DecoderProbe.decode(first, second).report().lostByExporter()).isZero();
    assertThat(DecoderProbe.decode(first, second, fourth).report().lostByExporter()).isEqualTo(30);
  }

  @Test
  void aDatagramWithAClockOfBeforeNetflowHasTheTimeOfItsCapture() {
    MessageBytes datagram = MessageBytes.netflowV5(1, 5_000, 5, 0, 0, 0).add(record(1_000, 5_000));

    FlowRows.Row row = DecoderProbe.decode(datagram).row();

    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(DecoderProbe.CAPTURE_MILLIS);
  }

  @Test
  void recordsOfACutDatagramThatAreWholeAreRead() {
    MessageBytes datagram =
        MessageBytes.netflowV5(2, 5_000, SECONDS, 0, 0, 0).add(record(1, 2)).add(record(3, 4));
    DecoderProbe probe = new DecoderProbe();

    probe.acceptCut(datagram, 20);

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies()).containsOnlyKeys(Reason.CUT_PACKET);
    assertThat(probe.report().tallies().get(Reason.CUT_PACKET).firstDetail())
        .isEqualTo("export datagram: 100 bytes captured (expected: 120)");
  }

  @Test
  void whatOnlyBeginsLikeADatagramIsNotTaken() {
    MessageBytes sflow = MessageBytes.empty().u32(5).u32(1).address("192.0.2.9").zeros(40);
    MessageBytes dns = MessageBytes.empty().u16(5).u16(0x0100).u16s(1, 0, 0, 0).zeros(61);

    DecoderProbe probe = new DecoderProbe();

    assertThat(probe.accept(dns)).isFalse();
    assertThat(probe.accept(sflow)).isTrue();
    assertThat(probe.rows()).isEmpty();
    assertThat(probe.report().tallies().get(Reason.NOT_SUPPORTED).firstDetail())
        .isEqualTo("sFlow v5 (expected: NetFlow v1, NetFlow v5, NetFlow v7, NetFlow v9, IPFIX)");
  }
}
