// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import org.junit.jupiter.api.Test;

class NetflowV1V7DecoderTest {

  private static final long SECONDS = 1_699_999_999L;
  private static final long NANOSECONDS = 250_000_000;

  private static MessageBytes header(int version, int count, long seconds) {
    return MessageBytes.empty().u16(version).u16(count).u32(100_000).u32(seconds).u32(NANOSECONDS);
  }

  private static MessageBytes commonFields(int destinationPort) {
    return MessageBytes.empty()
        .address("10.0.0.1")
        .address("198.51.100.7")
        .address("192.0.2.254")
        .u16s(1, 2)
        .u32(12)
        .u32(3456)
        .u32(40_000)
        .u32(90_000)
        .u16(50_000)
        .u16(destinationPort);
  }

  private static MessageBytes recordV1(int destinationPort) {
    // pad1, prot, tos, flags, 3 counters of retransmissions, reserved.
    return commonFields(destinationPort).zeros(2).u8(6).u8(0xb8).u8(0x1b).zeros(3).zeros(4);
  }

  private static MessageBytes datagramV1(int destinationPort) {
    return header(1, 1, SECONDS).add(recordV1(destinationPort));
  }

  private static MessageBytes datagramV7(long sequence, int destinationPort) {
    // flags, tcp_flags, prot, tos, AS numbers, masks, flags, router_sc.
    return header(7, 1, SECONDS)
        .u32(sequence)
        .u32(0)
        .add(commonFields(destinationPort))
        .u8(0x77)
        .u8(0x1b)
        .u8(6)
        .u8(0xb8)
        .u16s(64_500, 64_501)
        .u8(24)
        .u8(24)
        .u16(0)
        .address("192.0.2.253");
  }

  @Test
  void everyColumnOfAVersion1RecordIsRead() {
    assertThat(DecoderProbe.decode(datagramV1(3333)).row().toString())
        .isEqualTo(
            "{FLOW_START=1699999939250, FLOW_END=1699999989250, SOURCE_IP_ADDRESS=10.0.0.1,"
                + " DESTINATION_IP_ADDRESS=198.51.100.7, SOURCE_TRANSPORT_PORT=50000,"
                + " DESTINATION_TRANSPORT_PORT=3333, PROTOCOL_IDENTIFIER=6, TCP_CONTROL_BITS=27,"
                + " OCTET_DELTA_COUNT=3456, PACKET_DELTA_COUNT=12, EXPORTER_IP_ADDRESS=192.0.2.1,"
                + " OBSERVATION_DOMAIN_ID=0, FLOW_NOTES=0, RECORD_ORDINAL=0}");
  }

  @Test
  void everyColumnOfAVersion7RecordIsRead() {
    assertThat(DecoderProbe.decode(datagramV7(0, 3333)).row())
        .isEqualTo(DecoderProbe.decode(datagramV1(3333)).row());
  }

  @Test
  void aVersion1MessageMayHold30RecordsAsSoftflowdSendsThem() {
    MessageBytes datagram = header(1, 30, SECONDS);
    for (int port = 1; port <= 30; port++) {
      datagram.add(recordV1(port));
    }
    DecoderProbe probe = DecoderProbe.decode(datagram);

    assertThat(probe.rows()).hasSize(30);
    for (int port = 1; port <= 30; port++) {
      assertThat(probe.rows().get(port - 1).cell(FlowColumn.DESTINATION_TRANSPORT_PORT))
          .isEqualTo(Integer.toString(port));
      assertThat(probe.rows().get(port - 1).cell(FlowColumn.TCP_CONTROL_BITS)).isEqualTo("27");
    }
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void oneDatagramMayHoldSeveralMessages() {
    DecoderProbe version1 =
        DecoderProbe.decode(datagramV1(1).add(datagramV1(2)).add(datagramV1(3)));
    DecoderProbe version7 = DecoderProbe.decode(datagramV7(0, 4).add(datagramV7(1, 5)));

    assertThat(version1.rows())
        .extracting(row -> row.cell(FlowColumn.DESTINATION_TRANSPORT_PORT))
        .containsExactly("1", "2", "3");
    assertThat(version7.rows())
        .extracting(row -> row.cell(FlowColumn.DESTINATION_TRANSPORT_PORT))
        .containsExactly("4", "5");
    assertThat(version7.report().lostByExporter()).isZero();
  }

  @Test
  void aGapInTheSequenceOfVersion7IsCountedInFlows() {
    assertThat(DecoderProbe.decode(datagramV7(0, 1), datagramV7(31, 2)).report().lostByExporter())
        .isEqualTo(30);
  }

  @Test
  void whatOnlyBeginsWithTheVersionIsNotTaken() {
    DecoderProbe probe = new DecoderProbe();

    assertThat(probe.accept(datagramV1(1).u8(0))).isFalse();
    assertThat(probe.accept(datagramV7(0, 1).zeros(52))).isFalse();
    assertThat(probe.accept(header(1, 0, SECONDS))).isFalse();
    assertThat(probe.accept(header(1, 31, SECONDS).zeros(31 * 48))).isFalse();
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void aCountBeyondTheRecordsOfAKnownSenderInventsNone() {
    DecoderProbe probe = new DecoderProbe();
    probe.accept(datagramV1(1));

    assertThat(probe.accept(header(1, 300, SECONDS).add(recordV1(2)).add(recordV1(3)))).isTrue();

    assertThat(probe.rows()).hasSize(3);
    assertThat(probe.report().tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("count: 300 (expected: at most 2, the records there)");
  }

  @Test
  void wholeRecordsOfACutDatagramAreRead() {
    DecoderProbe probe = new DecoderProbe();

    assertThat(probe.acceptCut(header(1, 2, SECONDS).add(recordV1(2)).add(recordV1(3)), 20))
        .isTrue();

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies()).containsOnlyKeys(Reason.CUT_PACKET);
  }

  @Test
  void aggregatesOfVersion8AreNamed() {
    MessageBytes aggregate =
        MessageBytes.empty()
            .u16(8)
            .u16(1)
            .u32(100_000)
            .u32(SECONDS)
            .u32(NANOSECONDS)
            .u32(0)
            .u8(0)
            .u8(0)
            .u8(5)
            .u8(2)
            .u32(0)
            .zeros(40);
    DecoderProbe probe = new DecoderProbe();

    assertThat(probe.accept(aggregate)).isTrue();

    assertThat(probe.report().tallies().get(Reason.NOT_SUPPORTED).firstDetail())
        .isEqualTo("NetFlow v8 (expected: NetFlow v1, NetFlow v5, NetFlow v7, NetFlow v9, IPFIX)");
  }
}
