// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The failures that a catalog does not believe: windows are made as if nothing had been seen there,
 * and no row may cite them. They are given as UNKNOWN, with what the visit found kept beside.
 * Immutable.
 */
final class JdbcDoubts {

  private static final int FIELDS_TO_VERDICT = 3;

  /**
   * A stretch in which what is not UP is not believed.
   *
   * @param vantage whose failures; empty for everybody's
   */
  private record Doubt(Optional<String> vantage, TimeSpan span) {

    boolean covers(long time, String by) {
      return span.contains(time) && vantage.map(by::equals).orElse(true);
    }
  }

  private final List<Doubt> ofEverything = new ArrayList<>();
  private final Map<Long, List<Doubt>> ofEndpoint = new HashMap<>();

  private JdbcDoubts() {}

  /** Reads those of a catalog. */
  static JdbcDoubts read(Connection connection) throws SQLException {
    JdbcDoubts read = new JdbcDoubts();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT endpoint_id, vantage, from_ms, to_ms FROM doubt_export")) {
      while (row.next()) {
        long endpoint = row.getLong("endpoint_id");
        List<Doubt> doubts =
            row.wasNull()
                ? read.ofEverything
                : read.ofEndpoint.computeIfAbsent(endpoint, unused -> new ArrayList<>(1));
        doubts.add(
            new Doubt(
                Optional.ofNullable(row.getString("vantage")),
                new TimeSpan(row.getLong("from_ms"), row.getLong("to_ms"))));
      }
    }
    return read;
  }

  /** An observation of an endpoint as the catalog takes it. */
  ObservationProof asTaken(long endpoint, ObservationProof seen) {
    return seen.verdict() != Verdict.UP && isDoubted(endpoint, seen.time(), seen.vantage())
        ? seen.withVerdict(Verdict.UNKNOWN)
        : seen;
  }

  /**
   * Lines of an endpoint's observations, which begin with time, vantage and verdict, as the catalog
   * takes them.
   */
  byte[] asTaken(long endpoint, byte[] lines) {
    if (ofEverything.isEmpty() && !ofEndpoint.containsKey(endpoint)) {
      return lines;
    }
    StringBuilder taken = new StringBuilder(lines.length);
    for (String line : new String(lines, StandardCharsets.UTF_8).split("\n", -1)) {
      taken.append(taken.length() == 0 ? "" : "\n").append(asTaken(endpoint, line));
    }
    return taken.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String asTaken(long endpoint, String line) {
    String[] fields = line.split(",", FIELDS_TO_VERDICT + 1);
    boolean isDoubted =
        fields.length > FIELDS_TO_VERDICT
            && !fields[2].equals(Verdict.UP.name())
            && isDoubted(endpoint, Long.parseLong(fields[0]), fields[1]);
    return isDoubted
        ? String.join(",", fields[0], fields[1], Verdict.UNKNOWN.name(), fields[3])
        : line;
  }

  private boolean isDoubted(long endpoint, long time, String vantage) {
    return Stream.concat(
            ofEverything.stream(), ofEndpoint.getOrDefault(endpoint, List.of()).stream())
        .anyMatch(doubt -> doubt.covers(time, vantage));
  }
}
