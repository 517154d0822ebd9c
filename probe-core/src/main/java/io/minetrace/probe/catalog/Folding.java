// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ledger.Doubt;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.NameAttribution;
import io.minetrace.probe.ledger.RefoldPoint;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Brings the windows of endpoints up to date with what they rest on. */
final class Folding {

  private Folding() {}

  private record Unfolded(Endpoint endpoint, long from) {}

  /** Says that endpoints have observations that their windows do not know of. */
  static void mark(Handle handle, Identities identities, List<Observation> appended) {
    if (appended.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE endpoint SET unfolded_from = LEAST(COALESCE(unfolded_from, :from), :from)"
                + " WHERE id = :id");
    // In order of their numbers, as everywhere: two programs then never wait for each other.
    appended.stream()
        .collect(
            Collectors.toMap(
                observation -> identities.endpoint(observation.endpoint()),
                Observation::endedAt,
                Math::min,
                TreeMap::new))
        .forEach((id, from) -> batch.bind("id", id).bind("from", from).add());
    batch.execute();
  }

  /** At most so many endpoints whose windows are behind. */
  static List<Long> behind(Handle handle, int limit) {
    return handle
        .createQuery(
            "SELECT id FROM endpoint WHERE unfolded_from IS NOT NULL ORDER BY id LIMIT :limit")
        .bind("limit", limit)
        .mapTo(Long.class)
        .list();
  }

  /** Folds what is unfolded of some endpoints; they stay locked until the transaction ends. */
  static void fold(Handle handle, Collection<Long> endpointIds) {
    for (long id : new TreeSet<>(endpointIds)) {
      lock(handle, id).ifPresent(unfolded -> fold(handle, id, unfolded));
    }
  }

  private static Optional<Unfolded> lock(Handle handle, long endpointId) {
    return handle
        .createQuery(
            "SELECT CAST(address AS CHAR) AS address, port, transport, unfolded_from FROM endpoint"
                + " WHERE id = :id AND unfolded_from IS NOT NULL FOR UPDATE")
        .bind("id", endpointId)
        .map(
            (row, context) ->
                new Unfolded(
                    new Endpoint(
                        SqlForms.address(row.getString("address")),
                        row.getInt("port"),
                        TransportProtocol.of(row.getInt("transport")).orElseThrow()),
                    row.getLong("unfolded_from")))
        .findOne();
  }

  private static void fold(Handle handle, long id, Unfolded unfolded) {
    Endpoint endpoint = unfolded.endpoint();
    long since = WindowTable.lastSettledBefore(handle, id, unfolded.from());
    List<AvailabilityWindow> stored = WindowTable.since(handle, endpoint, id, since);
    RefoldPoint point = RefoldPoint.before(stored, unfolded.from());
    WindowLedger ledger = point.ledger(endpoint, context(handle, id, endpoint));
    try (Stream<Observation> history =
        ObservationTable.endedSince(handle, endpoint, id, point.from())) {
      history.map(LedgerEntry::of).sorted().forEach(ledger::add);
    }
    List<AvailabilityWindow> folded = new ArrayList<>(point.kept());
    folded.addAll(ledger.windows());
    WindowTable.replace(handle, id, stored, folded);
    handle
        .createUpdate("UPDATE endpoint SET unfolded_from = NULL WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  private static LedgerContext context(Handle handle, long id, Endpoint endpoint) {
    return new LedgerContext(doubts(handle, id, endpoint), names(handle, id, endpoint));
  }

  private static List<Doubt> doubts(Handle handle, long id, Endpoint endpoint) {
    return handle
        .createQuery(
            """
            SELECT v.name AS vantage, d.from_ms, COALESCE(d.to_ms, 9223372036854775807) AS to_ms
            FROM doubt d
            LEFT JOIN vantage v ON v.id = d.vantage_id
            WHERE NOT EXISTS (SELECT 1 FROM doubt_release r WHERE r.doubt_id = d.id)
              AND (d.address IS NULL OR d.address = :address)
              AND (d.port IS NULL OR d.port = :port)
              AND (d.pool_id IS NULL OR d.pool_id IN (
                SELECT n.pool_id FROM endpoint_name en JOIN name n ON n.id = en.name_id
                WHERE en.endpoint_id = :id))
            ORDER BY d.id
            """)
        .bind("id", id)
        .bind("address", SqlForms.address(endpoint.address()))
        .bind("port", endpoint.port())
        .map(
            (row, context) ->
                new Doubt(
                    Optional.ofNullable(row.getString("vantage")),
                    new TimeSpan(row.getLong("from_ms"), row.getLong("to_ms"))))
        .list();
  }

  private static List<NameAttribution> names(Handle handle, long id, Endpoint endpoint) {
    return handle
        .createQuery(
            """
            SELECT n.fqdn, COALESCE(p.name, '') AS pool, n.kind, w.first_seen,
              IF(w.left_at IS NULL, w.last_seen,
                GREATEST(w.last_seen, COALESCE(w.absent_since, 0) - 1)) AS seen_to,
              w.left_at IS NOT NULL AS has_left
            FROM name_window w
            JOIN name n ON n.id = w.name_id
            LEFT JOIN pool p ON p.id = n.pool_id
            WHERE w.address = :address
              AND (n.kind = 'FOREIGN' OR EXISTS (
                SELECT 1 FROM endpoint_name en WHERE en.endpoint_id = :id AND en.name_id = n.id))
            ORDER BY n.fqdn, w.first_seen, w.resolver
            """)
        .bind("id", id)
        .bind("address", SqlForms.address(endpoint.address()))
        .map(
            (row, context) ->
                new NameAttribution(
                    row.getString("fqdn"),
                    row.getString("pool"),
                    NameAttribution.Kind.valueOf(row.getString("kind")),
                    new TimeSpan(row.getLong("first_seen"), row.getLong("seen_to")),
                    row.getInt("has_left") != 0))
        .list();
  }
}
