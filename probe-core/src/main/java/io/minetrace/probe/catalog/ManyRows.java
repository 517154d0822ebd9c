// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Rows that go to the database in one statement: several times as fast as one for each. Written
 * past Jdbi, which would parse and remember each length of such a statement.
 */
final class ManyRows {

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
   * Executes a statement, if there are rows.
   *
   * @param sql with {@code %s} where the rows belong, as after {@code VALUES}
   * @return how many rows it changed
   * @throws SQLException as the database gives it
   */
  int execute(Handle handle, String sql) throws SQLException {
    if (isEmpty()) {
      return 0;
    }
    String row = "(" + "?,".repeat(columns - 1) + "?)";
    String rows = (row + ",").repeat(size() - 1) + row;
    try (PreparedStatement statement =
        handle.getConnection().prepareStatement(sql.formatted(rows))) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      return statement.executeUpdate();
    }
  }

  /** As {@link #execute}, where an error is none that could be expected. */
  int executeAll(Handle handle, String sql) {
    try {
      return execute(handle, sql);
    } catch (SQLException e) {
      throw new IllegalStateException("rows cannot be written: " + Catalog.oneLine(e), e);
    }
  }
}
