// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The failures that a catalog does not believe: windows are made as if nothing had been seen there,
 * and no row may cite them. They are given as UNKNOWN, with what the visit found kept beside.
 * Immutable.
 */
final class DoubtedFailures {

  /**
   * A stretch in which what is not UP is not believed.
   *
   * @param vantage whose failures; empty for everybody's
   */
  private record Doubt(Optional<String> vantage, TimeSpan span) {

    boolean covers(ObservationProof observation) {
      return span.contains(observation.time())
          && vantage.map(observation.vantage()::equals).orElse(true);
    }
  }

  private final Map<Long, List<Doubt>> ofEndpoint;

  private DoubtedFailures(Map<Long, List<Doubt>> ofEndpoint) {
    this.ofEndpoint = ofEndpoint;
  }

  /** Reads those of a catalog; mostly there are none. */
  static DoubtedFailures read(Connection connection) throws SQLException {
    Map<Long, List<Doubt>> ofEndpoint = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT endpoint_id, vantage, from_ms, COALESCE(to_ms, "
                    + Long.MAX_VALUE
                    + ") AS to_ms FROM doubt_export")) {
      while (row.next()) {
        TimeSpan span = new TimeSpan(row.getLong("from_ms"), row.getLong("to_ms"));
        ofEndpoint
            .computeIfAbsent(row.getLong("endpoint_id"), endpoint -> new ArrayList<>(1))
            .add(new Doubt(Optional.ofNullable(row.getString("vantage")), span));
      }
    }
    return new DoubtedFailures(ofEndpoint);
  }

  /** Whether any concern an endpoint. */
  boolean concern(long endpoint) {
    return ofEndpoint.containsKey(endpoint);
  }

  /** An observation of an endpoint as the catalog takes it. */
  ObservationProof asTaken(long endpoint, ObservationProof seen) {
    boolean isDoubted =
        seen.verdict() != Verdict.UP
            && ofEndpoint.getOrDefault(endpoint, List.of()).stream().anyMatch(d -> d.covers(seen));
    return isDoubted ? seen.withVerdict(Verdict.UNKNOWN) : seen;
  }
}
