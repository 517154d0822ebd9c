// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The tables that come with the program. */
final class CoinTables {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private CoinTables() {}

  /** The rows of a CSV resource, beside this class or from the root of the class path. */
  static List<CSVRecord> rows(String resource) {
    try (InputStream in = CoinTables.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return FORMAT.parse(new InputStreamReader(in, StandardCharsets.UTF_8)).getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource, e);
    }
  }

  /** The words of a cell, joined by {@code |} in the file; none for an empty one. */
  static List<String> words(CSVRecord row, String column) {
    String cell = row.get(column);
    return cell.isEmpty() ? List.of() : List.of(cell.split("\\|", -1));
  }
}
