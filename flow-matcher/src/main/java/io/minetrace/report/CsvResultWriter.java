// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** CSV with a header: UTF-8, LF, RFC 4180 quoting; null is empty, lists are joined by {@code |}. */
final class CsvResultWriter implements ResultWriter {

  private final CSVPrinter csv;

  CsvResultWriter(OutputStream out) throws IOException {
    csv =
        new CSVPrinter(
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
    csv.printRecord(Arrays.stream(ResultColumn.values()).map(ResultColumn::columnName));
  }

  @Override
  public void write(ResultRow row) throws IOException {
    for (ResultColumn column : ResultColumn.values()) {
      csv.print(cell(row, column));
    }
    csv.println();
  }

  private static String cell(ResultRow row, ResultColumn column) {
    if (row.value(column).isEmpty()) {
      return "";
    }
    return switch (column.type()) {
      case INT, LONG -> Long.toString(row.number(column));
      case TIMESTAMP -> UtcTime.format(row.number(column));
      case STRING -> row.text(column);
      case STRINGS -> String.join("|", row.texts(column));
    };
  }

  @Override
  public void close() throws IOException {
    csv.close(true);
  }
}
