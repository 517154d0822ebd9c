// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Rows that go to the database in one statement: several times as fast as one for each. Written
 * past Jdbi, which would parse and remember each length of such a statement.
 */
final class ManyRows {

  /** A row is 4.5 KiB at most, and a server takes 16 MiB unless it is told otherwise. */
  private static final int MOST_ROWS = 1_000;

  private final int columns;
  private final List<Object> values = new ArrayList<>();

  ManyRows(int columns) {
    this.columns = columns;
  }

  void add(Object... row) {
    if (row.length != columns) {
      throw new IllegalArgumentException("columns: " + row.length + " (expected: " + columns + ")");
    }
    for (Object value : row) {
      values.add(value);
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  int size() {
    return values.size() / columns;
  }

  /**
   * Executes one statement, if there are rows.
   *
   * @param sql with {@code %s} where the rows belong, as after {@code VALUES}
   * @return how many rows it changed
   * @throws SQLException as the database gives it
   */
  int execute(Handle handle, String sql) throws SQLException {
    return isEmpty() ? 0 : execute(handle, sql, values);
  }

  private int execute(Handle handle, String sql, List<Object> some) throws SQLException {
    String row = "(" + "?,".repeat(columns - 1) + "?)";
    String rows = (row + ",").repeat(some.size() / columns - 1) + row;
    try (PreparedStatement statement =
        handle.getConnection().prepareStatement(sql.formatted(rows))) {
      for (int i = 0; i < some.size(); i++) {
        set(statement, i + 1, some.get(i));
      }
      return statement.executeUpdate();
    }
  }

  /** By type: for an Object the driver asks each of its thirty codecs whether it is the one. */
  private static void set(PreparedStatement statement, int index, Object value)
      throws SQLException {
    if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value == null) {
      statement.setNull(index, Types.NULL);
    } else {
      statement.setObject(index, value);
    }
  }

  /**
   * As {@link #execute}, where an error is none that could be expected, and as many statements as
   * keep each within what a server takes.
   */
  void executeAll(Handle handle, String sql) {
    int most = MOST_ROWS * columns;
    try {
      for (int from = 0; from < values.size(); from += most) {
        execute(handle, sql, values.subList(from, Math.min(from + most, values.size())));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("rows cannot be written: " + Catalog.oneLine(e), e);
    }
  }
}
