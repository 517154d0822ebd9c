// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.ipfix;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructuredDataTest {

  private static final long SECONDS = 1_699_999_999L;
  private static final int VARIABLE = 65_535;
  private static final int BASIC_LIST = 291;
  private static final int SUB_TEMPLATE_LIST = 292;
  private static final int SUB_TEMPLATE_MULTI_LIST = 293;
  private static final int ALL_OF = 3;

  private static MessageBytes message(MessageBytes... sets) {
    return ipfix(SECONDS, 0, 7, sets);
  }

  private static MessageBytes addresses() {
    return MessageBytes.empty().address("10.0.0.1").address("198.51.100.7");
  }

  /** A field of variable length. */
  private static MessageBytes variable(MessageBytes value) {
    return value.length() < 255
        ? MessageBytes.empty().u8(value.length()).add(value)
        : MessageBytes.empty().u8(255).u16(value.length()).add(value);
  }

  private static MessageBytes subTemplateList(int templateId, MessageBytes records) {
    return variable(MessageBytes.empty().u8(ALL_OF).u16(templateId).add(records));
  }

  private static MessageBytes multiListEntry(int templateId, MessageBytes records) {
    return MessageBytes.empty().u16(templateId).u16(4 + records.length()).add(records);
  }

  private static MessageBytes multiList(MessageBytes... entries) {
    MessageBytes list = MessageBytes.empty().u8(ALL_OF);
    for (MessageBytes entry : entries) {
      list.add(entry);
    }
    return variable(list);
  }

  private static MessageBytes basicList(int element, int length, MessageBytes values) {
    return variable(MessageBytes.empty().u8(ALL_OF).u16(element).u16(length).add(values));
  }

  private static List<String> cells(DecoderProbe probe, FlowColumn column) {
    return probe.rows().stream().map(row -> row.cell(column)).toList();
  }

  @Test
  void whatTheOnlyRecordOfAListTellsGoesToTheRow() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, 8, 4, 12, 4, SUB_TEMPLATE_LIST, VARIABLE),
                    template(257, 7, 2, 11, 2, 4, 1, 1, 8)),
                set(
                    256,
                    addresses()
                        .add(
                            subTemplateList(
                                257, MessageBytes.empty().u16s(50_000, 3333).u8(6).u64(1_234))))));

    FlowRows.Row row = probe.row();
    assertThat(row.cell(FlowColumn.SOURCE_TRANSPORT_PORT)).isEqualTo("50000");
    assertThat(row.cell(FlowColumn.DESTINATION_TRANSPORT_PORT)).isEqualTo("3333");
    assertThat(row.cell(FlowColumn.PROTOCOL_IDENTIFIER)).isEqualTo("6");
    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("1234");
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void theRecordItselfOutweighsItsLists() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, SUB_TEMPLATE_LIST, VARIABLE, 8, 4, 12, 4, 1, 4),
                    template(257, 12, 4, 1, 4)),
                set(
                    256,
                    subTemplateList(257, MessageBytes.empty().address("203.0.113.9").u32(9))
                        .add(addresses())
                        .u32(1))));

    assertThat(probe.row().cell(FlowColumn.DESTINATION_IP_ADDRESS)).isEqualTo("198.51.100.7");
    assertThat(probe.row().cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("1");
  }

  @Test
  void aMultiListMayTellInSeveralTemplates() {
    MessageBytes flags =
        MessageBytes.empty().u16(258).u16(1).u16s(0x8000 | 14, 1).u32(Enterprise.CERT);
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, 8, 4, 12, 4, SUB_TEMPLATE_MULTI_LIST, VARIABLE),
                    template(257, 2, 4),
                    flags),
                set(
                    256,
                    addresses()
                        .add(
                            multiList(
                                multiListEntry(257, MessageBytes.empty().u32(77)),
                                multiListEntry(258, MessageBytes.empty().u8(2)))))));

    assertThat(probe.row().cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("77");
    assertThat(probe.row().cell(FlowColumn.TCP_CONTROL_BITS)).isEqualTo("2");
  }

  @Test
  void ofAListOfSeveralRecordsNoneIsPickedForTheRow() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, 8, 4, 12, 4, SUB_TEMPLATE_LIST, VARIABLE),
                    template(257, 1, 4)),
                set(
                    256,
                    addresses().add(subTemplateList(257, MessageBytes.empty().u32(1).u32(2))))));

    assertThat(probe.row().cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("absent");
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void flowsInAListAreRowsOfTheirOwnWithWhatTheRecordAroundThemTells() {
    MessageBytes flows =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u32(11)
            .address("10.0.0.2")
            .address("198.51.100.8")
            .u32(22);
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, 4, 1, 152, 8, SUB_TEMPLATE_LIST, VARIABLE, 153, 8),
                    template(257, 8, 4, 12, 4, 1, 4)),
                set(
                    256,
                    MessageBytes.empty()
                        .u8(6)
                        .u64(SECONDS * 1000 - 2_000)
                        .add(subTemplateList(257, flows))
                        .u64(SECONDS * 1000 - 1_000))));

    assertThat(cells(probe, FlowColumn.SOURCE_IP_ADDRESS)).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(cells(probe, FlowColumn.DESTINATION_IP_ADDRESS))
        .containsExactly("198.51.100.7", "198.51.100.8");
    assertThat(cells(probe, FlowColumn.OCTET_DELTA_COUNT)).containsExactly("11", "22");
    assertThat(cells(probe, FlowColumn.PROTOCOL_IDENTIFIER)).containsExactly("6", "6");
    assertThat(cells(probe, FlowColumn.FLOW_START))
        .containsExactly("1699999997000", "1699999997000");
    assertThat(cells(probe, FlowColumn.RECORD_ORDINAL)).containsExactly("0", "1");
    assertThat(cells(probe, FlowColumn.FLOW_NOTES)).containsExactly("0", "0");
    assertThat(probe.report().records()).isEqualTo(2);
  }

  @Test
  void everyPeerOfASourceWithAListOfDestinationsIsARow() {
    MessageBytes peers = MessageBytes.empty().address("198.51.100.7").address("198.51.100.8");
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(2, template(256, 8, 4, BASIC_LIST, VARIABLE)),
                set(256, MessageBytes.empty().address("10.0.0.1").add(basicList(12, 4, peers)))));

    assertThat(cells(probe, FlowColumn.SOURCE_IP_ADDRESS)).containsExactly("10.0.0.1", "10.0.0.1");
    assertThat(cells(probe, FlowColumn.DESTINATION_IP_ADDRESS))
        .containsExactly("198.51.100.7", "198.51.100.8");
  }

  @Test
  void listsInListsAreFollowedAndKeepWhatAllRecordsAroundThemTell() {
    MessageBytes inner =
        MessageBytes.empty().u16(3333).add(subTemplateList(258, addresses().add(addresses())));
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, 4, 1, SUB_TEMPLATE_MULTI_LIST, VARIABLE),
                    template(257, 11, 2, SUB_TEMPLATE_LIST, VARIABLE),
                    template(258, 8, 4, 12, 4)),
                set(256, MessageBytes.empty().u8(6).add(multiList(multiListEntry(257, inner))))));

    assertThat(probe.rows()).hasSize(2);
    assertThat(cells(probe, FlowColumn.DESTINATION_TRANSPORT_PORT)).containsOnly("3333");
    assertThat(cells(probe, FlowColumn.PROTOCOL_IDENTIFIER)).containsOnly("6");
  }

  @Test
  void listsNestedWithoutEndEnd() {
    // A template whose list holds records of the same template.
    MessageBytes record = subTemplateList(256, MessageBytes.empty());
    for (int depth = 0; depth < 40; depth++) {
      record = subTemplateList(256, record);
    }
    DecoderProbe probe =
        DecoderProbe.decode(
            message(set(2, template(256, SUB_TEMPLATE_LIST, VARIABLE)), set(256, record)));

    assertThat(probe.rows()).isEmpty();
    assertThat(probe.report().tallies().get(Reason.NOT_SUPPORTED).firstDetail())
        .isEqualTo("list: nested deeper than 8 levels");
    assertThat(probe.report().tallies().get(Reason.NOT_SUPPORTED).count()).isEqualTo(1);
  }

  @Test
  void aListOfAnUnknownTemplateIsPassedOverByItsLengthAndCounted() {
    MessageBytes message =
        message(
            set(2, template(256, 8, 4, SUB_TEMPLATE_LIST, VARIABLE, 12, 4, 11, 2)),
            set(
                256,
                MessageBytes.empty()
                    .address("10.0.0.1")
                    .add(subTemplateList(999, MessageBytes.empty().u32(1)))
                    .address("198.51.100.7")
                    .u16(3333)));

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.row().cell(FlowColumn.DESTINATION_TRANSPORT_PORT)).isEqualTo("3333");
    assertThat(probe.report().tallies().get(Reason.NOT_FLOW_EXPORT).firstDetail())
        .isEqualTo("list of template 999: no such template");
    assertThat(probe.report().isPartial()).isFalse();
  }

  @Test
  void flowsInAListWaitForTheTemplateThatTheListNames() {
    MessageBytes data =
        message(
            set(2, template(256, 4, 1, SUB_TEMPLATE_LIST, VARIABLE)),
            set(256, MessageBytes.empty().u8(6).add(subTemplateList(257, addresses()))));
    DecoderProbe probe = new DecoderProbe();

    probe.accept(data);
    assertThat(probe.rows()).isEmpty();
    probe.accept(message(set(2, template(257, 8, 4, 12, 4))));

    assertThat(probe.row().cell(FlowColumn.PROTOCOL_IDENTIFIER)).isEqualTo("6");
    assertThat(FlowNote.LATE_TEMPLATE.isIn((int) probe.row().number(FlowColumn.FLOW_NOTES)))
        .isTrue();
    assertThat(probe.report().lateRecords()).isEqualTo(1);
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void flowsInAListWhoseTemplateNeverComesAreCountedAsLost() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(2, template(256, 4, 1, SUB_TEMPLATE_LIST, VARIABLE)),
                set(256, MessageBytes.empty().u8(6).add(subTemplateList(257, addresses())))));

    assertThat(probe.rows()).isEmpty();
    assertThat(probe.report().tallies().get(Reason.NO_TEMPLATE).firstDetail())
        .isEqualTo("list of template 257: no such template");
    assertThat(probe.report().tallies().get(Reason.NO_TEMPLATE).bytes()).isEqualTo(8);
  }

  @Test
  void aListIsReadWithTheTemplateThatHeldWhenItCame() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, 8, 4, 12, 4, SUB_TEMPLATE_LIST, VARIABLE),
                    template(257, 1, 4)),
                set(256, addresses().add(subTemplateList(257, MessageBytes.empty().u32(5)))),
                set(2, template(257, 2, 4))));

    assertThat(probe.row().cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("5");
    assertThat(probe.row().cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("absent");
  }

  @Test
  void aListThatMakesNoSenseCostsNothingButItself() {
    MessageBytes liar = MessageBytes.empty().u8(ALL_OF).u16(257).u16(500).u32(1);
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, 8, 4, SUB_TEMPLATE_MULTI_LIST, VARIABLE, 12, 4),
                    template(257, 1, 4)),
                set(
                    256,
                    MessageBytes.empty()
                        .address("10.0.0.1")
                        .add(variable(liar))
                        .address("198.51.100.7"))));

    assertThat(probe.row().cell(FlowColumn.DESTINATION_IP_ADDRESS)).isEqualTo("198.51.100.7");
    assertThat(probe.report().tallies().get(Reason.BAD_RECORD).firstDetail())
        .isEqualTo("list records: 4 bytes left (expected: 496)");
  }

  @Test
  void aListThatEndsAmidARecordIsReported() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(
                    2,
                    template(256, 8, 4, 12, 4, SUB_TEMPLATE_LIST, VARIABLE),
                    template(257, 1, 4)),
                set(256, addresses().add(subTemplateList(257, MessageBytes.empty().zeros(6))))));

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies().get(Reason.BAD_RECORD).firstDetail())
        .isEqualTo("list: 6 bytes (expected: whole records)");
  }

  @Test
  void aListOfValuesWithoutLengthEnds() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(2, template(256, 8, 4, 12, 4, BASIC_LIST, VARIABLE)),
                set(256, addresses().add(basicList(1, 0, MessageBytes.empty().u32(1))))));

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies()).containsOnlyKeys(Reason.BAD_RECORD);
  }

  @Test
  void emptyListsAreNoError() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(2, template(256, 8, 4, 12, 4, BASIC_LIST, VARIABLE, 293, VARIABLE)),
                set(256, addresses().u8(0).add(multiList()))));

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void listsOfFixedLengthAreReadToo() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(
                set(2, template(256, 8, 4, 12, 4, BASIC_LIST, 9)),
                set(
                    256,
                    addresses().u8(ALL_OF).u16(1).u16(4).u32(44),
                    addresses().u8(ALL_OF).u16(2).u16(4).u32(55))));

    assertThat(cells(probe, FlowColumn.OCTET_DELTA_COUNT)).containsExactly("44", "absent");
    assertThat(cells(probe, FlowColumn.PACKET_DELTA_COUNT)).containsExactly("absent", "55");
  }

  @Test
  void moreNestedFlowsThanABatchHasRowsAreGivenInOrderAndWhole() {
    MessageBytes flows = MessageBytes.empty();
    for (int i = 0; i < 1_000; i++) {
      flows.add(addresses()).u16(i);
    }
    DecoderProbe probe = new DecoderProbe(64);

    probe.accept(
        message(
            set(
                2,
                template(256, 4, 1, SUB_TEMPLATE_LIST, VARIABLE),
                template(257, 8, 4, 12, 4, 7, 2)),
            set(256, MessageBytes.empty().u8(6).add(subTemplateList(257, flows)))));

    List<String> ports = cells(probe, FlowColumn.SOURCE_TRANSPORT_PORT);
    assertThat(ports).hasSize(1_000).startsWith("0", "1", "2").endsWith("998", "999");
    assertThat(cells(probe, FlowColumn.PROTOCOL_IDENTIFIER)).containsOnly("6");
  }
}
