// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.net.IpAddress;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Prints flow records as text, all columns of {@link FlowColumn}; absent is empty, or null in JSON.
 */
public interface FlowPrinter extends Closeable {

  /** Prints every row of a batch. */
  void print(FlowBatch batch) throws IOException;

  /** The syntaxes. */
  enum Syntax {
    CSV(CsvFlows::new),
    NDJSON(JsonFlows::new);

    /** Starts printing to a stream. */
    @FunctionalInterface
    private interface Starter {
      FlowPrinter start(OutputStream out) throws IOException;
    }

    private final Starter starter;

    Syntax(Starter starter) {
      this.starter = starter;
    }

    /** Starts printing; closing the printer flushes and closes the stream. */
    public FlowPrinter start(OutputStream out) throws IOException {
      return starter.start(out);
    }
  }

  /** With a header line. */
  final class CsvFlows implements FlowPrinter {

    private final CSVPrinter csv;

    private CsvFlows(OutputStream out) throws IOException {
      csv =
          new CSVPrinter(
              new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
              CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
      csv.printRecord(Arrays.stream(FlowColumn.values()).map(FlowColumn::columnName));
    }

    @Override
    public void print(FlowBatch batch) throws IOException {
      for (int row = 0; row < batch.rows(); row++) {
        for (FlowColumn column : FlowColumn.values()) {
          csv.print(cell(batch, column, row));
        }
        csv.println();
      }
    }

    @Override
    public void close() throws IOException {
      csv.close(true);
    }
  }

  /** One object a line. */
  final class JsonFlows implements FlowPrinter {

    private final JsonGenerator json;

    private JsonFlows(OutputStream out) throws IOException {
      json = new JsonFactory().createGenerator(out);
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void print(FlowBatch batch) throws IOException {
      for (int row = 0; row < batch.rows(); row++) {
        json.writeStartObject();
        for (FlowColumn column : FlowColumn.values()) {
          json.writeFieldName(column.columnName());
          write(batch, column, row);
        }
        json.writeEndObject();
      }
    }

    private void write(FlowBatch batch, FlowColumn column, int row) throws IOException {
      String cell = cell(batch, column, row);
      if (cell.isEmpty() && column != FlowColumn.FLOW_NOTES) {
        json.writeNull();
        return;
      }
      switch (column.type()) {
        case INT -> {
          if (column == FlowColumn.FLOW_NOTES) {
            json.writeString(cell);
          } else {
            json.writeNumber(batch.ints(column)[row]);
          }
        }
        case LONG -> json.writeNumber(batch.longs(column)[row]);
        case TIMESTAMP, ADDRESS -> json.writeString(cell);
      }
    }

    @Override
    public void close() throws IOException {
      json.writeRaw('\n');
      json.close();
    }
  }

  private static String cell(FlowBatch batch, FlowColumn column, int row) {
    return switch (column.type()) {
      case INT -> intCell(column, batch.ints(column)[row]);
      case LONG -> {
        long value = batch.longs(column)[row];
        yield value == FlowColumn.ABSENT_LONG ? "" : Long.toString(value);
      }
      case TIMESTAMP -> {
        long value = batch.longs(column)[row];
        yield value == FlowColumn.ABSENT_LONG ? "" : UtcTime.format(value);
      }
      case ADDRESS -> {
        IpAddress address = batch.address(column, row);
        yield address.equals(IpAddress.UNSPECIFIED) ? "" : address.toString();
      }
    };
  }

  private static String intCell(FlowColumn column, int value) {
    if (column == FlowColumn.FLOW_NOTES) {
      return Arrays.stream(FlowNote.values())
          .filter(note -> note.isIn(value))
          .map(FlowNote::name)
          .collect(Collectors.joining("|"));
    }
    return value == FlowColumn.ABSENT_INT ? "" : Integer.toString(value);
  }
}
