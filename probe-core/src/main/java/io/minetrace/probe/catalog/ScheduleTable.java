// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is due when. */
final class ScheduleTable {

  private static final String DUE_ENDPOINTS =
      """
      SELECT CAST(e.address AS CHAR) AS address, e.port, e.proven_protocol,
        COALESCE(
          (SELECT MIN(n.fqdn) FROM endpoint_name en JOIN name n ON n.id = en.name_id
            JOIN name_window w ON w.name_id = n.id AND w.address = e.address
            WHERE en.endpoint_id = e.id AND w.left_at IS NULL),
          (SELECT MIN(n.fqdn) FROM endpoint_name en JOIN name n ON n.id = en.name_id
            WHERE en.endpoint_id = e.id)) AS fqdn,
        (SELECT GROUP_CONCAT(DISTINCT s.protocol ORDER BY s.protocol SEPARATOR '|')
          FROM endpoint_name en JOIN name_service s ON s.name_id = en.name_id AND s.port = e.port
          WHERE en.endpoint_id = e.id AND s.retired_at IS NULL) AS protocols,
        (SELECT GROUP_CONCAT(DISTINCT s.coin ORDER BY s.coin SEPARATOR '|')
          FROM endpoint_name en JOIN name_service s ON s.name_id = en.name_id AND s.port = e.port
          WHERE en.endpoint_id = e.id AND s.coin <> '' AND s.retired_at IS NULL) AS coins,
        (SELECT w.not_after IS NULL FROM availability_window w WHERE w.endpoint_id = e.id
          ORDER BY w.first_up DESC LIMIT 1) AS up,
        (SELECT IF(COUNT(*) = COUNT(w.left_at), MAX(w.left_at), NULL)
          FROM endpoint_name en
          JOIN name_window w ON w.name_id = en.name_id AND w.address = e.address
          WHERE en.endpoint_id = e.id) AS left_at
      FROM endpoint e
      WHERE e.next_due_at <= :now AND e.transport = 6
      ORDER BY e.next_due_at, e.id
      LIMIT :limit
      """;

  private ScheduleTable() {}

  /** Names to be resolved, longest due first. */
  static List<String> dueNames(Handle handle, long now, int limit) {
    return handle
        .createQuery(
            "SELECT fqdn FROM name WHERE next_due_at <= :now AND retired_at IS NULL"
                + " AND kind = 'POOL' ORDER BY next_due_at, id LIMIT :limit")
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** Endpoints to be visited, longest due first. */
  static List<DueEndpoint> dueEndpoints(Handle handle, long now, int limit) {
    return handle
        .createQuery(DUE_ENDPOINTS)
        .bind("now", now)
        .bind("limit", limit)
        .map((row, context) -> dueEndpoint(row))
        .list();
  }

  /**
   * Brings forward what an earlier, slower schedule put off for longer than an interval of now;
   * spread over the interval, for they would else all be due at once.
   */
  static void hasten(Handle handle, long now, long visitMillis, long resolveMillis) {
    handle
        .createUpdate(
            "UPDATE endpoint SET next_due_at = :now + FLOOR(RAND(id) * :interval)"
                + " WHERE next_due_at > :now + 2 * :interval"
                + " AND EXISTS (SELECT 1 FROM name_window w"
                + " WHERE w.address = endpoint.address AND w.left_at IS NULL)")
        .bind("now", now)
        .bind("interval", visitMillis)
        .execute();
    handle
        .createUpdate(
            "UPDATE name SET next_due_at = :now + FLOOR(RAND(id) * :interval)"
                + " WHERE next_due_at > :now + 2 * :interval")
        .bind("now", now)
        .bind("interval", resolveMillis)
        .execute();
  }

  private static DueEndpoint dueEndpoint(ResultSet row) throws SQLException {
    long leftAt = row.getLong("left_at");
    OptionalLong left = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(leftAt);
    return new DueEndpoint(
        new Endpoint(
            SqlForms.address(row.getString("address")), row.getInt("port"), TransportProtocol.TCP),
        Optional.ofNullable(row.getString("fqdn")),
        row.getString("proven_protocol"),
        set(row.getString("protocols")),
        set(row.getString("coins")),
        row.getInt("up") == 1,
        left);
  }

  private static List<String> set(String column) {
    return column == null ? List.of() : SqlForms.set(column);
  }

  /**
   * Notes when endpoints are due next, and which protocol to ask for then: the one proven, else the
   * one that an answer pointed to.
   */
  static void visited(Handle handle, Identities identities, List<PlannedVisit> visits) {
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE endpoint SET next_due_at = :next, proven_protocol ="
                + " IF(:protocol <> '' AND (:proven OR NOT EXISTS (SELECT 1 FROM"
                + " availability_window w WHERE w.endpoint_id = :id)), :protocol, proven_protocol)"
                + " WHERE id = :id");
    visits.stream()
        .sorted(Comparator.comparingLong(visit -> id(identities, visit)))
        .forEach(
            visit ->
                batch
                    .bind("id", id(identities, visit))
                    .bind("next", SqlForms.nullable(visit.nextDueAt()))
                    .bind(
                        "protocol", visit.observation().protocols().stream().findFirst().orElse(""))
                    .bind("proven", visit.observation().verdict() == Verdict.UP ? 1 : 0)
                    .add());
    batch.execute();
  }

  private static long id(Identities identities, PlannedVisit visit) {
    return identities.endpoint(visit.observation().endpoint());
  }
}
