// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the catalog's export views over JDBC, in one repeatable-read transaction, and makes the
 * very members of a snapshot file from them: windows read straight from the database have the id,
 * and give the results, of the snapshot taken at that moment.
 */
public final class JdbcWindows {

  /** Names the catalog in the manifest; the same whatever host or account it is reached by. */
  private static final String SOURCE = "minetrace catalog";

  private static final String JDBC = "jdbc:";

  private JdbcWindows() {}

  /**
   * Opens the windows of the catalog at a JDBC URL; a temporary file holds them until closed.
   *
   * @throws UnusableWindowsException if there is no catalog to read there
   */
  public static WindowSnapshot open(String jdbcUrl) throws IOException {
    Path file = Files.createTempFile("minetrace-windows", ".zip");
    boolean opened = false;
    try {
      save(jdbcUrl, file);
      opened = true;
      return WindowSnapshot.openTemporary(file);
    } finally {
      if (!opened) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Writes the state of the catalog at a JDBC URL as a snapshot file.
   *
   * @throws UnusableWindowsException if there is no catalog to read there
   */
  public static void save(String jdbcUrl, Path target) throws IOException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      writeSnapshot(connection, target);
    } catch (SQLException e) {
      // The driver manager's own message has the whole URL in it.
      String reason = String.valueOf(e.getMessage()).replace(jdbcUrl, withoutSecrets(jdbcUrl));
      throw new UnusableWindowsException(withoutSecrets(jdbcUrl), reason, e);
    }
  }

  /**
   * A source of windows, or an argument that names one, as it may be shown and kept: a JDBC URL's
   * parameters may hold a password. {@code --windows=jdbc:…} and {@code -wjdbc:…} name one, too.
   */
  public static String withoutSecrets(String source) {
    int url = source.indexOf(JDBC);
    int question = url < 0 ? -1 : source.indexOf('?', url);
    return question < 0 ? source : source.substring(0, question);
  }

  /**
   * Writes the catalog's state at this moment as a snapshot file.
   *
   * @param connection used alone by this call; its transaction settings are put back
   */
  public static void writeSnapshot(Connection connection, Path target)
      throws IOException, SQLException {
    boolean autoCommit = connection.getAutoCommit();
    int isolation = connection.getTransactionIsolation();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      WindowSnapshot.write(
          new SnapshotContents(
              SOURCE,
              builder(connection),
              windows(connection),
              coverage(connection),
              calibration(connection),
              sink -> JdbcObservations.read(connection, sink)),
          target);
    } finally {
      connection.rollback();
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(autoCommit);
    }
  }

  /** What the windows were made with; a catalog of an earlier program does not tell. */
  private static Map<String, String> builder(Connection connection) throws SQLException {
    Map<String, String> builder = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      boolean told;
      try (ResultSet row =
          statement.executeQuery(
              "SELECT COUNT(*) FROM information_schema.views WHERE table_schema = DATABASE()"
                  + " AND table_name = 'builder_export'")) {
        told = row.next() && row.getLong(1) > 0;
      }
      if (told) {
        try (ResultSet row =
            statement.executeQuery("SELECT parameter, value FROM builder_export")) {
          while (row.next()) {
            builder.put(row.getString("parameter"), row.getString("value"));
          }
        }
      }
    }
    return builder;
  }

  private static List<AvailabilityWindow> windows(Connection connection) throws SQLException {
    // Grouped by window here; the writer puts them in order.
    List<AvailabilityWindow> windows = new ArrayList<>();
    String query = "SELECT * FROM availability_window_export ORDER BY window_id, segment";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      WindowRows rows = new WindowRows(windows::add);
      String openId = "";
      while (row.next()) {
        String id = row.getString(WindowColumn.WINDOW_ID.columnName());
        if (!id.equals(openId)) {
          rows.finish();
          rows = new WindowRows(windows::add);
          openId = id;
        }
        rows.add(column -> text(row, column));
      }
      rows.finish();
    }
    return windows;
  }

  private static String text(ResultSet row, WindowColumn column) {
    try {
      String text = row.getString(column.columnName());
      return text == null ? "" : text;
    } catch (SQLException e) {
      throw new IllegalStateException("view availability_window_export: " + e.getMessage(), e);
    }
  }

  private static List<CoverageSpan> coverage(Connection connection) throws SQLException {
    List<CoverageSpan> coverage = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT vantage, from_ms, to_ms FROM coverage_export")) {
      while (row.next()) {
        coverage.add(
            new CoverageSpan(
                row.getString("vantage"),
                new TimeSpan(row.getLong("from_ms"), row.getLong("to_ms"))));
      }
    }
    return coverage;
  }

  private static List<CalibrationCell> calibration(Connection connection) throws SQLException {
    List<CalibrationCell> cells = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT situation, bucket, held_out, up_share FROM calibration_export")) {
      while (row.next()) {
        cells.add(
            new CalibrationCell(
                row.getString("situation"),
                row.getInt("bucket"),
                row.getLong("held_out"),
                row.getDouble("up_share")));
      }
    }
    return cells;
  }
}
