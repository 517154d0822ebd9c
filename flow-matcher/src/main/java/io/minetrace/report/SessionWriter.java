// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.commons.csv.CSVPrinter;

/** Writes sessions, as they come, in the syntax of a result's rows. Used by one thread. */
public interface SessionWriter extends Closeable {

  void write(MiningSession session) throws IOException;

  /** Starts a table of sessions; the stream is closed with the writer. */
  static SessionWriter start(ResultFormat format, OutputStream out) throws IOException {
    return start(format, CellGuard.NONE, out);
  }

  /**
   * The same with a guard.
   *
   * @param guard of the cells of CSV
   */
  static SessionWriter start(ResultFormat format, CellGuard guard, OutputStream out)
      throws IOException {
    return switch (format) {
      case CSV -> new Csv(guard, out);
      case NDJSON -> new Ndjson(out);
    };
  }

  /** One line a session below a header. */
  final class Csv implements SessionWriter {

    private final CellGuard guard;
    private final CSVPrinter csv;

    private Csv(CellGuard guard, OutputStream out) throws IOException {
      this.guard = guard;
      csv = CsvResultWriter.printer(out);
      csv.printRecord(Arrays.stream(SessionColumn.values()).map(SessionColumn::columnName));
    }

    @Override
    public void write(MiningSession session) throws IOException {
      for (SessionColumn column : SessionColumn.values()) {
        csv.print(guard.of(CsvResultWriter.cell(column.type(), column.of(session))));
      }
      csv.println();
    }

    @Override
    public void close() throws IOException {
      csv.close(true);
    }
  }

  /** One object a line. */
  final class Ndjson implements SessionWriter {

    private final JsonGenerator json;

    private Ndjson(OutputStream out) throws IOException {
      json = new JsonFactory().createGenerator(out);
      json.setRootValueSeparator(null);
    }

    @Override
    public void write(MiningSession session) throws IOException {
      json.writeStartObject();
      for (SessionColumn column : SessionColumn.values()) {
        json.writeFieldName(column.columnName());
        CanonicalJson.writeValue(json, column.type(), column.of(session));
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
