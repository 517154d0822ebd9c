// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the flow records of a text. A record that cannot be read costs itself. The unit of a record
 * ordinal is the record: the line or the object, counted from 0. Used by one thread.
 */
final class TextReader implements FlowReader {

  private static final int UNIT_SHIFT = 24;

  private final FlowInput input;
  private final RecordFeed feed;
  private final RecordDecoder decoder;
  private final DecodeReport report;
  private final Row row;
  private Optional<RowSink> sink = Optional.empty();
  private boolean ended;
  private long exporterHigh;
  private long exporterLow;
  private long domain;
  private long run;

  TextReader(
      FlowInput input, RecordFeed feed, RecordDecoder decoder, Row row, DecodeReport report) {
    this.input = input;
    this.feed = feed;
    this.decoder = decoder;
    this.row = row;
    this.report = report;
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    batch.clear();
    if (sink.isEmpty() || !sink.get().isOf(batch)) {
      sink = Optional.of(new RowSink(batch));
    }
    RowSink rows = sink.get();
    try {
      while (!batch.isFull() && !ended) {
        if (feed.next()) {
          record(rows);
        } else {
          end();
        }
      }
    } finally {
      report.addRecords(batch.rows());
    }
    return batch.rows() > 0;
  }

  private void record(RowSink rows) throws MalformedFlowFileException {
    row.clear();
    switch (decoder.decode(feed, row)) {
      case FLOW -> {
        count();
        rows.write(row, feed.number() << UNIT_SHIFT);
      }
      case NO_RECORD -> {
        // Nothing to count.
      }
      case OTHER ->
          add(Reason.NOT_FLOW_EXPORT, "no flow record (" + row.gatedBy().orElse("other") + ")");
      case CUT -> {
        report.addUnitSkipped();
        add(Reason.TRUNCATED, "the input ends in the middle of a record, or may do so");
      }
      case BAD -> bad();
    }
  }

  private void bad() throws MalformedFlowFileException {
    report.addUnitSkipped();
    if (row.zoneless().isEmpty()) {
      add(Reason.BAD_RECORD, row.problem().orElse("no record"));
      return;
    }
    String problem =
        "time without a zone: '"
            + row.zoneless().get()
            + "' (expected: --source-timezone ZONE, the zone of the machine that wrote it, as UTC"
            + " or Europe/Prague)";
    if (report.unitsRead() > 0) {
      // Among times that have a zone it is damage, and costs its record.
      add(Reason.BAD_RECORD, problem);
      return;
    }
    end();
    throw new MalformedFlowFileException(input.name(), feed.offset(), problem);
  }

  private void add(Reason reason, String detail) {
    report.add(reason, feed.offset(), feed.to() - feed.from(), detail);
  }

  /** Exporters come in long runs; counting these spares a look-up a flow. */
  private void count() {
    report.addUnitRead();
    if (!row.has(Slot.EXPORTER) && !row.has(Slot.DOMAIN)) {
      return;
    }
    long high = row.has(Slot.EXPORTER) ? row.high(Slot.EXPORTER) : 0;
    long low = row.has(Slot.EXPORTER) ? row.value(Slot.EXPORTER) : 0;
    long id = row.has(Slot.DOMAIN) ? row.value(Slot.DOMAIN) : 0;
    if (run > 0 && (high != exporterHigh || low != exporterLow || id != domain)) {
      endRun();
    }
    exporterHigh = high;
    exporterLow = low;
    domain = id;
    run++;
  }

  private void endRun() {
    if (run > 0) {
      report.addExporter(
          new DecodeReport.Exporter(new IpAddress(exporterHigh, exporterLow), domain), run);
      run = 0;
    }
  }

  private void end() {
    ended = true;
    endRun();
    row.tell(report);
    decoder.tell(report);
  }

  @Override
  public DecodeReport report() {
    return report;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
