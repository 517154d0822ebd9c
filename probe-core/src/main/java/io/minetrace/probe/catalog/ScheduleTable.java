// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.window.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What is due when. */
final class ScheduleTable {

  private static final int VISITED_COLUMNS = 8;

  private static final String VISITED =
      """
      UPDATE (SELECT 0 AS id, 0 AS next, 0 AS misses, 0 AS tls, '' AS protocol, 0 AS proven,
        0 AS started, '' AS answer UNION ALL VALUES %s) v
      STRAIGHT_JOIN endpoint e FORCE INDEX (PRIMARY) ON e.id = v.id
      SET e.next_due_at = v.next, e.misses = v.misses, e.ask_tls = v.tls,
        e.proven_protocol = IF(v.protocol <> '' AND (v.proven = 1 OR NOT EXISTS (
            SELECT 1 FROM availability_window w FORCE INDEX (PRIMARY)
            WHERE w.endpoint_id = v.id)),
          v.protocol, e.proven_protocol),
        e.last_answer = IF(v.started IS NULL, e.last_answer, v.answer),
        e.last_started_at = COALESCE(v.started, e.last_started_at)
      """;

  private ScheduleTable() {}

  /** Names to be resolved, longest due first. */
  static List<DueName> dueNames(Handle handle, long now, int limit) {
    return handle
        .createQuery(
            "SELECT fqdn, failures FROM name WHERE next_due_at <= :now AND retired_at IS NULL"
                + " AND kind = 'POOL' AND NOT EXISTS (SELECT 1 FROM pool p"
                + " WHERE p.id = name.pool_id AND p.retired_at IS NOT NULL)"
                + " ORDER BY next_due_at, id LIMIT :limit")
        .bind("now", now)
        .bind("limit", limit)
        .map((row, context) -> new DueName(row.getString("fqdn"), row.getInt("failures")))
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
                + " WHERE next_due_at > :now + 2 * :interval AND misses < 2"
                + " AND EXISTS (SELECT 1 FROM name_window w"
                + " WHERE w.address = endpoint.address AND w.left_at IS NULL)")
        .bind("now", now)
        .bind("interval", visitMillis)
        .execute();
    handle
        .createUpdate(
            "UPDATE name SET next_due_at = :now + FLOOR(RAND(id) * :interval)"
                + " WHERE next_due_at > :now + 2 * :interval AND failures = 0 AND kind = 'POOL'")
        .bind("now", now)
        .bind("interval", resolveMillis)
        .execute();
  }

  /**
   * Notes when endpoints are due next, and which protocol to ask for then: the one proven, else the
   * one that an answer pointed to. And which observations are the endpoints' newest.
   *
   * @param newest of endpoints among those visited
   */
  static void visited(
      Handle handle,
      Identities identities,
      List<PlannedVisit> visits,
      Map<Long, LockedEndpoints.Newest> newest) {
    SortedMap<Long, Deque<PlannedVisit>> rest = new TreeMap<>();
    for (PlannedVisit visit : visits) {
      rest.computeIfAbsent(
              identities.endpoint(visit.observation().endpoint()), id -> new ArrayDeque<>(1))
          .add(visit);
    }
    // Two of an endpoint are rare; the later one is noted after the earlier one.
    while (!rest.isEmpty()) {
      ManyRows rows = new ManyRows(VISITED_COLUMNS);
      rest.forEach(
          (id, ofEndpoint) ->
              add(rows, id, ofEndpoint.remove(), Optional.ofNullable(newest.get(id))));
      rows.executeAll(handle, VISITED);
      rest.values().removeIf(Deque::isEmpty);
    }
  }

  private static void add(
      ManyRows rows, long id, PlannedVisit visit, Optional<LockedEndpoints.Newest> newest) {
    rows.add(
        id,
        SqlForms.nullable(visit.nextDueAt()),
        visit.misses(),
        visit.askTls().map(tls -> tls ? 1 : 0).orElse(null),
        visit.observation().protocols().stream().findFirst().orElse(""),
        visit.observation().verdict() == Verdict.UP ? 1 : 0,
        newest.map(LockedEndpoints.Newest::startedAt).orElse(null),
        newest.flatMap(LockedEndpoints.Newest::answer).orElse(null));
  }
}
