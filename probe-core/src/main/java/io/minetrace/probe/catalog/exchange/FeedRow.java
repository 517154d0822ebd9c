// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * A row of our own export as CSV. Only what it declares is taken: that it was up rests on visits,
 * which the export does not hold.
 */
final class FeedRow {

  static final List<String> REQUIRED_COLUMNS =
      List.of(
          "state",
          "address",
          "port",
          "transport",
          "names",
          "pools",
          "coins",
          "protocols",
          "window_id",
          "as_of");

  private FeedRow() {}

  static void take(long line, CSVRecord row, ListedServices list) {
    JsonLists.entry(
        line,
        row.get("transport"),
        set(row.get("names")),
        row.get("address"),
        row.get("port"),
        set(row.get("pools")),
        set(row.get("coins")),
        set(row.get("protocols")),
        row.get("as_of"),
        list);
  }

  private static List<String> set(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split("\\|", -1));
  }
}
