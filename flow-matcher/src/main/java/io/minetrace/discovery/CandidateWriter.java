// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.report.ResultFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes candidates as a table; lists are joined by {@code |} in CSV and arrays in NDJSON. */
public final class CandidateWriter {

  private CandidateWriter() {}

  /** Writes all of them; the stream is closed. */
  public static void write(List<Candidate> candidates, ResultFormat format, OutputStream out)
      throws IOException {
    switch (format) {
      case CSV -> writeCsv(candidates, out);
      case NDJSON -> writeJson(candidates, out);
    }
  }

  private static void writeCsv(List<Candidate> candidates, OutputStream out) throws IOException {
    try (CSVPrinter csv =
        new CSVPrinter(
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get())) {
      csv.printRecord(Arrays.stream(CandidateColumn.values()).map(CandidateColumn::columnName));
      for (Candidate candidate : candidates) {
        for (CandidateColumn column : CandidateColumn.values()) {
          Object value = column.of(candidate);
          csv.print(
              value instanceof List<?> list
                  ? String.join("|", list.stream().map(Object::toString).toList())
                  : value);
        }
        csv.println();
      }
    }
  }

  private static void writeJson(List<Candidate> candidates, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (Candidate candidate : candidates) {
        json.writeStartObject();
        for (CandidateColumn column : CandidateColumn.values()) {
          json.writeFieldName(column.columnName());
          writeValue(json, column.of(candidate));
        }
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object text : list) {
        json.writeString(text.toString());
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }
}
