// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.commons.csv.CSVPrinter;

/** Writes lines of context, as they come, in the syntax of a result's rows. Used by one thread. */
public interface ContextWriter extends Closeable {

  void write(ContextLine line) throws IOException;

  /**
   * Starts a table of context; the stream is closed with the writer.
   *
   * @param guard of the cells of CSV
   */
  static ContextWriter start(ResultFormat format, CellGuard guard, OutputStream out)
      throws IOException {
    return switch (format) {
      case CSV -> new Csv(guard, out);
      case NDJSON -> new Ndjson(out);
    };
  }

  /** One line each, below a header. */
  final class Csv implements ContextWriter {

    private final CellGuard guard;
    private final CSVPrinter csv;

    private Csv(CellGuard guard, OutputStream out) throws IOException {
      this.guard = guard;
      csv = CsvResultWriter.printer(out);
      csv.printRecord(Arrays.stream(ContextColumn.values()).map(ContextColumn::columnName));
    }

    @Override
    public void write(ContextLine line) throws IOException {
      for (ContextColumn column : ContextColumn.values()) {
        csv.print(guard.of(CsvResultWriter.cell(column.type(), column.of(line))));
      }
      csv.println();
    }

    @Override
    public void close() throws IOException {
      csv.close(true);
    }
  }

  /** One object a line. */
  final class Ndjson implements ContextWriter {

    private final JsonGenerator json;

    private Ndjson(OutputStream out) throws IOException {
      json = new JsonFactory().createGenerator(out);
      json.setRootValueSeparator(null);
    }

    @Override
    public void write(ContextLine line) throws IOException {
      json.writeStartObject();
      for (ContextColumn column : ContextColumn.values()) {
        json.writeFieldName(column.columnName());
        CanonicalJson.writeValue(json, column.type(), column.of(line));
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
      json.close();
    }
  }
}
