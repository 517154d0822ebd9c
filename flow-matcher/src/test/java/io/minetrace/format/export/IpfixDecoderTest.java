// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.ipfix;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class IpfixDecoderTest {

  private static final long SECONDS = 1_699_999_999L;
  private static final long MILLIS = SECONDS * 1000;
  private static final int ENTERPRISE_BIT = 0x8000;

  private static final int[] ENDPOINTS = {8, 4, 12, 4, 7, 2, 11, 2};

  private static MessageBytes endpoints(int sourcePort, int destinationPort) {
    return MessageBytes.empty()
        .address("10.0.0.1")
        .address("198.51.100.7")
        .u16(sourcePort)
        .u16(destinationPort);
  }

  private static MessageBytes addresses() {
    return MessageBytes.empty().address("10.0.0.1").address("198.51.100.7");
  }

  private static MessageBytes message(MessageBytes... sets) {
    return ipfix(SECONDS, 0, 7, sets);
  }

  private static FlowRows.Row row(MessageBytes template, MessageBytes record) {
    return DecoderProbe.decode(message(set(2, template), set(256, record))).row();
  }

  private static MessageBytes optionsTemplate(int id, int scopes, int... elementsAndLengths) {
    return MessageBytes.empty()
        .u16(id)
        .u16(elementsAndLengths.length / 2)
        .u16(scopes)
        .u16s(elementsAndLengths);
  }

  @Test
  void anEnterpriseNumberFollowsTheElement() {
    MessageBytes template =
        MessageBytes.empty()
            .u16(256)
            .u16(5)
            .u16s(ENTERPRISE_BIT | 8, 4)
            .u32(9)
            .u16s(8, 4, 12, 4)
            .u16s(ENTERPRISE_BIT | 1, 4)
            .u32(29_305)
            .u16s(1, 4);
    MessageBytes record = MessageBytes.empty().u32(0x7f7f_7f7fL).add(addresses()).u32(222).u32(111);

    FlowRows.Row row = row(template, record);

    assertThat(row.cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("10.0.0.1");
    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("111");
    assertThat(row.cell(FlowColumn.REVERSE_OCTET_DELTA_COUNT)).isEqualTo("222");
  }

  @Test
  void yafTellsTotalsAndTheFlagsOfTheFirstPacketApart() {
    MessageBytes template =
        MessageBytes.empty()
            .u16(256)
            .u16(7)
            .u16s(8, 4, 12, 4, 85, 8, 86, 8)
            .u16s(ENTERPRISE_BIT | 14, 1)
            .u32(6_871)
            .u16s(ENTERPRISE_BIT | 15, 1)
            .u32(6_871)
            .u16s(ENTERPRISE_BIT | 0x4000 | 15, 1)
            .u32(6_871);
    MessageBytes record = addresses().u64(1_000).u64(10).u8(0x02).u8(0x18).u8(0x04);

    FlowRows.Row row = row(template, record);

    assertThat(row.cell(FlowColumn.TCP_CONTROL_BITS)).isEqualTo("26");
    assertThat(row.cell(FlowColumn.REVERSE_TCP_CONTROL_BITS)).isEqualTo("4");
    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("1000");
    assertThat(row.cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("10");
  }

  @Test
  void theFinestTimeNearTheExportIsMeant() {
    MessageBytes template =
        template(256, 8, 4, 12, 4, 150, 4, 151, 4, 152, 8, 153, 8, 156, 8, 157, 8);
    MessageBytes record =
        addresses()
            .u32(SECONDS - 9)
            .u32(SECONDS - 8)
            .u64(MILLIS - 8_900)
            .u64(MILLIS - 7_900)
            .u64(0x0123_4567_89ab_cdefL)
            .u64((SECONDS + 2_208_988_800L - 8) << 32 | 0x4000_0000L);

    FlowRows.Row row = row(template, record);

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(MILLIS - 8_900);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(MILLIS - 8_000 + 250);
  }

  @Test
  void aDistantTimeIsTakenWhereThereIsNoOther() {
    FlowRows.Row row =
        row(
            template(256, 8, 4, 12, 4, 152, 8, 153, 8),
            addresses().u64(1_000_000_000_000L).u64(1_000_000_000_500L));

    assertThat(row.cell(FlowColumn.FLOW_START)).isEqualTo("1000000000000");
    assertThat(row.cell(FlowColumn.FLOW_END)).isEqualTo("1000000000500");
    assertThat(row.number(FlowColumn.FLOW_NOTES)).isEqualTo(FlowNote.DOUBTFUL_TIME.bit());
  }

  @Test
  void deltaMicrosecondsCountBackFromTheExport() {
    FlowRows.Row row =
        row(template(256, 8, 4, 12, 4, 158, 4, 159, 4), addresses().u32(5_000_000).u32(1_000_000));

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(MILLIS - 5_000);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(MILLIS - 1_000);
  }

  @Test
  void aDurationGivesTheTimeThatIsMissing() {
    FlowRows.Row row =
        row(template(256, 8, 4, 12, 4, 152, 8, 161, 4), addresses().u64(MILLIS - 9_000).u32(4_000));

    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(MILLIS - 5_000);
  }

  @Test
  void theTimeOfAnEventIsItsStartAndItsEnd() {
    FlowRows.Row row =
        row(template(256, 8, 4, 12, 4, 323, 8, 230, 1), addresses().u64(MILLIS - 3).u8(1));

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(MILLIS - 3);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(MILLIS - 3);
    assertThat(row.number(FlowColumn.FLOW_NOTES)).isEqualTo(FlowNote.EVENT.bit());
  }

  @Test
  void uptimesCountFromTheSystemStartInTheSameRecord() {
    FlowRows.Row row =
        row(
            template(256, 8, 4, 12, 4, 22, 4, 21, 4, 160, 8),
            addresses().u32(1_000).u32(2_000).u64(MILLIS - 60_000));

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(MILLIS - 59_000);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(MILLIS - 58_000);
  }

  @Test
  void uptimesWaitForTheSystemStartInLaterOptionsData() {
    MessageBytes data =
        message(
            set(2, template(256, 8, 4, 12, 4, 22, 4, 21, 4)),
            set(256, addresses().u32(1_000).u32(2_000)));
    MessageBytes options =
        message(
            set(3, optionsTemplate(400, 1, 149, 4, 160, 8)),
            set(400, MessageBytes.empty().u32(7).u64(MILLIS - 60_000)));

    DecoderProbe probe = new DecoderProbe();
    probe.accept(data);
    assertThat(probe.rows()).isEmpty();
    probe.acceptFromPort(31_000, options);

    FlowRows.Row row = probe.row();
    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(MILLIS - 59_000);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(MILLIS - 58_000);
    assertThat(row.cell(FlowColumn.FLOW_NOTES)).isEqualTo("0");
    assertThat(row.cell(FlowColumn.RECORD_ORDINAL)).isEqualTo("0");
  }

  @Test
  void uptimesWhoseSystemStartNeverComesHaveTheTimeOfTheExport() {
    FlowRows.Row row =
        row(template(256, 8, 4, 12, 4, 22, 4, 21, 4), addresses().u32(1_000).u32(2_000));

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(MILLIS);
    assertThat(row.number(FlowColumn.FLOW_NOTES)).isEqualTo(FlowNote.EXPORT_TIME_ONLY.bit());
  }

  @Test
  void samplingOfTheSameMessageHoldsForItsRecords() {
    MessageBytes message =
        message(
            set(2, template(256, ENDPOINTS)),
            set(3, optionsTemplate(400, 1, 302, 8, 304, 2, 305, 4, 306, 4)),
            set(256, endpoints(1, 2)),
            set(400, MessageBytes.empty().u64(5).u16(1).u32(1).u32(999)));

    assertThat(DecoderProbe.decode(message).row().cell(FlowColumn.SAMPLING_PACKET_INTERVAL))
        .isEqualTo("1000");
  }

  @Test
  void samplingOfASampleOutOfAPopulationIsTheirRatio() {
    MessageBytes message =
        message(
            set(2, template(256, ENDPOINTS)),
            set(3, optionsTemplate(400, 1, 149, 4, 309, 4, 310, 4)),
            set(400, MessageBytes.empty().u32(7).u32(2).u32(512)),
            set(256, endpoints(1, 2)));

    assertThat(DecoderProbe.decode(message).row().cell(FlowColumn.SAMPLING_PACKET_INTERVAL))
        .isEqualTo("256");
  }

  @Test
  void fieldsThatTheExporterSaysItReplacesAreNamed() {
    MessageBytes replaced = MessageBytes.empty();
    int[][] elementsAndTechniques = {
      {8, 6}, {12, 6}, {11, 5}, {150, 8}, {82, 4}, {27, 1}, {28, 0}, {7, 77}
    };
    for (int[] said : elementsAndTechniques) {
      replaced.u16(256).u16(said[0]).u16(0).u16(said[1]);
    }
    MessageBytes message =
        message(
            set(2, template(256, ENDPOINTS)),
            set(3, optionsTemplate(400, 2, 145, 2, 303, 2, 285, 2, 286, 2)),
            set(400, replaced),
            set(256, endpoints(1, 2)));

    assertThat(DecoderProbe.decode(message).report().facts())
        .containsEntry(
            "anonymised",
            "192.0.2.1 domain 7: sourceIPv4Address (structured permutation),"
                + " destinationIPv4Address (structured permutation)")
        .containsEntry(
            "ports and times anonymised",
            "192.0.2.1 domain 7: destinationTransportPort (permutation), flowStartSeconds (noise)")
        .containsEntry("fields anonymised", "192.0.2.1 domain 7: element 82 (enumeration)");
    assertThat(
            DecoderProbe.decode(
                    message(set(2, template(256, ENDPOINTS)), set(256, endpoints(1, 2))))
                .report()
                .facts())
        .doesNotContainKeys("anonymised", "ports and times anonymised", "fields anonymised");
  }

  @Test
  void whatIsSaidOfOtherElementsOrOfOtherFlowsIsNoReplacedAddress() {
    // Template, enterprise, element, technique.
    Map<String, String> facts =
        replaced(
            new int[] {256, 29_305, 8, 5},
            new int[] {999, 0, 12, 5},
            new int[] {256, 0, 27, 5},
            new int[] {0, 0, 28, 5},
            new int[] {256, 0, 4, 5},
            new int[] {256, 0, 225, 5},
            new int[] {256, 0, 27, 1},
            new int[] {0, 0, 28, 0});

    assertThat(facts)
        .doesNotContainKeys("anonymised")
        .containsEntry("fields anonymised", "192.0.2.1 domain 7: protocolIdentifier (permutation)")
        .containsEntry(
            "ports and times anonymised",
            "192.0.2.1 domain 7: postNATSourceIPv4Address (permutation)");
  }

  @Test
  void theLastWordOnAFieldCounts() {
    assertThat(
            replaced(new int[] {256, 0, 8, 1}, new int[] {256, 0, 8, 5}, new int[] {256, 0, 8, 6}))
        .containsEntry(
            "anonymised", "192.0.2.1 domain 7: sourceIPv4Address (structured permutation)");
  }

  private static Map<String, String> replaced(int[]... said) {
    MessageBytes records = MessageBytes.empty();
    for (int[] fields : said) {
      records.u16(fields[0]).u32(fields[1]).u16(fields[2]).u16(fields[3]);
    }
    MessageBytes message =
        message(
            set(2, template(256, ENDPOINTS)),
            set(3, optionsTemplate(400, 3, 145, 2, 346, 4, 303, 2, 286, 2)),
            set(400, records),
            set(256, endpoints(1, 2)));
    return DecoderProbe.decode(message).report().facts();
  }

  @Test
  void aWithdrawalOverUdpIsIgnored() {
    MessageBytes message =
        message(
            set(2, template(256, ENDPOINTS)),
            set(2, MessageBytes.empty().u16(256).u16(0)),
            set(2, MessageBytes.empty().u16(2).u16(0)),
            set(256, endpoints(1, 2)));

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void templateSetsNumberedAsInVersion9AreRead() {
    MessageBytes message =
        message(
            set(0, template(256, ENDPOINTS)),
            set(1, MessageBytes.empty().u16(400).u16(4).u16(4).u16s(149, 4, 34, 4)),
            set(400, MessageBytes.empty().u32(7).u32(64)),
            set(256, endpoints(1, 2)));

    assertThat(DecoderProbe.decode(message).row().cell(FlowColumn.SAMPLING_PACKET_INTERVAL))
        .isEqualTo("64");
  }

  @Test
  void paddingBehindAnOptionsTemplateIsNoTemplate() {
    MessageBytes message =
        message(
            set(3, optionsTemplate(400, 1, 149, 4, 160, 8).zeros(2)),
            set(2, template(256, ENDPOINTS)),
            set(256, endpoints(1, 2).zeros(3)));

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void templatesOfAnotherPortAreUsedOnlyAtTheEnd() {
    DecoderProbe probe = new DecoderProbe();
    probe.acceptFromPort(1_111, message(set(2, template(256, ENDPOINTS))));
    probe.acceptFromPort(2_222, message(set(256, endpoints(1, 2))));
    probe.acceptFromPort(3_333, message(set(256, endpoints(3, 4))));
    assertThat(probe.rows()).isEmpty();

    probe.acceptFromPort(2_222, message(set(2, template(256, 12, 4, 8, 4, 7, 2, 11, 2))));
    assertThat(probe.row().cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("198.51.100.7");
    probe.finish();

    assertThat(probe.rows()).hasSize(2);
    assertThat(probe.rows().get(1).cell(FlowColumn.SOURCE_TRANSPORT_PORT)).isEqualTo("3");
  }

  @Test
  void severalMessagesMayStandInOneDatagram() {
    MessageBytes datagram =
        message(set(2, template(256, ENDPOINTS)), set(256, endpoints(1, 2)))
            .add(ipfix(SECONDS, 1, 7, set(256, endpoints(3, 4))));

    DecoderProbe probe = DecoderProbe.decode(datagram);

    assertThat(probe.rows()).hasSize(2);
    assertThat(probe.report().lostByExporter()).isZero();
  }

  @Test
  void aGapInTheSequenceIsCountedInDataRecords() {
    MessageBytes first = message(set(2, template(256, ENDPOINTS)), set(256, endpoints(1, 2)));
    MessageBytes later = ipfix(SECONDS, 21, 7, set(256, endpoints(3, 4), endpoints(3, 4)));

    assertThat(DecoderProbe.decode(first, later).report().lostByExporter()).isEqualTo(20);
  }

  @Test
  void aMessageLengthThatCannotBeIsNoExport() {
    MessageBytes liar = MessageBytes.empty().u16(10).u16(5_000).zeros(12).u16(2).u16(4);
    DecoderProbe probe = new DecoderProbe();

    assertThat(probe.accept(liar)).isFalse();
  }

  @Test
  void aMessageLengthThatCannotBeFromAKnownSenderIsDamage() {
    MessageBytes liar = MessageBytes.empty().u16(10).u16(5_000).zeros(12).u16(2).u16(4);
    DecoderProbe probe = new DecoderProbe();
    probe.accept(message(set(2, template(256, ENDPOINTS))));

    assertThat(probe.accept(liar)).isTrue();
    assertThat(probe.report().tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("message length: 5000 (expected: 16..20)");
  }

  @Test
  void timesThatAreNoNtpThoughTheirElementSaysSoAreReadAndFlagged() {
    FlowRows.Row row =
        row(
            template(256, 8, 4, 12, 4, 154, 8, 155, 8),
            addresses().u64((SECONDS - 9) << 32 | 250_000).u64((MILLIS - 7_000) * 1_000_000));

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(MILLIS - 9_000 + 250);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(MILLIS - 7_000);
    assertThat(row.number(FlowColumn.FLOW_NOTES)).isEqualTo(FlowNote.DOUBTFUL_TIME.bit());
  }

  @Test
  void secondsAreUnsignedAndLastUntil2106() {
    long seconds = 4_102_444_800L;
    MessageBytes message =
        ipfix(
            seconds,
            0,
            7,
            set(2, template(256, 8, 4, 12, 4, 150, 4, 151, 4)),
            set(256, addresses().u32(seconds - 9).u32(seconds - 8)));

    FlowRows.Row row = DecoderProbe.decode(message).row();

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo((seconds - 9) * 1000);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo((seconds - 8) * 1000);
  }

  @Test
  void ntpTimesAfterTheEraRolledIn2036AreOfTheNewEra() {
    long seconds = 2_200_000_000L;
    long ntp = (seconds - 5 + 2_208_988_800L) << 32;
    MessageBytes message =
        ipfix(
            seconds,
            0,
            7,
            set(2, template(256, 8, 4, 12, 4, 156, 8, 157, 8)),
            set(256, addresses().u64(ntp).u64(ntp | 0x8000_0000L)));

    FlowRows.Row row = DecoderProbe.decode(message).row();

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo((seconds - 5) * 1000);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo((seconds - 5) * 1000 + 500);
  }

  @Test
  void everyElementOfAnObservationTimeIsATimeOfTheRecord() {
    long ntp = (SECONDS - 2 + 2_208_988_800L) << 32;
    MessageBytes templates =
        template(256, 8, 4, 12, 4, 322, 4)
            .add(template(257, 8, 4, 12, 4, 324, 8))
            .add(template(258, 8, 4, 12, 4, 325, 8));
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(2, templates),
                set(256, addresses().u32(SECONDS - 2)),
                set(257, addresses().u64(ntp)),
                set(258, addresses().u64(ntp))));

    assertThat(probe.rows())
        .hasSize(3)
        .allSatisfy(
            row -> {
              assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(MILLIS - 2_000);
              assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(MILLIS - 2_000);
              assertThat(row.cell(FlowColumn.FLOW_NOTES)).isEqualTo("0");
            });
  }

  @Test
  void templatesOfVersion9AreNoneOfIpfix() {
    DecoderProbe probe =
        DecoderProbe.decode(
            MessageBytes.netflowV9(1, SECONDS, 0, 7, set(0, template(256, ENDPOINTS))),
            message(set(256, endpoints(1, 2))));

    assertThat(probe.rows()).isEmpty();
    assertThat(probe.report().tallies()).containsOnlyKeys(Reason.NO_TEMPLATE);
  }

  @Test
  void anIpv4AddressInIpv6ClothesIsTheIpv4Address() {
    FlowRows.Row row =
        row(
            template(256, 27, 16, 28, 16),
            MessageBytes.empty()
                .hex("00000000000000000000ffff0a000001")
                .hex("00000000000000000000ffffc6336407"));

    assertThat(row.cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("10.0.0.1");
    assertThat(row.cell(FlowColumn.DESTINATION_IP_ADDRESS)).isEqualTo("198.51.100.7");
  }

  @Test
  void optionsRecordsAdvanceTheSequenceAndTemplatesDoNot() {
    MessageBytes first =
        message(
            set(2, template(256, ENDPOINTS)),
            set(3, optionsTemplate(400, 1, 149, 4, 160, 8)),
            set(400, MessageBytes.empty().u32(7).u64(MILLIS)),
            set(256, endpoints(1, 2)));
    MessageBytes second = ipfix(SECONDS, 2, 7, set(2, template(256, ENDPOINTS)));
    MessageBytes third = ipfix(SECONDS, 2, 7, set(256, endpoints(3, 4)));

    assertThat(DecoderProbe.decode(first, second, third).report().lostByExporter()).isZero();
  }

  @Test
  void countersMayBeOfAnyLengthUpToEightBytes() {
    for (int length = 1; length <= 8; length++) {
      MessageBytes record = addresses().zeros(length - 1).u8(200);

      assertThat(
              row(template(256, 8, 4, 12, 4, 1, length), record).cell(FlowColumn.OCTET_DELTA_COUNT))
          .as("%d bytes", length)
          .isEqualTo("200");
    }
  }

  @Test
  void recordsOfVariableLengthMayStandInTheirThousands() {
    MessageBytes records = MessageBytes.empty();
    for (int i = 0; i < 1_000; i++) {
      records.add(addresses()).u8(i % 7).zeros(i % 7).u16(i);
    }
    DecoderProbe probe = new DecoderProbe(64);

    probe.accept(message(set(2, template(256, 8, 4, 12, 4, 82, 65_535, 7, 2)), set(256, records)));

    assertThat(probe.rows()).hasSize(1_000);
    assertThat(probe.rows().get(999).cell(FlowColumn.SOURCE_TRANSPORT_PORT)).isEqualTo("999");
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void aCounterOfVariableLengthIsReadWhereItFits() {
    MessageBytes message =
        message(
            set(2, template(256, 8, 4, 1, 65_535, 12, 4, 2, 65_535, 7, 2)),
            set(
                256,
                MessageBytes.empty()
                    .address("10.0.0.1")
                    .u8(2)
                    .u16(1_500)
                    .address("198.51.100.7")
                    .u8(255)
                    .u16(1)
                    .u8(3)
                    .u16(3333),
                MessageBytes.empty()
                    .address("10.0.0.2")
                    .u8(9)
                    .zeros(9)
                    .address("198.51.100.8")
                    .u8(0)
                    .u16(4444)));

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.rows())
        .extracting(
            row -> row.cell(FlowColumn.DESTINATION_IP_ADDRESS),
            row -> row.cell(FlowColumn.OCTET_DELTA_COUNT),
            row -> row.cell(FlowColumn.PACKET_DELTA_COUNT),
            row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT))
        .containsExactly(
            Tuple.tuple("198.51.100.7", "1500", "3", "3333"),
            Tuple.tuple("198.51.100.8", "absent", "absent", "4444"));
  }
}
