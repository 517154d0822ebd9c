// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.ipfix;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import org.junit.jupiter.api.Test;

/** What RFC 7011 demands of a collecting process and no other test says by the way. */
class CollectingProcessTest {

  private static final long SECONDS = 1_699_999_999L;
  private static final int VARIABLE = 65535;
  private static final int[] ADDRESSES = {8, 4, 12, 4};

  private static MessageBytes addresses(int last) {
    return MessageBytes.empty().address("10.0.0." + last).address("198.51.100.7");
  }

  private static DecoderProbe decode(MessageBytes... sets) {
    return DecoderProbe.decode(ipfix(SECONDS, 0, 7, sets));
  }

  @Test
  void setsOfReservedNumbersArePassedOverAndCounted() {
    DecoderProbe probe =
        decode(
            set(2, template(256, ADDRESSES)),
            set(255, MessageBytes.empty().u32(1)),
            set(256, addresses(1)));

    assertThat(probe.row().cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("10.0.0.1");
    assertThat(probe.report().tallies().get(Reason.NOT_SUPPORTED).firstDetail())
        .isEqualTo("set id: 255 (expected: 0..3, 256..65535)");
  }

  @Test
  void elementsThatNobodyKnowsArePassedOverByTheirLength() {
    MessageBytes template =
        MessageBytes.empty()
            .u16(256)
            .u16(4)
            .u16s(0x7ffe, 3, 8, 4)
            .u16s(0x8000 | 12, 2)
            .u32(4_294_967_295L)
            .u16s(12, 4);
    MessageBytes record =
        MessageBytes.empty().zeros(3).address("10.0.0.1").u16(9).address("198.51.100.7");

    FlowRows.Row row = decode(set(2, template), set(256, record)).row();

    assertThat(row.cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("10.0.0.1");
    assertThat(row.cell(FlowColumn.DESTINATION_IP_ADDRESS)).isEqualTo("198.51.100.7");
  }

  @Test
  void aLengthMayTakeOneByteOrThreeWhateverItsValue() {
    MessageBytes template = template(256, 8, 4, 371, VARIABLE, 12, 4);
    MessageBytes oneByte =
        MessageBytes.empty().address("10.0.0.1").u8(3).zeros(3).address("198.51.100.1");
    MessageBytes threeBytes =
        MessageBytes.empty().address("10.0.0.2").u8(255).u16(3).zeros(3).address("198.51.100.2");
    MessageBytes manyBytes =
        MessageBytes.empty()
            .address("10.0.0.3")
            .u8(255)
            .u16(300)
            .zeros(300)
            .address("198.51.100.3");
    MessageBytes noByte = MessageBytes.empty().address("10.0.0.4").u8(0).address("198.51.100.4");

    DecoderProbe probe = decode(set(2, template), set(256, oneByte, threeBytes, manyBytes, noByte));

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.DESTINATION_IP_ADDRESS))
        .containsExactly("198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4");
  }

  @Test
  void aMessageMayHave65535Bytes() {
    MessageBytes[] records = new MessageBytes[8_187];
    for (int i = 0; i < records.length; i++) {
      records[i] = addresses(i % 256);
    }
    // Header 16, template set 16, set header 4, records 8 · 8187, padding 3.
    MessageBytes message =
        ipfix(
            SECONDS,
            0,
            7,
            set(2, template(256, ADDRESSES)),
            set(256, MessageBytes.empty().add(all(records)).zeros(3)));
    assertThat(message.length()).isEqualTo(65_535);

    DecoderProbe probe = DecoderProbe.decode(message);

    assertThat(probe.rows()).hasSize(records.length);
    assertThat(probe.report().tallies()).isEmpty();
  }

  private static MessageBytes all(MessageBytes... parts) {
    MessageBytes all = MessageBytes.empty();
    for (MessageBytes part : parts) {
      all.add(part);
    }
    return all;
  }

  @Test
  void theSameTemplateNumberIsAnotherTemplateInAnotherDomain() {
    DecoderProbe probe =
        DecoderProbe.decode(
            ipfix(SECONDS, 0, 1, set(2, template(256, 8, 4, 12, 4))),
            ipfix(SECONDS, 0, 2, set(2, template(256, 12, 4, 8, 4))),
            ipfix(SECONDS, 0, 1, set(256, addresses(1))),
            ipfix(SECONDS, 0, 2, set(256, addresses(2))));

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.SOURCE_IP_ADDRESS))
        .containsExactly("10.0.0.1", "198.51.100.7");
  }

  @Test
  void templateNumbersNeedNoOrder() {
    DecoderProbe probe =
        decode(
            set(2, template(65535, 8, 4, 12, 4), template(256, 12, 4, 8, 4)),
            set(256, addresses(1)),
            set(65535, addresses(2)));

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.SOURCE_IP_ADDRESS))
        .containsExactly("198.51.100.7", "10.0.0.2");
  }

  @Test
  void secondsAreUnsigned() {
    long in2100 = 4_102_444_800L;
    DecoderProbe probe =
        DecoderProbe.decode(
            ipfix(
                in2100,
                0,
                7,
                set(2, template(256, 8, 4, 12, 4, 150, 4, 151, 4)),
                set(256, addresses(1).u32(in2100 - 5).u32(in2100 - 1))));

    assertThat(probe.row().number(FlowColumn.FLOW_START)).isEqualTo((in2100 - 5) * 1000);
    assertThat(probe.row().number(FlowColumn.FLOW_END)).isEqualTo((in2100 - 1) * 1000);
  }

  @Test
  void paddingThatIsNotZeroCostsNoRecord() {
    DecoderProbe probe =
        decode(
            set(2, template(256, ADDRESSES)), set(256, addresses(1), MessageBytes.empty().u16(7)));

    assertThat(probe.row().cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("10.0.0.1");
    assertThat(probe.report().isPartial()).isFalse();
  }

  @Test
  void aTemplateSetMayEndInPadding() {
    DecoderProbe probe =
        decode(
            set(2, template(256, ADDRESSES), MessageBytes.empty().zeros(3)),
            set(256, addresses(1)));

    assertThat(probe.rows()).hasSize(1);
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void anOptionsTemplateWithoutScopeIsRefused() {
    DecoderProbe probe = decode(set(3, MessageBytes.empty().u16(256).u16(1).u16(0).u16s(34, 4)));

    assertThat(probe.report().tallies().get(Reason.BAD_TEMPLATE).firstDetail())
        .isEqualTo("scope field count: 0 (expected: 1..1)");
  }

  @Test
  void aSetLongerThanItsMessageCostsWhatFollowsItAndNothingBefore() {
    MessageBytes lying = MessageBytes.empty().u16(256).u16(400).add(addresses(2));
    DecoderProbe probe = decode(set(2, template(256, ADDRESSES)), set(256, addresses(1)), lying);

    assertThat(probe.row().cell(FlowColumn.SOURCE_IP_ADDRESS)).isEqualTo("10.0.0.1");
    assertThat(probe.report().tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("set length: 400 (expected: 4..12)");
  }
}
