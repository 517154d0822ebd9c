// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.netflowV9;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetflowV9DecoderTest {

  private static final long SECONDS = 1_699_999_999L;
  private static final long UPTIME = 100_000;

  /** sourceIPv4Address, destinationIPv4Address, ports. */
  private static final int[] ENDPOINTS = {8, 4, 12, 4, 7, 2, 11, 2};

  private static MessageBytes endpoints(int sourcePort, int destinationPort) {
    return MessageBytes.empty()
        .address("10.0.0.1")
        .address("198.51.100.7")
        .u16(sourcePort)
        .u16(destinationPort);
  }

  private static MessageBytes message(MessageBytes... sets) {
    return netflowV9(UPTIME, SECONDS, 1, 7, sets);
  }

  /** The row of a record with a template of its own. */
  private static FlowRows.Row row(MessageBytes template, MessageBytes record) {
    return DecoderProbe.decode(message(set(0, template), set(256, record))).row();
  }

  @Test
  void theFieldsOfARecordGoToTheirColumns() {
    MessageBytes template =
        template(256, 8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 6, 1, 1, 4, 2, 4, 23, 4, 24, 4, 22, 4, 21, 4);
    MessageBytes record =
        endpoints(50_000, 3333).u8(6).u8(0x18).u32(1).u32(2).u32(3).u32(4).u32(90_000).u32(99_000);

    assertThat(row(template, record).toString())
        .isEqualTo(
            "{FLOW_START=1699999989000, FLOW_END=1699999998000, SOURCE_IP_ADDRESS=10.0.0.1,"
                + " DESTINATION_IP_ADDRESS=198.51.100.7, SOURCE_TRANSPORT_PORT=50000,"
                + " DESTINATION_TRANSPORT_PORT=3333, PROTOCOL_IDENTIFIER=6, TCP_CONTROL_BITS=24,"
                + " OCTET_DELTA_COUNT=1, PACKET_DELTA_COUNT=2, POST_OCTET_DELTA_COUNT=3,"
                + " POST_PACKET_DELTA_COUNT=4, EXPORTER_IP_ADDRESS=192.0.2.1,"
                + " OBSERVATION_DOMAIN_ID=7, FLOW_NOTES=0, RECORD_ORDINAL=0}");
  }

  @Test
  void uptimesMayWrapAndMayStandInEightBytes() {
    MessageBytes template = template(256, 8, 4, 12, 4, 22, 8, 21, 8);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u64(0xffff_ffffL)
            .u64(UPTIME + 5);

    FlowRows.Row row = row(template, record);

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(SECONDS * 1000 - UPTIME - 1);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(SECONDS * 1000 + 5);
  }

  @Test
  void absoluteTimesArePreferredToUptimes() {
    MessageBytes template = template(256, 8, 4, 12, 4, 22, 4, 21, 4, 152, 8, 153, 8);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u32(1)
            .u32(2)
            .u64(SECONDS * 1000 - 777)
            .u64(SECONDS * 1000 - 111);

    FlowRows.Row row = row(template, record);

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(SECONDS * 1000 - 777);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(SECONDS * 1000 - 111);
  }

  @Test
  void aRecordWithoutAnyTimeHasThatOfItsExportAndSaysSo() {
    FlowRows.Row row = row(template(256, ENDPOINTS), endpoints(1, 2));

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(SECONDS * 1000);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(SECONDS * 1000);
    assertThat(row.number(FlowColumn.FLOW_NOTES)).isEqualTo(FlowNote.EXPORT_TIME_ONLY.bit());
  }

  @Test
  void aSetMayHoldSeveralTemplatesAndAMessageTemplatesDataAndOptions() {
    MessageBytes samplingTemplate =
        MessageBytes.empty().u16(300).u16(4).u16(8).u16s(1, 4, 34, 4, 35, 1).zeros(2);
    MessageBytes message =
        message(
            set(256, endpoints(1, 2)),
            set(0, template(256, ENDPOINTS), template(257, 8, 4, 12, 4)),
            set(1, samplingTemplate),
            set(257, MessageBytes.empty().address("10.0.0.2").address("198.51.100.8")),
            set(300, MessageBytes.empty().u32(0).u32(512).u8(2).zeros(3)));

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.SOURCE_IP_ADDRESS))
        .containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.SAMPLING_PACKET_INTERVAL))
        .containsExactly("512", "512");
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void aRecordMayNameTheSamplerThatOptionsDataDescribes() {
    MessageBytes samplers = MessageBytes.empty().u16(300).u16(4).u16(8).u16s(1, 4, 48, 1, 50, 2);
    MessageBytes samplerData = MessageBytes.empty().u32(0).u8(1).u16(100).u32(0).u8(2).u16(2_000);
    MessageBytes template = template(256, 8, 4, 12, 4, 48, 1);
    MessageBytes records =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u8(2)
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u8(1)
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u8(9);

    DecoderProbe probe =
        DecoderProbe.decode(
            message(set(1, samplers), set(0, template), set(300, samplerData), set(256, records)));

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.SAMPLING_PACKET_INTERVAL))
        .containsExactly("2000", "100", "absent");
  }

  @Test
  void theTopBitOfAnElementIsPartOfItsNumber() {
    MessageBytes template = template(256, 8, 4, 12, 4, 40_001, 4, 40_003, 2, 40_005, 1);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .address("203.0.113.1")
            .u16(1024)
            .u8(2);

    FlowRows.Row row = row(template, record);

    assertThat(row.cell(FlowColumn.POST_NAT_SOURCE_IP_ADDRESS)).isEqualTo("203.0.113.1");
    assertThat(row.cell(FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT)).isEqualTo("1024");
    assertThat(row.cell(FlowColumn.FIREWALL_EVENT)).isEqualTo("2");
    assertThat(FlowNote.EVENT.isIn((int) row.number(FlowColumn.FLOW_NOTES))).isTrue();
  }

  @Test
  void initiatorAndResponderAreTheTwoWaysOfAFlow() {
    MessageBytes template = template(256, 8, 4, 12, 4, 231, 4, 232, 4, 298, 4, 299, 4);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u32(1)
            .u32(2)
            .u32(3)
            .u32(4);

    FlowRows.Row row = row(template, record);

    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("1");
    assertThat(row.cell(FlowColumn.REVERSE_OCTET_DELTA_COUNT)).isEqualTo("2");
    assertThat(row.cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("3");
    assertThat(row.cell(FlowColumn.REVERSE_PACKET_DELTA_COUNT)).isEqualTo("4");
  }

  @Test
  void reducedAndWidenedFieldsKeepTheirValue() {
    MessageBytes template = template(256, 8, 4, 12, 4, 1, 3, 2, 5, 7, 4, 4, 2, 6, 2);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .hex("010203")
            .hex("0100000000")
            .u32(50_000)
            .u16(6)
            .u16(0x18);

    FlowRows.Row row = row(template, record);

    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("66051");
    assertThat(row.cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("4294967296");
    assertThat(row.cell(FlowColumn.SOURCE_TRANSPORT_PORT)).isEqualTo("50000");
    assertThat(row.cell(FlowColumn.PROTOCOL_IDENTIFIER)).isEqualTo("6");
    assertThat(row.cell(FlowColumn.TCP_CONTROL_BITS)).isEqualTo("24");
  }

  @Test
  void tcpFlagsOfZeroAreAbsent() {
    assertThat(
            row(template(256, 8, 4, 12, 4, 6, 1), MessageBytes.empty().zeros(9))
                .cell(FlowColumn.TCP_CONTROL_BITS))
        .isEqualTo("absent");
  }

  @Test
  void icmpTypeAndCodeStandInTheDestinationPortOfIcmpOnly() {
    MessageBytes template = template(256, 8, 4, 12, 4, 4, 1, 11, 2, 32, 2);
    MessageBytes pair = MessageBytes.empty().address("10.0.0.1").address("198.51.100.7");
    MessageBytes records =
        MessageBytes.empty()
            .add(pair)
            .u8(1)
            .u16(0)
            .u16(13 * 256 + 5)
            .add(pair)
            .u8(6)
            .u16(80)
            .u16(13 * 256 + 5);

    DecoderProbe probe = DecoderProbe.decode(message(set(0, template), set(256, records)));

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.DESTINATION_TRANSPORT_PORT))
        .containsExactly("3333", "80");
  }

  @Test
  void icmpTypeAndCodeOfFirewallsTakeThePlaceOfTheIdentifier() {
    MessageBytes template = template(256, 8, 4, 12, 4, 4, 1, 11, 2, 176, 1, 177, 1, 178, 1, 179, 1);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u8(1)
            .u16(17_549)
            .u8(3)
            .u8(1)
            .u8(128)
            .u8(7);

    assertThat(row(template, record).cell(FlowColumn.DESTINATION_TRANSPORT_PORT))
        .isEqualTo(Integer.toString(3 * 256 + 1));
  }

  @Test
  void ofTwoFamiliesTheAddressThatIsNotZeroIsMeant() {
    MessageBytes template = template(256, 8, 4, 27, 16, 12, 4, 28, 16);
    MessageBytes record =
        MessageBytes.empty().zeros(4).address("2001:db8::1").address("198.51.100.7").zeros(16);

    FlowRows.Row row = row(template, record);

    assertThat(row.cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("2001:db8::1");
    assertThat(row.cell(FlowColumn.DESTINATION_IP_ADDRESS)).isEqualTo("198.51.100.7");
  }

  @Test
  void ofARepeatedAddressTheFirstIsMeant() {
    MessageBytes template = template(256, 8, 4, 12, 4, 8, 4, 12, 4);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .address("10.0.0.2")
            .address("198.51.100.8");

    FlowRows.Row row = row(template, record);

    assertThat(row.cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("10.0.0.1");
    assertThat(row.cell(FlowColumn.DESTINATION_IP_ADDRESS)).isEqualTo("198.51.100.7");
  }

  @Test
  void fieldsOfVariableLengthAreReadInVersion9Too() {
    MessageBytes template = template(256, 8, 4, 96, 65_535, 12, 4);
    MessageBytes records =
        MessageBytes.empty()
            .address("10.0.0.1")
            .u8(3)
            .hex("616263")
            .address("198.51.100.7")
            .address("10.0.0.2")
            .u8(255)
            .u16(4)
            .hex("61626364")
            .address("198.51.100.8")
            .zeros(3);

    DecoderProbe probe = DecoderProbe.decode(message(set(0, template), set(256, records)));

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.DESTINATION_IP_ADDRESS))
        .containsExactly("198.51.100.7", "198.51.100.8");
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void aRecordThatRunsPastItsSetIsReported() {
    MessageBytes template = template(256, 8, 4, 96, 65_535, 12, 4);
    MessageBytes records =
        MessageBytes.empty().address("10.0.0.1").u8(200).hex("616263").address("198.51.100.7");

    DecoderProbe probe = DecoderProbe.decode(message(set(0, template), set(256, records)));

    assertThat(probe.rows()).isEmpty();
    DecodeReport.Tally tally = probe.report().tallies().get(Reason.BAD_RECORD);
    assertThat(tally.firstOffset()).isEqualTo(20 + 20 + 4);
    assertThat(tally.firstDetail())
        .isEqualTo("data set 256: 12 bytes behind 0 records (expected: padding)");
  }

  @Test
  void bytesBehindTheLastRecordThatAreNoPaddingAreReported() {
    MessageBytes records = endpoints(1, 2).hex("0102030405060708");

    DecoderProbe probe =
        DecoderProbe.decode(message(set(0, template(256, ENDPOINTS)), set(256, records)));

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies().get(Reason.BAD_RECORD).firstDetail())
        .isEqualTo("data set 256: 8 bytes behind 1 records (expected: padding)");
  }

  @Test
  void aDatagramFilledUpWithZerosEndsWhereTheyBegin() {
    MessageBytes message =
        message(set(0, template(256, ENDPOINTS)), set(256, endpoints(1, 2))).zeros(1_000);

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void aTemplateWithoutBytesDecodesNothingAndEnds() {
    DecoderProbe probe =
        DecoderProbe.decode(message(set(0, template(256, 8, 0, 12, 0)), set(256, endpoints(1, 2))));

    assertThat(probe.rows()).isEmpty();
    assertThat(probe.report().tallies().get(Reason.BAD_RECORD).firstDetail())
        .isEqualTo("data set 256: records of 0 bytes by its template");
  }

  @Test
  void zeroLengthFieldsAmongOthersAreAbsent() {
    MessageBytes template = template(256, 8, 4, 12, 4, 1, 0, 7, 2);
    MessageBytes record =
        MessageBytes.empty().address("10.0.0.1").address("198.51.100.7").u16(50_000);

    FlowRows.Row row = row(template, record);

    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("absent");
    assertThat(row.cell(FlowColumn.SOURCE_TRANSPORT_PORT)).isEqualTo("50000");
  }

  @Test
  void aSetLengthThatCannotBeEndsItsDatagramAndKeepsWhatCameBefore() {
    MessageBytes message =
        message(set(0, template(256, ENDPOINTS)), set(256, endpoints(1, 2))).u16(256).u16(500);

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.rows()).hasSize(1);
    DecodeReport.Tally tally = probe.report().tallies().get(Reason.CORRUPT);
    assertThat(tally.firstOffset()).isEqualTo(20 + 24 + 16);
    assertThat(tally.firstDetail()).isEqualTo("set length: 500 (expected: 4..4)");
    assertThat(probe.report().unitsSkipped()).isEqualTo(1);
  }

  @Test
  void aTemplateThatRunsPastItsSetIsReportedAndDataGoesOn() {
    MessageBytes broken = MessageBytes.empty().u16(300).u16(5).u16s(8, 4);
    MessageBytes message =
        message(set(0, template(256, ENDPOINTS), broken), set(256, endpoints(1, 2)));

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies().get(Reason.BAD_TEMPLATE).firstDetail())
        .isEqualTo("element: 0 bytes left (expected: 2)");
  }

  @Test
  void aTemplateNumberBelow256IsRefused() {
    DecoderProbe probe = DecoderProbe.decode(message(set(0, template(255, ENDPOINTS))));

    assertThat(probe.report().tallies().get(Reason.BAD_TEMPLATE).firstDetail())
        .isEqualTo("template id: 255 (expected: 256..65535)");
  }

  @Test
  void aRedefinitionHoldsForLaterSetsAndARefreshChangesNothing() {
    MessageBytes swapped = template(256, 12, 4, 8, 4, 7, 2, 11, 2);
    MessageBytes message =
        message(
            set(0, template(256, ENDPOINTS)),
            set(256, endpoints(1, 2)),
            set(0, template(256, ENDPOINTS)),
            set(256, endpoints(1, 2)),
            set(0, swapped),
            set(256, endpoints(1, 2)));

    assertThat(DecoderProbe.decode(message).rows())
        .extracting(row -> row.cell(FlowColumn.SOURCE_IP_ADDRESS))
        .containsExactly("10.0.0.1", "10.0.0.1", "198.51.100.7");
  }

  @Test
  void templatesBelongToASourceIdWhateverThePort() {
    DecoderProbe probe = new DecoderProbe();
    probe.accept(netflowV9(UPTIME, SECONDS, 1, 7, set(0, template(256, ENDPOINTS))));
    probe.acceptFromPort(31_000, netflowV9(UPTIME, SECONDS, 2, 7, set(256, endpoints(1, 2))));
    probe.accept(netflowV9(UPTIME, SECONDS, 1, 8, set(256, endpoints(3, 4))));
    probe.finish();

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT))
        .containsExactly("1");
    assertThat(probe.report().tallies().get(Reason.NO_TEMPLATE).firstDetail())
        .isEqualTo("data set 256 of exporter 192.0.2.1, domain 8: no template came");
  }

  @Test
  void recordsWithoutAnAddressAreNoFlows() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(set(0, template(256, 10, 2, 1, 4)), set(256, MessageBytes.empty().zeros(6))));

    assertThat(probe.rows()).isEmpty();
    assertThat(probe.report().tallies().get(Reason.NOT_FLOW_EXPORT).firstDetail())
        .isEqualTo("data set 256: records without an address");
    assertThat(probe.report().isPartial()).isFalse();
  }

  @Test
  void theReportNamesExportersWithTheirRecords() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(set(0, template(256, ENDPOINTS)), set(256, endpoints(1, 2), endpoints(3, 4))));

    assertThat(probe.report().exporters())
        .containsExactly(
            java.util.Map.entry(new DecodeReport.Exporter(IpAddress.parse("192.0.2.1"), 7), 2L));
    assertThat(probe.report().records()).isEqualTo(2);
  }

  @Test
  void aDatagramWithMoreRecordsThanTheBatchIsGivenInOrderAndWhole() {
    MessageBytes records = MessageBytes.empty();
    for (int i = 0; i < 1_000; i++) {
      records.add(endpoints(i, 3333));
    }
    DecoderProbe probe = new DecoderProbe(64);

    probe.accept(message(set(0, template(256, ENDPOINTS)), set(256, records)));

    List<String> ports =
        probe.rows().stream().map(row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT)).toList();
    assertThat(ports).hasSize(1_000).startsWith("0", "1", "2").endsWith("998", "999");
    assertThat(probe.rows().get(999).cell(FlowColumn.RECORD_ORDINAL)).isEqualTo("999");
  }

  @Test
  void theCountOfTheHeaderBoundsNothing() {
    for (int count : new int[] {0, 1, 2, 65_535}) {
      MessageBytes message =
          MessageBytes.empty()
              .u16(9)
              .u16(count)
              .u32(UPTIME)
              .u32(SECONDS)
              .u32(1)
              .u32(7)
              .add(set(0, template(256, ENDPOINTS)))
              .add(set(256, endpoints(1, 2), endpoints(3, 4), endpoints(5, 6)));

      DecoderProbe probe = DecoderProbe.decode(message);

      assertThat(probe.rows()).as("count %d", count).hasSize(3);
      assertThat(probe.report().tallies()).as("count %d", count).isEmpty();
    }
  }

  @Test
  void aSetShorterThanItsHeaderEndsItsDatagram() {
    for (int length = 0; length < 4; length++) {
      MessageBytes message =
          message(set(0, template(256, ENDPOINTS)), set(256, endpoints(1, 2)))
              .u16(256)
              .u16(length)
              .add(endpoints(3, 4));

      DecoderProbe probe = DecoderProbe.decode(message);

      assertThat(probe.rows()).as("length %d", length).hasSize(1);
      assertThat(probe.report().tallies().get(Reason.CORRUPT).firstDetail())
          .isEqualTo("set length: " + length + " (expected: 4..16)");
    }
  }

  @Test
  void upToSevenBytesBehindTheLastRecordArePadding() {
    for (int padding = 0; padding <= 7; padding++) {
      MessageBytes records = endpoints(1, 2);
      for (int i = 0; i < padding; i++) {
        records.u8(0xaa);
      }

      DecoderProbe probe =
          DecoderProbe.decode(message(set(0, template(256, ENDPOINTS)), set(256, records)));

      assertThat(probe.rows()).as("padding %d", padding).hasSize(1);
      assertThat(probe.report().tallies()).as("padding %d", padding).isEmpty();
    }
  }

  @Test
  void scopeFieldsWithoutBytesCostNothing() {
    // As Juniper SRX writes it: scope system of no bytes.
    MessageBytes options = MessageBytes.empty().u16(300).u16(4).u16(8).u16s(1, 0, 34, 4, 35, 1);

    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(1, options),
                set(0, template(256, ENDPOINTS)),
                set(300, MessageBytes.empty().u32(512).u8(2)),
                set(256, endpoints(1, 2))));

    assertThat(probe.row().cell(FlowColumn.SAMPLING_PACKET_INTERVAL)).isEqualTo("512");
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void ports0OfLaterFragmentsAreKept() {
    assertThat(
            row(template(256, ENDPOINTS), endpoints(0, 0))
                .cell(FlowColumn.DESTINATION_TRANSPORT_PORT))
        .isEqualTo("0");
  }

  @Test
  void outCountersStandBesideTheOthersAndAreNotAdded() {
    FlowRows.Row row =
        row(
            template(256, 8, 4, 12, 4, 23, 4, 24, 4, 1, 4, 2, 4),
            MessageBytes.empty()
                .address("10.0.0.1")
                .address("198.51.100.7")
                .u32(9)
                .u32(8)
                .u32(1)
                .u32(2));

    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("1");
    assertThat(row.cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("2");
    assertThat(row.cell(FlowColumn.POST_OCTET_DELTA_COUNT)).isEqualTo("9");
    assertThat(row.cell(FlowColumn.POST_PACKET_DELTA_COUNT)).isEqualTo("8");
  }
}
