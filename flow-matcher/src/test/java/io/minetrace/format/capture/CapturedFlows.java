// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.export.FlowRows;
import io.minetrace.format.export.MessageBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What is read of a capture, with exports whose flows are told apart by their source port. */
record CapturedFlows(List<FlowRows.Row> rows, DecodeReport report) {

  private static final int[] FLOW = {8, 4, 12, 4, 7, 2, 1, 4};

  /** Of raw IP packets, captured at the same time. */
  static CapturedFlows of(byte[]... packets) throws IOException {
    PcapBytes pcap = PcapBytes.raw();
    Arrays.stream(packets).forEach(pcap::packet);
    return of(pcap);
  }

  static CapturedFlows of(PcapBytes pcap) throws IOException {
    try (FlowReader reader = pcap.open()) {
      return new CapturedFlows(FlowRows.of(reader), reader.report());
    }
  }

  List<String> ports() {
    return rows.stream().map(row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT)).toList();
  }

  /** The number of the packet that each flow is said to come from. */
  List<Long> packets() {
    return rows.stream().map(row -> row.number(FlowColumn.RECORD_ORDINAL) >> 24).toList();
  }

  DecodeReport.Tally tally(Reason reason) {
    return report.tallies().get(reason);
  }

  /** An IPFIX message that defines template 256. */
  static byte[] template() {
    return message(0, MessageBytes.set(2, MessageBytes.template(256, FLOW)));
  }

  /** An IPFIX message with flows of these ports by template 256. */
  static byte[] flows(int... ports) {
    MessageBytes records = MessageBytes.empty();
    for (int port : ports) {
      records.address("10.0.0.1").address("198.51.100.7").u16(port).u32(1_000);
    }
    return message(0, MessageBytes.set(256, records));
  }

  static byte[] withdrawal() {
    return message(0, MessageBytes.set(2, MessageBytes.empty().u16(256).u16(0)));
  }

  private static byte[] message(long sequence, MessageBytes set) {
    return MessageBytes.ipfix(1_700_000_000L, sequence, 0, set).toArray();
  }

  /** Ports from one to another, for a message of some size. */
  static int[] range(int from, int to) {
    int[] range = new int[to - from];
    Arrays.setAll(range, i -> from + i);
    return range;
  }

  static byte[] concat(byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      all = PcapBytes.concat(all, part);
    }
    return all;
  }
}
