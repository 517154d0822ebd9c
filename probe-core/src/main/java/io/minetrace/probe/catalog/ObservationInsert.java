// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/**
 * The statement that inserts observations. What is the same in all rows of a long batch, as most of
 * an imported history is, stands in the statement and is not sent with each of them: of 33 columns
 * some ten are left, and a row takes half of the time.
 */
final class ObservationInsert {

  // What need not be there is never bound as null: see ManyRows.insertBulk.
  static final long NO_NUMBER = Long.MIN_VALUE;
  static final double NO_MEASURE = -Double.MAX_VALUE;
  static final long NO_ID = 0;
  static final byte[] NO_HASH = {};

  /** Shorter batches have one statement for all, which is remembered as prepared. */
  private static final int LONG_BATCH = 500;

  /** In the order of a row. */
  private static final List<Column> COLUMNS =
      List.of(
          new Column("endpoint_id"),
          new Column("started_at"),
          new Column("vantage_id"),
          new Column("prober_id", NO_ID, "0"),
          new Column("ended_at"),
          new Column("connected_at", NO_NUMBER, "-9223372036854775808"),
          new Column("first_byte_at", NO_NUMBER, "-9223372036854775808"),
          new Column("interval_ms"),
          new Column("confirms"),
          new Column("name_id", NO_ID, "0"),
          new Column("verdict"),
          new Column("reach"),
          new Column("channel"),
          new Column("tls_id", NO_ID, "0"),
          new Column("dialogue"),
          new Column("evidence"),
          new Column("protocols"),
          new Column("software"),
          new Column("coins_declared"),
          new Column("coins_found"),
          new Column("coin_rule"),
          new Column("coin_confidence"),
          new Column("algorithm"),
          new Column("height", NO_NUMBER, "-9223372036854775808"),
          new Column("difficulty", NO_MEASURE, "-1.7976931348623157E308"),
          new Column("block_hash", NO_HASH, "''"),
          new Column("merged_mining"),
          new Column("pool_tag"),
          new Column("discovered"),
          new Column("bytes_sent"),
          new Column("bytes_received"),
          new Column("transcript_sha256"),
          new Column("source"));

  private static final int STARTED_AT = 1;

  private static final String UNLESS_THERE = " ON DUPLICATE KEY UPDATE endpoint_id = endpoint_id";

  private ObservationInsert() {}

  /** What is done with a row that is there already. */
  enum Known {
    REFUSE,
    LEAVE
  }

  /**
   * A column.
   *
   * @param absent what stands in a row for null; null in a column that knows none
   * @param absentWords the same in SQL
   */
  private record Column(String name, Object absent, String absentWords) {

    Column(String name) {
      this(name, null, "");
    }

    String place() {
      return absent == null ? "?" : "NULLIF(?, " + absentWords + ")";
    }

    /** The value in SQL; empty if it is to be sent. */
    String literal(Object value) {
      if (absent != null && absent.equals(value)) {
        return "NULL";
      }
      if (value instanceof Long || value instanceof Integer) {
        return value.toString();
      }
      return value instanceof String text && isPlain(text) ? "'" + text + "'" : "";
    }

    /** Whether a text has nothing in it that a statement could take for something else. */
    private static boolean isPlain(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean plain =
            (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '|';
        if (!plain) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Inserts rows.
   *
   * @param rows each with a value for every column
   * @throws SQLException as the database gives it; some of the rows may then be there
   */
  static void insert(Handle handle, List<Object[]> rows, Known known) throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> places = new ArrayList<>();
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      Column column = COLUMNS.get(i);
      names.add(column.name());
      String literal = i == STARTED_AT ? "" : literal(rows, i, column);
      places.add(literal.isEmpty() ? column.place() : literal);
      if (literal.isEmpty()) {
        sent.add(i);
      }
    }
    ManyRows batch = new ManyRows(sent.size());
    Object[] values = new Object[sent.size()];
    for (Object[] row : rows) {
      for (int i = 0; i < values.length; i++) {
        values[i] = row[sent.get(i)];
      }
      batch.add(values);
    }
    batch.insertBulk(
        handle,
        "INSERT INTO observation ("
            + String.join(", ", names)
            + ") VALUES ("
            + String.join(", ", places)
            + ")"
            + (known == Known.LEAVE ? UNLESS_THERE : ""));
  }

  /** What a column holds in all rows; empty if it is not the same, or has to be sent. */
  private static String literal(List<Object[]> rows, int column, Column described) {
    if (rows.size() < LONG_BATCH) {
      return "";
    }
    Object first = rows.get(0)[column];
    for (Object[] row : rows) {
      if (!Objects.equals(row[column], first)) {
        return "";
      }
    }
    return described.literal(first);
  }
}
