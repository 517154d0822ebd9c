// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

/**
 * A row as it stands in the source, unjudged. Valid while its consumer runs: the next one takes its
 * place.
 */
final class SmashedRow {

  /** There is no time in the row. */
  static final long NO_TIME = Long.MIN_VALUE;

  /** What stands in the row is no time. */
  static final long IMPOSSIBLE_TIME = Long.MIN_VALUE + 1;

  private static final int LONGEST_QUOTE = 60;

  private final SmashedTable table;
  private final String[] cells;
  private String id = "";
  private long createdAt = NO_TIME;
  private long updatedAt = NO_TIME;
  private long line;

  SmashedRow(SmashedTable table) {
    this.table = table;
    this.cells = new String[table.columns().size()];
  }

  SmashedTable table() {
    return table;
  }

  void set(int column, String cell) {
    cells[column] = cell == null ? "" : cell;
  }

  void set(String newId, long newCreatedAt, long newUpdatedAt, long newLine) {
    id = newId == null ? "" : newId;
    createdAt = newCreatedAt;
    updatedAt = newUpdatedAt;
    line = newLine;
  }

  /** As it stands there; empty where it is null. */
  String id() {
    return id;
  }

  /** The line of a dump, from 1; 0 in a database. */
  long line() {
    return line;
  }

  /**
   * The number of the row.
   *
   * @throws IllegalArgumentException if it is none
   */
  long number() {
    return number("id", id);
  }

  /**
   * The number in a column.
   *
   * @throws IllegalArgumentException if there is none
   */
  long number(int column) {
    return number(table.columns().get(column), cells[column]);
  }

  private static long number(String column, String cell) {
    long number = 0;
    boolean good = !cell.isEmpty() && cell.length() <= 18;
    for (int i = 0; i < cell.length() && good; i++) {
      int digit = cell.charAt(i) - '0';
      good = digit >= 0 && digit <= 9;
      number = number * 10 + digit;
    }
    if (!good) {
      throw wrong(column, cell, "a number");
    }
    return number;
  }

  /** What stands in a column; empty where it is null. */
  String text(int column) {
    return cells[column] == null ? "" : cells[column];
  }

  /** Milliseconds since 1970-01-01T00:00Z, {@link #NO_TIME} or {@link #IMPOSSIBLE_TIME}. */
  long createdAt() {
    return createdAt;
  }

  /** As {@link #createdAt}. */
  long updatedAt() {
    return updatedAt;
  }

  static IllegalArgumentException wrong(String column, String found, String expected) {
    String clean = found.replaceAll("\\p{Cntrl}", "?");
    String quoted =
        clean.length() > LONGEST_QUOTE ? clean.substring(0, LONGEST_QUOTE) + "…" : clean;
    return new IllegalArgumentException(column + ": '" + quoted + "' (expected: " + expected + ")");
  }
}
