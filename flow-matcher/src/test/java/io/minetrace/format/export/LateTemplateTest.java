// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.netflowV9;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateTemplateTest {

  private static final int[] ADDRESSES = {8, 4, 12, 4};

  private static MessageBytes flow(int host) {
    return MessageBytes.empty().address("10.0.0." + host).address("198.51.100.7");
  }

  private static MessageBytes message(long sequence, MessageBytes... sets) {
    return netflowV9(0, 1_699_999_999L, sequence, 0, sets);
  }

  @Test
  void setsBeforeTheirTemplateAreDecodedWhenItComes() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(0, set(256, flow(1), flow(2))),
            message(1, set(257, flow(3))),
            message(2, set(256, flow(4))),
            message(3, set(0, template(256, ADDRESSES)), set(256, flow(5))));

    assertThat(probe.rows())
        .extracting(
            row -> row.cell(FlowColumn.SOURCE_IP_ADDRESS),
            row -> row.number(FlowColumn.RECORD_ORDINAL),
            row -> FlowNote.LATE_TEMPLATE.isIn((int) row.number(FlowColumn.FLOW_NOTES)))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("10.0.0.1", 0L, true),
            org.assertj.core.groups.Tuple.tuple("10.0.0.2", 1L, true),
            org.assertj.core.groups.Tuple.tuple("10.0.0.4", 2L << 24, true),
            org.assertj.core.groups.Tuple.tuple("10.0.0.5", 3L << 24, false));
    assertThat(probe.report().lateRecords()).isEqualTo(3);
    assertThat(probe.report().tallies()).containsOnlyKeys(Reason.NO_TEMPLATE);
  }

  @Test
  void setsOfOneDatagramThatAreDecodedAtDifferentTimesShareTheirOrdinals() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(0, set(256, flow(1)), set(257, flow(2))),
            message(1, set(0, template(257, ADDRESSES))),
            message(2, set(0, template(256, ADDRESSES))));

    assertThat(probe.rows())
        .extracting(row -> row.cell(FlowColumn.RECORD_ORDINAL))
        .containsExactly("0", "1");
  }

  @Test
  void aTemplateThatDoesNotFitIsNotGuessedWith() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(0, set(256, flow(1).hex("0102030405060708090a0b0c"))),
            message(1, set(0, template(256, 8, 4, 12, 4, 1, 4))));

    assertThat(probe.rows()).isEmpty();
    DecodeReport.Tally tally = probe.report().tallies().get(Reason.NO_TEMPLATE);
    assertThat(tally.firstOffset()).isEqualTo(24);
    assertThat(tally.bytes()).isEqualTo(20);
    assertThat(tally.firstDetail())
        .isEqualTo(
            "data set 256 of exporter 192.0.2.1, domain 0: the template that came later does not"
                + " fit it");
  }

  @Test
  void setsOfVariableLengthThatDoNotFitAreNotGuessedWith() {
    DecoderProbe probe =
        DecoderProbe.decode(
            message(0, set(256, flow(1).u8(200))),
            message(1, set(0, template(256, 8, 4, 12, 4, 96, 65_535))));

    assertThat(probe.rows()).isEmpty();
    assertThat(probe.report().tallies()).containsOnlyKeys(Reason.NO_TEMPLATE);
  }

  @Test
  void lateOptionsDataIsRead() {
    DecoderProbe probe = new DecoderProbe();
    probe.accept(message(0, set(300, MessageBytes.empty().u32(0).u32(128))));
    probe.accept(message(1, set(1, MessageBytes.empty().u16(300).u16(4).u16(4).u16s(1, 4, 34, 4))));
    probe.accept(message(2, set(0, template(256, ADDRESSES)), set(256, flow(1))));

    assertThat(probe.row().cell(FlowColumn.SAMPLING_PACKET_INTERVAL)).isEqualTo("128");
    assertThat(probe.report().tallies()).isEmpty();
  }

  @Test
  void whatWaitsIsBoundedAndTheOldestIsGivenUpFirst() throws Exception {
    DecodeReport report = new DecodeReport("test", "sets");
    // Room for two sets with what each takes beside its bytes.
    SetQueue queue = new SetQueue(report, 500);
    ObservationDomain domain =
        new ObservationDomain(ExportProtocol.NETFLOW_V9, IpAddress.parse("192.0.2.1"), 0);
    TransportSession session = domain.addSession(0, ExportDatagram.Transport.UDP);
    MessageHeader header =
        new MessageHeader(
            domain.exporter(),
            0,
            0,
            MessageHeader.Uptime.IN_HEADER,
            FlowColumn.ABSENT_INT,
            0,
            domain.facts());
    for (int unit = 0; unit < 3; unit++) {
      byte[] bytes = flow(unit).toArray();
      queue.hold(
          new Message(session, header, new RecordUnit(unit)),
          256,
          new ByteCursor("test", unit * 100L, bytes, 0, bytes.length));
    }
    queue.define(
        session,
        Template.ofRecords(
            256,
            new byte[0],
            queue.nextArrival(),
            List.of(new FieldSpecifier(8, 4), new FieldSpecifier(12, 4))));
    FlowBatch batch = new FlowBatch();
    queue.drainTo(batch);
    List<FlowRows.Row> rows = new ArrayList<>();
    FlowRows.addTo(rows, batch);

    assertThat(rows)
        .extracting(row -> row.cell(FlowColumn.SOURCE_IP_ADDRESS))
        .containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(report.tallies().get(Reason.NO_TEMPLATE).count()).isEqualTo(1);
    assertThat(report.tallies().get(Reason.NO_TEMPLATE).firstOffset()).isZero();
  }
}
