// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.ipfix;
import static io.minetrace.format.export.MessageBytes.netflowV9;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import org.junit.jupiter.api.Test;

/** Events of firewalls (NSEL) and of address translation (NEL), which lack much of a flow. */
class FirewallEventTest {

  private static final long SECONDS = 1_699_999_999L;
  private static final long EVENT_MILLIS = SECONDS * 1000 - 3;

  private static boolean isEvent(FlowRows.Row row) {
    return FlowNote.EVENT.isIn((int) row.number(FlowColumn.FLOW_NOTES));
  }

  @Test
  void aDeniedConnectionIsExposedAsSuch() {
    MessageBytes template =
        template(263, 148, 4, 8, 4, 7, 2, 12, 4, 11, 2, 4, 1, 233, 1, 33_002, 2, 323, 8);
    MessageBytes record =
        MessageBytes.empty()
            .u32(1)
            .address("10.0.0.1")
            .u16(50_000)
            .address("198.51.100.7")
            .u16(3333)
            .u8(6)
            .u8(3)
            .u16(1_001)
            .u64(EVENT_MILLIS);

    FlowRows.Row row =
        DecoderProbe.decode(netflowV9(1, SECONDS, 1, 7, set(0, template), set(263, record))).row();

    assertThat(row.cell(FlowColumn.FIREWALL_EVENT)).isEqualTo("3");
    assertThat(isEvent(row)).isTrue();
    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(EVENT_MILLIS);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(EVENT_MILLIS);
    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("absent");
    assertThat(row.cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("absent");
  }

  @Test
  void aTeardownTellsBothWaysAndWhenTheConnectionBegan() {
    MessageBytes template = template(263, 8, 4, 12, 4, 152, 8, 323, 8, 233, 1, 231, 4, 232, 4);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("198.51.100.7")
            .u64(EVENT_MILLIS - 60_000)
            .u64(EVENT_MILLIS)
            .u8(2)
            .u32(100)
            .u32(2_000);

    FlowRows.Row row =
        DecoderProbe.decode(netflowV9(1, SECONDS, 1, 7, set(0, template), set(263, record))).row();

    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(EVENT_MILLIS - 60_000);
    assertThat(row.number(FlowColumn.FLOW_END)).isEqualTo(EVENT_MILLIS);
    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("100");
    assertThat(row.cell(FlowColumn.REVERSE_OCTET_DELTA_COUNT)).isEqualTo("2000");
  }

  @Test
  void aTranslationWithoutDestinationOrTimeIsKeptWithTheTimeOfItsExport() {
    MessageBytes template = template(256, 8, 4, 225, 4, 7, 2, 227, 2, 4, 1, 230, 1);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("203.0.113.1")
            .u16(50_000)
            .u16(1_024)
            .u8(6)
            .u8(1);

    FlowRows.Row row =
        DecoderProbe.decode(ipfix(SECONDS, 0, 7, set(2, template), set(256, record))).row();

    assertThat(row.cell(FlowColumn.POST_NAT_SOURCE_IP_ADDRESS)).isEqualTo("203.0.113.1");
    assertThat(row.cell(FlowColumn.DESTINATION_IP_ADDRESS)).isEqualTo("absent");
    assertThat(row.cell(FlowColumn.DESTINATION_TRANSPORT_PORT)).isEqualTo("absent");
    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo(SECONDS * 1000);
    assertThat(row.number(FlowColumn.FLOW_NOTES))
        .isEqualTo(FlowNote.EXPORT_TIME_ONLY.bit() | FlowNote.EVENT.bit());
  }

  @Test
  void aBlockOfPortsIsTheMappingOfASubscriberAndNoFlow() {
    MessageBytes template = template(256, 8, 4, 225, 4, 230, 1, 361, 2, 362, 2);
    MessageBytes record =
        MessageBytes.empty()
            .address("10.0.0.1")
            .address("203.0.113.1")
            .u8(16)
            .u16(1_024)
            .u16(2_047);

    DecoderProbe probe =
        DecoderProbe.decode(ipfix(SECONDS, 0, 7, set(2, template), set(256, record)));

    assertThat(probe.rows()).isEmpty();
    assertThat(probe.report().tallies().get(Reason.NOT_FLOW_EXPORT).firstDetail())
        .isEqualTo("data set 256: records without a destination, with blocks of ports");
    assertThat(probe.report().isPartial()).isFalse();
  }

  @Test
  void aFlowThatNamesABlockOfPortsTooIsAFlow() {
    MessageBytes template = template(256, 8, 4, 12, 4, 361, 2, 362, 2);
    MessageBytes record =
        MessageBytes.empty().address("10.0.0.1").address("198.51.100.7").u16(1_024).u16(2_047);

    assertThat(DecoderProbe.decode(ipfix(SECONDS, 0, 7, set(2, template), set(256, record))).rows())
        .hasSize(1);
  }
}
