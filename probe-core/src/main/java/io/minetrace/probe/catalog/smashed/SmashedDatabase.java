// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import io.minetrace.probe.catalog.exchange.UnreadableFileException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The database of a running predecessor, as it is at one instant. Read in one transaction that can
 * change nothing, some thousand rows at a time.
 */
final class SmashedDatabase implements SmashedSource {

  private static final int ROWS_AT_A_TIME = 10_000;
  private static final String CONNECT_MILLIS = "10000";

  /** A table as it is there. */
  private record Found(String name, Map<String, String> types) {}

  private final String name;
  private final SmashedClock clock;
  private final Connection connection;
  private final Map<SmashedTable, Found> tables = new EnumMap<>(SmashedTable.class);

  private SmashedDatabase(String name, SmashedClock clock, Connection connection) {
    this.name = name;
    this.clock = clock;
    this.connection = connection;
  }

  static SmashedDatabase open(
      String url, Optional<String> user, Optional<String> password, SmashedClock clock)
      throws IOException {
    int options = url.indexOf('?');
    String name = options < 0 ? url : url.substring(0, options);
    Properties properties = new Properties();
    user.ifPresent(value -> properties.setProperty("user", value));
    password.ifPresent(value -> properties.setProperty("password", value));
    properties.setProperty("connectTimeout", CONNECT_MILLIS);
    // A server that is not what it says could ask for our files.
    properties.setProperty("allowLocalInfile", "false");
    boolean opened = false;
    Connection connection = null;
    try {
      connection = DriverManager.getConnection(url, properties);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET SESSION time_zone = '+00:00'");
        statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      }
      SmashedDatabase database = new SmashedDatabase(name, clock, connection);
      database.find();
      opened = true;
      return database;
    } catch (SQLException e) {
      throw failed(name, e);
    } finally {
      if (!opened && connection != null) {
        closeQuietly(connection);
      }
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      System.getLogger(SmashedDatabase.class.getName())
          .log(System.Logger.Level.DEBUG, "after another failure", e);
    }
  }

  private static UnreadableFileException failed(String name, SQLException e) {
    return new UnreadableFileException(
        name, "cannot be read: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }

  private void find() throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT table_name, column_name, data_type FROM information_schema.columns"
                    + " WHERE table_schema = DATABASE()")) {
      while (row.next()) {
        String tableName = row.getString(1);
        String column = row.getString(2).toLowerCase(Locale.ROOT);
        String type = row.getString(3).toLowerCase(Locale.ROOT);
        SmashedTable.ofWord(tableName)
            .ifPresent(
                table ->
                    tables
                        .computeIfAbsent(table, key -> new Found(tableName, new HashMap<>()))
                        .types()
                        .put(column, type));
      }
    }
    for (SmashedTable table : SmashedTable.values()) {
      Found found = tables.get(table);
      if (found == null) {
        throw new UnreadableFileException(
            name, "has no table " + table.word() + ": not a database of the predecessor's");
      }
      for (String column : table.columns()) {
        if (table.needs(column) && !found.types().containsKey(column.toLowerCase(Locale.ROOT))) {
          throw new UnreadableFileException(
              name, "its table " + table.word() + " has no column " + column);
        }
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void read(Set<SmashedTable> wanted, Reader reader) throws IOException {
    for (SmashedTable table : SmashedTable.values()) {
      if (wanted.contains(table)) {
        try {
          read(table, reader);
        } catch (SQLException e) {
          throw failed(name, e);
        }
      }
    }
  }

  /** By pages: a server ends a connection on which an answer is waited for too slowly. */
  private void read(SmashedTable table, Reader reader) throws SQLException, IOException {
    Found found = tables.get(table);
    String sql =
        "SELECT "
            + String.join(", ", expressions(table, found))
            + " FROM `"
            + found.name().replace("`", "``")
            + "` WHERE id > ? ORDER BY id LIMIT "
            + ROWS_AT_A_TIME;
    SmashedRow row = new SmashedRow(table);
    long last = -1;
    int rows = ROWS_AT_A_TIME;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      while (rows == ROWS_AT_A_TIME) {
        rows = 0;
        statement.setLong(1, last);
        try (ResultSet page = statement.executeQuery()) {
          while (page.next()) {
            rows++;
            last = page.getLong(1);
            long createdAt = time(page, 2, found.types().get(SmashedTable.CREATED_AT));
            long updatedAt = time(page, 4, found.types().get(SmashedTable.UPDATED_AT));
            row.set(Long.toString(last), createdAt, updatedAt, 0);
            for (int i = 0; i < table.columns().size(); i++) {
              row.set(i, page.getString(i + 6));
            }
            reader.row(row);
          }
        }
      }
    }
  }

  /** The number, each time and whether it is there at all, and the columns. */
  private static List<String> expressions(SmashedTable table, Found found) {
    List<String> expressions = new ArrayList<>(List.of("id"));
    for (String time : List.of(SmashedTable.CREATED_AT, SmashedTable.UPDATED_AT)) {
      boolean there = found.types().containsKey(time);
      expressions.add(there ? "CAST(UNIX_TIMESTAMP(" + time + ") * 1000 AS SIGNED)" : "0");
      expressions.add(there ? time + " IS NOT NULL" : "0");
    }
    for (String column : table.columns()) {
      boolean there = found.types().containsKey(column.toLowerCase(Locale.ROOT));
      expressions.add(there ? "`" + column + "`" : "''");
    }
    return expressions;
  }

  private long time(ResultSet row, int column, String type) throws SQLException {
    long stored = row.getLong(column);
    if (stored == 0) {
      // 0000-00-00 is 0, and what is beyond the server's calendar is null.
      return row.getInt(column + 1) == 0 ? SmashedRow.NO_TIME : SmashedRow.IMPOSSIBLE_TIME;
    }
    return "timestamp".equals(type) ? clock.meant(stored) : stored;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.rollback();
      connection.close();
    } catch (SQLException e) {
      throw failed(name, e);
    }
  }
}
