// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.ipfix;
import static io.minetrace.format.export.MessageBytes.netflowV9;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How exporters tell that they looked at some packets only; counters stay as they are exported. */
class SamplingTest {

  private static final long SECONDS = 1_699_999_999L;

  private static final MessageBytes WITH_INTERFACES = template(256, 8, 4, 12, 4, 10, 2, 14, 4);

  private static MessageBytes v9(MessageBytes... sets) {
    return netflowV9(100_000, SECONDS, 1, 7, sets);
  }

  private static MessageBytes v10(MessageBytes... sets) {
    return ipfix(SECONDS, 0, 7, sets);
  }

  private static MessageBytes addresses() {
    return MessageBytes.empty().address("10.0.0.1").address("198.51.100.7");
  }

  private static MessageBytes flow(int ingress, int egress) {
    return addresses().u16(ingress).u32(egress);
  }

  private static MessageBytes v9Options(int scopeBytes, int optionBytes, int... fields) {
    return MessageBytes.empty().u16(300).u16(scopeBytes).u16(optionBytes).u16s(fields);
  }

  private static MessageBytes ipfixOptions(int scopes, int... fields) {
    return MessageBytes.empty().u16(300).u16(fields.length / 2).u16(scopes).u16s(fields);
  }

  private static List<String> intervals(MessageBytes... messages) {
    return DecoderProbe.decode(messages).rows().stream()
        .map(row -> row.cell(FlowColumn.SAMPLING_PACKET_INTERVAL))
        .toList();
  }

  @Test
  void anIntervalInTheRecordHoldsForItAlone() {
    assertThat(
            intervals(
                v9(
                    set(0, template(256, 8, 4, 12, 4, 34, 4, 35, 1)),
                    set(256, addresses().u32(100).u8(2), addresses().u32(0).u8(0)))))
        .containsExactly("100", "absent");
  }

  @Test
  void anIntervalForAnInterfaceHoldsForItsFlowsOnlyInVersion9() {
    // Scope 2 is the interface.
    assertThat(
            intervals(
                v9(
                    set(0, WITH_INTERFACES),
                    set(1, v9Options(4, 4, 2, 4, 34, 4)),
                    set(300, MessageBytes.empty().u32(11).u32(100).u32(12).u32(2_000)),
                    set(256, flow(11, 99), flow(99, 12), flow(12, 11), flow(98, 99)))))
        .containsExactly("100", "2000", "2000", "absent");
  }

  @Test
  void anIntervalForAnInterfaceHoldsForItsFlowsOnlyInIpfix() {
    assertThat(
            intervals(
                v10(
                    set(2, WITH_INTERFACES),
                    set(3, ipfixOptions(1, 10, 4, 305, 4, 306, 4)),
                    set(300, MessageBytes.empty().u32(11).u32(1).u32(99)),
                    set(256, flow(11, 99), flow(12, 99)))))
        .containsExactly("100", "absent");
  }

  @Test
  void aSelectorThatARecordNamesIsLookedUpInTheOptions() {
    assertThat(
            intervals(
                v10(
                    set(2, template(256, 8, 4, 12, 4, 302, 8)),
                    set(3, ipfixOptions(1, 302, 8, 304, 2, 305, 4, 306, 4)),
                    set(
                        300,
                        MessageBytes.empty()
                            .u64(5)
                            .u16(1)
                            .u32(1)
                            .u32(999)
                            .u64(6)
                            .u16(1)
                            .u32(10)
                            .u32(630)),
                    set(256, addresses().u64(6), addresses().u64(5)))))
        .containsExactly("64", "1000");
  }

  @Test
  void aProbabilityOfFourOrEightBytesIsAnInterval() {
    MessageBytes single =
        v10(
            set(2, template(256, 8, 4, 12, 4)),
            set(3, ipfixOptions(1, 149, 4, 311, 4)),
            set(300, MessageBytes.empty().u32(7).u32(Float.floatToIntBits(0.01f))),
            set(256, addresses()));
    MessageBytes twice =
        v10(
            set(2, template(256, 8, 4, 12, 4)),
            set(3, ipfixOptions(1, 149, 4, 311, 8)),
            set(300, MessageBytes.empty().u32(7).u64(Double.doubleToLongBits(0.0005))),
            set(256, addresses()));

    assertThat(intervals(single)).containsExactly("100");
    assertThat(intervals(twice)).containsExactly("2000");
  }

  @Test
  void aProbabilityThatIsNoneSaysNothing() {
    for (double probability : new double[] {0, -1, 2, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(
              intervals(
                  v10(
                      set(2, template(256, 8, 4, 12, 4, 311, 8)),
                      set(256, addresses().u64(Double.doubleToLongBits(probability))))))
          .as("probability %s", probability)
          .containsExactly("absent");
    }
  }

  @Test
  void optionsFromAnotherPortHoldForTheWholeDomain() {
    DecoderProbe probe = new DecoderProbe();
    probe.acceptFromPort(
        1_111,
        v10(
            set(3, ipfixOptions(1, 149, 4, 34, 4)),
            set(300, MessageBytes.empty().u32(7).u32(512))));
    probe.acceptFromPort(2_222, v10(set(2, template(256, 8, 4, 12, 4)), set(256, addresses())));

    assertThat(probe.row().cell(FlowColumn.SAMPLING_PACKET_INTERVAL)).isEqualTo("512");
  }

  @Test
  void optionsOfAnotherDomainHoldForThatOnly() {
    DecoderProbe probe = new DecoderProbe();
    probe.accept(
        ipfix(
            SECONDS,
            0,
            8,
            set(3, ipfixOptions(1, 149, 4, 34, 4)),
            set(300, MessageBytes.empty().u32(8).u32(512))));
    probe.accept(v10(set(2, template(256, 8, 4, 12, 4)), set(256, addresses())));

    assertThat(probe.row().cell(FlowColumn.SAMPLING_PACKET_INTERVAL)).isEqualTo("absent");
  }

  @Test
  void countersAreNeverMultiplied() {
    FlowRows.Row row =
        DecoderProbe.decode(
                v9(
                    set(0, template(256, 8, 4, 12, 4, 1, 4, 2, 4, 34, 4)),
                    set(256, addresses().u32(1_500).u32(3).u32(100))))
            .row();

    assertThat(row.cell(FlowColumn.OCTET_DELTA_COUNT)).isEqualTo("1500");
    assertThat(row.cell(FlowColumn.PACKET_DELTA_COUNT)).isEqualTo("3");
    assertThat(FlowNote.COUNTERS_SCALED.isIn((int) row.number(FlowColumn.FLOW_NOTES))).isFalse();
  }
}
