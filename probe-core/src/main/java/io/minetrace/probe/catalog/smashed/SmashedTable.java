// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tables of the predecessor that are read; there are others, as of its users, and none is. */
enum SmashedTable {
  POOLS("pools", "pools", List.of("name", "url")),
  SERVERS("servers", "servers", List.of("fqdn", "pool_id")),
  CRYPTOS("cryptos", "cryptos", List.of("name", "abbreviation", "url")),
  PORTS("ports", "ports", List.of("number", "server_id", "crypto_id")),
  ADDRESSES("addresses", "addresses", List.of("address", "server_id")),
  MINING_PROPERTIES(
      "miningProperties",
      "mining properties",
      List.of("server_id", "address", "port", "protocol", "status", "reason")),
  HISTORY("history", "rows of history", List.of("miningProp_id", "status", "reason"));

  static final String ID = "id";
  static final String CREATED_AT = "created_at";
  static final String UPDATED_AT = "updated_at";

  /** Columns that the first version of the predecessor did not have, or that tell little. */
  private static final List<String> OPTIONAL = List.of("reason", "url", "name");

  private final String word;
  private final String plural;
  private final List<String> columns;

  SmashedTable(String word, String plural, List<String> columns) {
    this.word = word;
    this.plural = plural;
    this.columns = columns;
  }

  /** Its name in the database. */
  String word() {
    return word;
  }

  /** What its rows are, in the plural. */
  String plural() {
    return plural;
  }

  /** The columns that are read besides the number and the times. */
  List<String> columns() {
    return columns;
  }

  /** Whether there is nothing to be taken from the table where it lacks a column. */
  boolean needs(String column) {
    return (this == POOLS && column.equals("name")) || !OPTIONAL.contains(column);
  }

  /** Names of tables are in lower case where the server ran on some systems. */
  static Optional<SmashedTable> ofWord(String word) {
    return Arrays.stream(values()).filter(table -> table.word.equalsIgnoreCase(word)).findFirst();
  }
}
