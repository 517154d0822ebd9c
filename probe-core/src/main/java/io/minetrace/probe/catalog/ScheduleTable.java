// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.window.Verdict;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is due when. */
final class ScheduleTable {

  private ScheduleTable() {}

  /** Names to be resolved, longest due first. */
  static List<DueName> dueNames(Handle handle, long now, int limit) {
    return handle
        .createQuery(
            "SELECT fqdn, failures FROM name WHERE next_due_at <= :now AND retired_at IS NULL"
                + " AND kind = 'POOL' ORDER BY next_due_at, id LIMIT :limit")
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
                + " WHERE next_due_at > :now + 2 * :interval AND failures = 0")
        .bind("now", now)
        .bind("interval", resolveMillis)
        .execute();
  }

  /**
   * Notes when endpoints are due next, and which protocol to ask for then: the one proven, else the
   * one that an answer pointed to.
   */
  static void visited(Handle handle, Identities identities, List<PlannedVisit> visits) {
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE endpoint SET next_due_at = :next, misses = :misses, ask_tls = :tls,"
                + " proven_protocol ="
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
                    .bind("misses", visit.misses())
                    .bind("tls", visit.askTls().map(tls -> tls ? 1 : 0).orElse(null))
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
