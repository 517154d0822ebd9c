// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.net.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Gives datagrams to a decoder, one unit each, and keeps its rows. */
final class DecoderProbe {

  static final long CAPTURE_MILLIS = 1_700_000_000_000L;

  private static final IpAddress EXPORTER = IpAddress.parse("192.0.2.1");

  private final DecodeReport report = new DecodeReport("test", "datagrams");
  private final ExportDecoder decoder = new ExportDecoder(report);
  private final List<FlowRows.Row> rows = new ArrayList<>();
  private final FlowBatch batch;
  private long unit;

  DecoderProbe() {
    this(FlowBatch.CAPACITY);
  }

  DecoderProbe(int batchRows) {
    batch = new FlowBatch(batchRows);
  }

  /** The rows of some datagrams, all from one port. */
  static DecoderProbe decode(MessageBytes... datagrams) {
    DecoderProbe probe = new DecoderProbe();
    for (MessageBytes datagram : datagrams) {
      probe.accept(datagram);
    }
    probe.finish();
    return probe;
  }

  boolean accept(MessageBytes datagram) {
    return accept(datagram, 30_000, 0);
  }

  boolean acceptFromPort(int sourcePort, MessageBytes datagram) {
    return accept(datagram, sourcePort, 0);
  }

  /** Gives the beginning of a datagram whose end the capture did not keep. */
  boolean acceptCut(MessageBytes datagram, int missingBytes) {
    return accept(datagram, 30_000, missingBytes);
  }

  private boolean accept(MessageBytes datagram, int sourcePort, int missingBytes) {
    byte[] bytes = datagram.toArray();
    int there = bytes.length - missingBytes;
    ByteCursor payload = new ByteCursor("test", unit * 100_000, bytes, 0, there);
    boolean accepted =
        decoder.accept(
            new ExportDatagram(
                EXPORTER, sourcePort, 40_000, CAPTURE_MILLIS, unit, missingBytes, payload));
    unit++;
    drain();
    return accepted;
  }

  void finish() {
    decoder.finish();
    drain();
  }

  private void drain() {
    boolean all = false;
    while (!all) {
      batch.clear();
      all = decoder.drainTo(batch);
      FlowRows.addTo(rows, batch);
    }
  }

  DecodeReport report() {
    return report;
  }

  List<FlowRows.Row> rows() {
    return rows;
  }

  /** The only row. */
  FlowRows.Row row() {
    if (rows.size() != 1) {
      throw new AssertionError("rows: " + rows + " (expected: one)");
    }
    return rows.get(0);
  }
}
