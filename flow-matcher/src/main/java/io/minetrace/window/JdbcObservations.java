// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the catalog's observations, an endpoint at a time, failures that are doubted as UNKNOWN.
 * The database joins an endpoint's to the lines of a snapshot, and so gives them in one piece:
 * twenty million take 19 s, compressing included.
 */
final class JdbcObservations {

  /** What is longer is read row by row: a server sends 16 MiB at once, unless it is told less. */
  private static final int MOST_LINES_BYTES = 8 << 20;

  /** MariaDB's numbers for: no such table, no such column, not allowed. */
  private static final Set<Integer> OLDER_CATALOG = Set.of(1146, 1054, 1142);

  private static final int LONGEST_CHARACTER_BYTES = 4;

  private static final int PACKED_ROWS_AT_A_TIME = 1_000;

  private static final String LINES =
      "SELECT COUNT(*), GROUP_CONCAT(time, ',', vantage, ',', verdict, ',', evidence, ',', protocol"
          + " SEPARATOR '\\n') FROM observation_export WHERE endpoint_id = ?";

  private static final String ROWS =
      "SELECT time, vantage, verdict, evidence, protocol FROM observation_export"
          + " WHERE endpoint_id = ?";

  private final Connection connection;
  private final SnapshotContents.ObservationSink sink;
  private final JdbcDoubts doubted;

  /** UPs only, which nobody doubts. */
  private final PackedProofs packed = new PackedProofs();

  private JdbcObservations(Connection connection, SnapshotContents.ObservationSink sink)
      throws SQLException {
    this.connection = connection;
    this.doubted = JdbcDoubts.read(connection);
    this.sink = sink;
  }

  /** Gives all of them, in the order of a snapshot. */
  static void read(Connection connection, SnapshotContents.ObservationSink sink)
      throws IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION group_concat_max_len = " + MOST_LINES_BYTES);
      try {
        new JdbcObservations(connection, sink).read();
      } finally {
        statement.execute("SET SESSION group_concat_max_len = DEFAULT");
      }
    } catch (SQLException e) {
      throw new IOException(
          (OLDER_CATALOG.contains(e.getErrorCode())
                  ? "the catalog is older than this program, or its views may not be read; probe-core"
                      + " of this version brings it up to date when it opens it: "
                  : "")
              + e.getMessage(),
          e);
    }
  }

  private void read() throws SQLException, IOException {
    readPacked();
    try (PreparedStatement lines = connection.prepareStatement(LINES);
        PreparedStatement rows = connection.prepareStatement(ROWS)) {
      for (Map.Entry<Endpoint, Long> endpoint : endpoints().entrySet()) {
        List<ObservationProof> unpacked = packed.of(endpoint.getKey());
        if (!unpacked.isEmpty() || !readLines(lines, endpoint.getKey(), endpoint.getValue())) {
          readRows(rows, endpoint.getKey(), endpoint.getValue(), unpacked);
        }
      }
    }
  }

  private void readPacked() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(PACKED_ROWS_AT_A_TIME);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT address, port, transport, times, vantage, verdict, evidence, protocol"
                  + " FROM observation_run_export")) {
        while (row.next()) {
          packed.add(proof(row, endpoint(row), 0), row.getBytes("times"));
        }
      }
    }
  }

  private SortedMap<Endpoint, Long> endpoints() throws SQLException {
    SortedMap<Endpoint, Long> endpoints = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT endpoint_id, address, port, transport FROM endpoint_export")) {
      while (row.next()) {
        endpoints.put(endpoint(row), row.getLong("endpoint_id"));
      }
    }
    return endpoints;
  }

  /** Gives an endpoint's at once; false if they are too many, or not in order of time. */
  private boolean readLines(PreparedStatement statement, Endpoint endpoint, long id)
      throws SQLException, IOException {
    statement.setLong(1, id);
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      long count = row.getLong(1);
      if (count == 0) {
        return true;
      }
      byte[] joined = row.getBytes(2);
      // What is too long was cut behind a whole character, and maybe within its last word.
      return joined.length < MOST_LINES_BYTES - LONGEST_CHARACTER_BYTES
          && sink.acceptLines(endpoint, doubted.asTaken(id, joined), count);
    }
  }

  private void readRows(
      PreparedStatement statement, Endpoint endpoint, long id, List<ObservationProof> proofs)
      throws SQLException, IOException {
    statement.setLong(1, id);
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        proofs.add(doubted.asTaken(id, proof(row, endpoint, row.getLong("time"))));
      }
    }
    proofs.sort(null);
    for (ObservationProof proof : proofs) {
      sink.accept(proof);
    }
  }

  private static Endpoint endpoint(ResultSet row) throws SQLException {
    return new Endpoint(
        IpAddress.parse(row.getString("address")),
        row.getInt("port"),
        TransportProtocol.ofKeyword(row.getString("transport")));
  }

  private static ObservationProof proof(ResultSet row, Endpoint endpoint, long time)
      throws SQLException {
    String protocol = row.getString("protocol");
    return new ObservationProof(
        endpoint,
        time,
        row.getString("vantage"),
        Verdict.valueOf(row.getString("verdict")),
        Evidence.valueOf(row.getString("evidence")),
        protocol == null ? "" : protocol);
  }
}
