// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import static java.util.stream.Collectors.joining;

import io.minetrace.report.CellGuard;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** CSV like our own: header, UTF-8, LF, RFC 4180 quoting, nothing for null, lists by {@code |}. */
final class CsvRows implements ResultWriter {

  private final List<ExchangeColumn> columns;
  private final TimeStyle times;
  private final CellGuard guard;
  private final CSVPrinter csv;

  CsvRows(List<ExchangeColumn> columns, TimeStyle times, CellGuard guard, OutputStream out)
      throws IOException {
    this.columns = columns;
    this.times = times;
    this.guard = guard;
    this.csv =
        new CSVPrinter(
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
    csv.printRecord(columns.stream().map(column -> guard.of(column.name())));
  }

  @Override
  public void write(ResultRow row) throws IOException {
    for (ExchangeColumn column : columns) {
      Optional<Object> value = column.value().apply(row);
      csv.print(value.isEmpty() ? "" : cell(times.written(column.kind(), value.get())));
    }
    csv.println();
  }

  private String cell(Object value) {
    // A number computes to itself.
    return value instanceof Number ? text(value, "|") : guard.of(text(value, "|"));
  }

  /** A value as text; never in the notation with an exponent. */
  static String text(Object value, String between) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof List<?> texts
        ? texts.stream().map(Object::toString).collect(joining(between))
        : value.toString();
  }

  @Override
  public void close() throws IOException {
    csv.close(true);
  }
}
