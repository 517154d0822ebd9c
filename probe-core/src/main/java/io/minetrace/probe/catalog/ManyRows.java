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

  /** More at once are no faster. */
  private static final int MOST_ROWS = 1_000;

  /** A server takes 16 MiB unless it is told otherwise; a window with many holes is a long row. */
  private static final int MOST_BYTES = 12 << 20;

  /** A number as it is written, with a comma. */
  private static final int NUMBER_BYTES = 24;

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
   * Inserts the rows by a statement for one of them, which the server parses once: half of its work
   * for rows that are wide and need no answer. None of them is null: in a driver's eyes a null is
   * of another type than what stands in the column else, and begins another round.
   *
   * @param sql of one row
   * @throws SQLException as the database gives it; some of the rows may then be there
   */
  void insertBulk(Handle handle, String sql) throws SQLException {
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      for (int from = 0; from < values.size(); from += columns) {
        for (int i = 0; i < columns; i++) {
          set(statement, i + 1, values.get(from + i));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Where the rows end that go into one statement with the first of them: one at least. */
  private int end(int from) {
    int last = Math.min(from + MOST_ROWS * columns, values.size());
    long bytes = 0;
    for (int row = from; row < last; row += columns) {
      for (Object value : values.subList(row, row + columns)) {
        bytes += mostBytes(value);
      }
      if (bytes > MOST_BYTES && row > from) {
        return row;
      }
    }
    return last;
  }

  /** At most so much of a statement, in which quotes and the like are written with a backslash. */
  private static long mostBytes(Object value) {
    if (value instanceof String text) {
      return 3L * text.length() + NUMBER_BYTES;
    }
    return value instanceof byte[] bytes ? 2L * bytes.length + NUMBER_BYTES : NUMBER_BYTES;
  }

  private void execute(Handle handle, String sql, List<Object> some) throws SQLException {
    String row = "(" + "?,".repeat(columns - 1) + "?)";
    String rows = (row + ",").repeat(some.size() / columns - 1) + row;
    try (PreparedStatement statement =
        handle.getConnection().prepareStatement(sql.formatted(rows))) {
      for (int i = 0; i < some.size(); i++) {
        set(statement, i + 1, some.get(i));
      }
      statement.executeUpdate();
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
    } else if (value instanceof Double number) {
      statement.setDouble(index, number);
    } else if (value == null) {
      statement.setNull(index, Types.NULL);
    } else {
      statement.setBytes(index, (byte[]) value);
    }
  }

  /**
   * Executes a statement, if there are rows: more than once where one would be longer than a server
   * takes.
   *
   * @param sql with {@code %s} where the rows belong, as after {@code VALUES}
   */
  void executeAll(Handle handle, String sql) {
    try {
      int to;
      for (int from = 0; from < values.size(); from = to) {
        to = end(from);
        execute(handle, sql, values.subList(from, to));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("rows cannot be written: " + Catalog.oneLine(e), e);
    }
  }
}
