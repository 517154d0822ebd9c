// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.probe.catalog.DeclaredService;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;

/**
 * A row of {@code pools.csv}: what a source says is served under a host name. An empty port: the
 * source states none; an empty coin: a port that serves several. The other columns, {@code pool,
 * pool_url, tls, region, source, licence_classes, newest_evidence}, may be missing.
 */
final class DeclaredRow {

  static final List<String> REQUIRED_COLUMNS =
      List.of("fqdn", "port", "coin", "algorithm", "protocol");

  private DeclaredRow() {}

  /**
   * The service of a row.
   *
   * @param file taken for its source where it states none
   * @param day of the evidence where there is no such column
   * @throws IllegalArgumentException naming the column, what it holds and what was expected
   */
  static DeclaredService parse(CSVRecord row, String file, String day) {
    String source = optional(row, "source");
    return new DeclaredService(
        optional(row, "pool"),
        optional(row, "pool_url"),
        row.get("fqdn").toLowerCase(Locale.ROOT),
        port(row.get("port")),
        row.get("coin"),
        row.get("algorithm"),
        row.get("protocol").isEmpty() ? "unknown" : row.get("protocol"),
        optional(row, "tls"),
        optional(row, "region"),
        source.isEmpty() ? file : source,
        optional(row, "licence_classes"),
        row.isMapped("newest_evidence") ? row.get("newest_evidence") : day);
  }

  private static String optional(CSVRecord row, String column) {
    return row.isMapped(column) ? row.get(column) : "";
  }

  private static int port(String cell) {
    if (cell.isEmpty()) {
      return 0;
    }
    int port = cell.matches("[0-9]{1,5}") ? Integer.parseInt(cell) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: '" + cell + "' (expected: 1..65535, or empty)");
    }
    return port;
  }
}
