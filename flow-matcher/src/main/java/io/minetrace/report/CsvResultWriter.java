// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static java.util.stream.Collectors.joining;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** CSV with a header: UTF-8, LF, RFC 4180 quoting; null is empty, lists are joined by {@code |}. */
final class CsvResultWriter implements ResultWriter {

  private static final ResultColumn[] COLUMNS = ResultColumn.values();

  private final CSVPrinter csv;

  CsvResultWriter(OutputStream out) throws IOException {
    csv = printer(out);
    csv.printRecord(Arrays.stream(ResultColumn.values()).map(ResultColumn::columnName));
  }

  /** A printer of our kind of CSV. */
  static CSVPrinter printer(OutputStream out) throws IOException {
    return new CSVPrinter(
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
        CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
  }

  @Override
  public void write(ResultRow row) throws IOException {
    for (ResultColumn column : COLUMNS) {
      csv.print(cell(column.type(), row.value(column)));
    }
    csv.println();
  }

  /** A cell: times as text, lists joined by {@code |}, nothing where there is no value. */
  static String cell(ResultColumn.Type type, Optional<Object> value) {
    if (value.isEmpty()) {
      return "";
    }
    return switch (type) {
      case INT, LONG, STRING -> value.get().toString();
      case TIMESTAMP -> UtcTime.format((Long) value.get());
      case STRINGS -> joined((List<?>) value.get());
    };
  }

  private static String joined(List<?> texts) {
    // Of most lists the only one.
    return texts.size() == 1
        ? texts.get(0).toString()
        : texts.stream().map(Object::toString).collect(joining("|"));
  }

  @Override
  public void close() throws IOException {
    csv.close(true);
  }
}
