// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.ledger.Doubt;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.NameAttribution;
import io.minetrace.window.TimeSpan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the folds of endpoints know besides observations, by number of the endpoint. */
final class FoldContexts {

  private static final String DOUBTS =
      """
      SELECT e.id, v.name AS vantage, d.from_ms, COALESCE(d.to_ms, 9223372036854775807) AS to_ms
      FROM doubt d
      JOIN endpoint e ON (d.address IS NULL OR e.address = d.address)
        AND (d.port IS NULL OR e.port = d.port)
      LEFT JOIN vantage v ON v.id = d.vantage_id
      WHERE e.id IN (%s)
        AND NOT EXISTS (SELECT 1 FROM doubt_release r WHERE r.doubt_id = d.id)
        AND (d.pool_id IS NULL OR EXISTS (
          SELECT 1 FROM endpoint_name en JOIN name n ON n.id = en.name_id
          WHERE en.endpoint_id = e.id AND n.pool_id = d.pool_id))
      ORDER BY e.id, d.id
      """;

  private static final String NAMES =
      """
      SELECT e.id, n.fqdn, COALESCE(p.name, '') AS pool, n.kind, w.first_seen,
        IF(w.left_at IS NULL, w.last_seen,
          GREATEST(w.last_seen, COALESCE(w.absent_since, 0) - 1)) AS seen_to,
        w.left_at IS NOT NULL AS has_left
      FROM endpoint e FORCE INDEX (PRIMARY)
      STRAIGHT_JOIN name_window w FORCE INDEX (name_window_address) ON w.address = e.address
      STRAIGHT_JOIN name n FORCE INDEX (PRIMARY) ON n.id = w.name_id
      LEFT JOIN pool p ON p.id = n.pool_id
      WHERE e.id IN (%s)
        AND (n.kind = 'FOREIGN' OR EXISTS (
          SELECT 1 FROM endpoint_name en WHERE en.endpoint_id = e.id AND en.name_id = n.id))
      ORDER BY e.id, n.fqdn, w.first_seen, w.resolver
      """;

  private final Map<Long, List<Doubt>> doubts;
  private final Map<Long, List<NameAttribution>> names;

  private FoldContexts(Map<Long, List<Doubt>> doubts, Map<Long, List<NameAttribution>> names) {
    this.doubts = doubts;
    this.names = names;
  }

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  static FoldContexts read(Handle handle, Collection<Long> endpoints) {
    return new FoldContexts(
        areThereDoubts(handle) ? rows(handle, DOUBTS, endpoints, FoldContexts::doubt) : Map.of(),
        rows(handle, NAMES, endpoints, FoldContexts::name));
  }

  /** What is known of one of the endpoints read of. */
  LedgerContext of(long endpoint) {
    List<Doubt> itsDoubts = doubts.getOrDefault(endpoint, List.of());
    List<NameAttribution> itsNames = names.getOrDefault(endpoint, List.of());
    return itsDoubts.isEmpty() && itsNames.isEmpty()
        ? LedgerContext.EMPTY
        : new LedgerContext(itsDoubts, itsNames);
  }

  /** There mostly are none, and whose they would be need not be asked. */
  private static boolean areThereDoubts(Handle handle) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM doubt d WHERE NOT EXISTS"
                + " (SELECT 1 FROM doubt_release r WHERE r.doubt_id = d.id))")
        .mapTo(Boolean.class)
        .one();
  }

  private static <T> Map<Long, List<T>> rows(
      Handle handle, String query, Collection<Long> endpoints, Row<T> row) {
    Map<Long, List<T>> rows = new HashMap<>();
    if (!endpoints.isEmpty()) {
      OneTimeQuery.each(
          handle,
          query.formatted(OneTimeQuery.list(endpoints)),
          found ->
              rows.computeIfAbsent(found.getLong("id"), id -> new ArrayList<>())
                  .add(row.of(found)));
    }
    return rows;
  }

  private static Doubt doubt(ResultSet row) throws SQLException {
    return new Doubt(
        Optional.ofNullable(row.getString("vantage")),
        new TimeSpan(row.getLong("from_ms"), row.getLong("to_ms")));
  }

  private static NameAttribution name(ResultSet row) throws SQLException {
    return new NameAttribution(
        row.getString("fqdn"),
        row.getString("pool"),
        NameAttribution.Kind.valueOf(row.getString("kind")),
        new TimeSpan(row.getLong("first_seen"), row.getLong("seen_to")),
        row.getInt("has_left") != 0);
  }
}
