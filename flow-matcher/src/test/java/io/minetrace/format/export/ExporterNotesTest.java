// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.ipfix;
import static io.minetrace.format.export.MessageBytes.netflowV9;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code inspect} says of exporters. */
class ExporterNotesTest {

  private static final long SECONDS = DecoderProbe.CAPTURE_MILLIS / 1000;
  private static final int[] ADDRESSES = {8, 4, 12, 4};
  private static final int[] SWAPPED = {12, 4, 8, 4};

  private static MessageBytes flow() {
    return MessageBytes.empty().address("10.0.0.1").address("198.51.100.7");
  }

  private static MessageBytes v9(long uptime, long seconds, long sequence, MessageBytes... sets) {
    return netflowV9(uptime, seconds, sequence, 7, sets);
  }

  private static MessageBytes v5(long seconds, long sequence, int sampling) {
    return MessageBytes.netflowV5(1, 100_000, seconds, 0, sequence, sampling).zeros(48);
  }

  private static String fact(DecoderProbe probe, String topic) {
    return probe.report().facts().getOrDefault(topic, "nothing");
  }

  @Test
  void messagesAreCountedByProtocol() {
    DecoderProbe probe =
        DecoderProbe.decode(
            v5(SECONDS, 0, 0),
            v5(SECONDS, 1, 0),
            v9(1, SECONDS, 0, set(0, template(256, ADDRESSES))),
            ipfix(SECONDS, 0, 7, set(2, template(256, ADDRESSES))));

    assertThat(fact(probe, "messages")).isEqualTo("2 NetFlow v5, 1 NetFlow v9, 1 IPFIX");
  }

  @Test
  void templatesRefreshesAndRedefinitionsAreCounted() {
    MessageBytes options = MessageBytes.empty().u16(300).u16(4).u16(4).u16s(1, 4, 34, 4);
    DecoderProbe probe =
        DecoderProbe.decode(
            v9(1, SECONDS, 0, set(0, template(256, ADDRESSES)), set(1, options)),
            v9(1, SECONDS, 1, set(0, template(256, ADDRESSES))),
            v9(1, SECONDS, 2, set(0, template(256, SWAPPED))));

    assertThat(fact(probe, "templates"))
        .isEqualTo("1 of records, 1 of options, sent again once, redefined once");
    assertThat(fact(probe, "template flapping")).isEqualTo("nothing");
  }

  @Test
  void aTemplateThatGoesBackAndForthIsToldAsFlapping() {
    DecoderProbe probe =
        DecoderProbe.decode(
            v9(1, SECONDS, 0, set(0, template(256, ADDRESSES)), set(256, flow())),
            v9(1, SECONDS, 1, set(0, template(256, SWAPPED)), set(256, flow())),
            v9(1, SECONDS, 2, set(0, template(256, ADDRESSES)), set(256, flow())),
            v9(1, SECONDS, 3, set(0, template(256, SWAPPED)), set(256, flow())));

    assertThat(fact(probe, "template flapping"))
        .isEqualTo(
            "192.0.2.1 domain 7: 256 2 times back to a definition it had before: more than one"
                + " exporter behind this address?");
    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.SOURCE_IP_ADDRESS))
        .containsExactly("10.0.0.1", "198.51.100.7", "10.0.0.1", "198.51.100.7");
  }

  @Test
  void everySamplingRateThatWasToldIsNamed() {
    DecoderProbe probe =
        DecoderProbe.decode(v5(SECONDS, 0, 1_000), v5(SECONDS, 1, 1_000), v5(SECONDS, 2, 64));

    assertThat(fact(probe, "sampling")).isEqualTo("192.0.2.1 domain 258: 1 in 64, 1 in 1000");
  }

  @Test
  void gapsAreEstimatedByExporterAndDomain() {
    DecoderProbe probe =
        DecoderProbe.decode(v5(SECONDS, 0, 0), v5(SECONDS, 31, 0), v5(SECONDS, 32, 0));

    assertThat(fact(probe, "sequence"))
        .isEqualTo("192.0.2.1 domain 258: 30 of 33 flows lost (91 %) in 1 gap");
  }

  @Test
  void lostMessagesOfVersion9AreEstimatedInFlows() {
    DecoderProbe probe =
        DecoderProbe.decode(
            v9(1, SECONDS, 0, set(0, template(256, ADDRESSES)), set(256, flow(), flow())),
            v9(1, SECONDS, 2, set(256, flow(), flow())));

    assertThat(fact(probe, "sequence"))
        .isEqualTo("192.0.2.1 domain 7: 1 of 3 messages lost (33 %) in 1 gap, about 2 flows");
  }

  /** Half a minute and more while all counts were copied for each domain that lost some. */
  @Test
  @Timeout(15)
  void lossesOfVeryManyDomainsAreEstimatedInTheTimeThatTheirNumberTakes() {
    DecoderProbe probe = new DecoderProbe();
    for (int domain = 0; domain < 15_000; domain++) {
      probe.accept(
          netflowV9(1, SECONDS, 0, domain, set(0, template(256, ADDRESSES)), set(256, flow())));
      probe.accept(netflowV9(1, SECONDS, 2, domain, set(256, flow())));
    }
    probe.finish();

    assertThat(fact(probe, "sequence"))
        .startsWith("192.0.2.1 domain 0: 1 of 3 messages lost (33 %) in 1 gap, about 1 flows; ")
        .endsWith("; 14996 more");
  }

  @Test
  void restartsOvertakenAndRepeatedMessagesAreCounted() {
    DecoderProbe probe =
        DecoderProbe.decode(
            v9(3_600_000, SECONDS, 100, set(0, template(256, ADDRESSES))),
            v9(3_600_000, SECONDS, 102),
            v9(3_600_000, SECONDS, 101),
            v9(3_600_000, SECONDS, 103, set(0, template(256, ADDRESSES))),
            v9(3_600_000, SECONDS, 103, set(0, template(256, ADDRESSES))),
            v9(1_000, SECONDS, 0, set(0, template(256, ADDRESSES))));

    assertThat(fact(probe, "sequence"))
        .isEqualTo("192.0.2.1 domain 7: restarted once, 1 out of order, 1 captured twice");
    assertThat(probe.report().lostByExporter()).isZero();
  }

  @Test
  void aRestartForgetsWhatOptionsToldButNoTemplate() {
    MessageBytes options = MessageBytes.empty().u16(300).u16(4).u16(4).u16s(1, 4, 34, 4);
    DecoderProbe probe =
        DecoderProbe.decode(
            v9(
                3_600_000,
                SECONDS,
                5,
                set(0, template(256, ADDRESSES)),
                set(1, options),
                set(300, MessageBytes.empty().u32(0).u32(512)),
                set(256, flow())),
            v9(1_000, SECONDS, 0, set(256, flow())));

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.SAMPLING_PACKET_INTERVAL))
        .containsExactly("512", "absent");
  }

  @Test
  void theExportersClockIsComparedWithTheCaptures() {
    assertThat(
            fact(DecoderProbe.decode(v5(SECONDS - 2, 0, 0), v5(SECONDS, 1, 0)), "exporter clock"))
        .isEqualTo("192.0.2.1 domain 258: 0.0 s to 2.0 s behind the capture");
    assertThat(fact(DecoderProbe.decode(v5(SECONDS + 3_600, 0, 0)), "exporter clock"))
        .isEqualTo("192.0.2.1 domain 258: 3600.0 s ahead of the capture");
    assertThat(
            fact(
                DecoderProbe.decode(v5(SECONDS - 1, 0, 0), v5(SECONDS + 1, 1, 0)),
                "exporter clock"))
        .isEqualTo("192.0.2.1 domain 258: 1.0 s behind to 1.0 s ahead of the capture");
  }

  @Test
  void flowsOfAnExporterWhoseClockIsFarOffAreFlaggedAndKeepItsTime() {
    DecoderProbe probe = DecoderProbe.decode(v5(SECONDS - 10 * 24 * 3600, 0, 0));

    assertThat(probe.row().number(FlowColumn.FLOW_END))
        .isEqualTo((SECONDS - 10 * 24 * 3600) * 1000 - 100_000);
    assertThat(probe.row().number(FlowColumn.FLOW_NOTES)).isEqualTo(FlowNote.DOUBTFUL_TIME.bit());
    assertThat(fact(probe, "exporter clock"))
        .isEqualTo("192.0.2.1 domain 258: 10.0 days behind the capture");
  }

  @Test
  void aHeaderWithoutATimeIsToldAndItsFlowsAreFlagged() {
    DecoderProbe probe = DecoderProbe.decode(v5(360, 0, 0));

    assertThat(probe.row().number(FlowColumn.FLOW_END))
        .isEqualTo(DecoderProbe.CAPTURE_MILLIS - 100_000);
    assertThat(probe.row().number(FlowColumn.FLOW_NOTES)).isEqualTo(FlowNote.DOUBTFUL_TIME.bit());
    assertThat(fact(probe, "exporter clock"))
        .isEqualTo("192.0.2.1 domain 258: 1 headers without a time");
  }
}
