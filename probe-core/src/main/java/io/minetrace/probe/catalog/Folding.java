// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ledger.RefoldPoint;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Brings the windows of endpoints up to date with what they rest on. */
final class Folding {

  private static final String MARK =
      """
      UPDATE (SELECT 0 AS id, 0 AS since, 0 AS started UNION ALL VALUES %s) v
      STRAIGHT_JOIN endpoint e FORCE INDEX (PRIMARY) ON e.id = v.id
      SET e.unfolded_from = LEAST(COALESCE(e.unfolded_from, v.since), v.since),
        e.last_answer = IF(v.started < e.last_started_at, e.last_answer, NULL),
        e.last_started_at = GREATEST(COALESCE(e.last_started_at, v.started), v.started)
      """;

  private Folding() {}

  /**
   * An endpoint whose windows are behind.
   *
   * @param from the time of the earliest observation, or change of a name or a doubt, that they do
   *     not know of
   */
  record Unfolded(Endpoint endpoint, long from) {}

  /**
   * Says that endpoints have observations that their windows do not know of. In order of the
   * endpoints' numbers, as everywhere: two programs then never wait for each other.
   */
  static void mark(Handle handle, Identities identities, List<Observation> appended) {
    SortedMap<Long, Added> added = new TreeMap<>();
    for (Observation observation : appended) {
      added.merge(
          identities.endpoint(observation.endpoint()),
          new Added(observation.endedAt(), observation.startedAt()),
          Added::and);
    }
    ManyRows rows = new ManyRows(3);
    added.forEach((id, what) -> rows.add(id, what.firstEnded(), what.lastStarted()));
    rows.executeAll(handle, MARK);
  }

  private record Added(long firstEnded, long lastStarted) {

    Added and(Added other) {
      return new Added(
          Math.min(firstEnded, other.firstEnded), Math.max(lastStarted, other.lastStarted));
    }
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
    if (endpointIds.isEmpty()) {
      return;
    }
    SortedMap<Long, Unfolded> unfolded = new TreeMap<>();
    OneTimeQuery.each(
        handle,
        "SELECT id, CAST(address AS CHAR) AS address, port, transport, unfolded_from FROM endpoint"
            + " FORCE INDEX (PRIMARY) WHERE id IN ("
            + OneTimeQuery.list(endpointIds)
            + ") AND unfolded_from IS NOT NULL ORDER BY id FOR UPDATE",
        row ->
            unfolded.put(
                row.getLong("id"),
                new Unfolded(SqlForms.endpoint(row), row.getLong("unfolded_from"))));
    WindowTable.Changes changes = new WindowTable.Changes(handle);
    fold(handle, unfolded, FoldContexts.read(handle, unfolded.keySet()), changes);
    changes.execute();
    done(handle, unfolded.keySet());
  }

  /**
   * Folds endpoints that are locked.
   *
   * @param changes takes what is to be changed of their windows
   */
  static void fold(
      Handle handle,
      SortedMap<Long, Unfolded> unfolded,
      FoldContexts contexts,
      WindowTable.Changes changes) {
    Map<Long, Endpoint> endpoints = new HashMap<>();
    Map<Long, Long> instants = new HashMap<>();
    unfolded.forEach(
        (id, what) -> {
          endpoints.put(id, what.endpoint());
          instants.put(id, what.from());
        });
    Map<Long, List<AvailabilityWindow>> stored =
        WindowTable.changedSince(handle, endpoints, instants);
    Map<Long, RefoldPoint> points = new HashMap<>();
    SortedMap<Long, Long> observed = new TreeMap<>();
    instants.forEach(
        (id, from) -> {
          RefoldPoint point = RefoldPoint.before(stored.getOrDefault(id, List.of()), from);
          points.put(id, point);
          observed.put(id, point.from());
        });
    ObservationTable.entriesSince(
        handle,
        observed,
        (id, entries) -> {
          RefoldPoint point = points.remove(id);
          WindowLedger ledger = point.ledger(endpoints.get(id), contexts.of(id));
          entries.stream().sorted().forEach(ledger::add);
          List<AvailabilityWindow> folded = new ArrayList<>(point.kept());
          folded.addAll(ledger.windows());
          changes.replace(id, stored.getOrDefault(id, List.of()), folded);
        });
    // Of the others nothing was observed, or nothing any more.
    points.forEach(
        (id, point) -> changes.replace(id, stored.getOrDefault(id, List.of()), point.kept()));
  }

  /** Says that the windows of endpoints are up to date. */
  static void done(Handle handle, Collection<Long> folded) {
    if (!folded.isEmpty()) {
      OneTimeQuery.update(
          handle,
          "UPDATE endpoint FORCE INDEX (PRIMARY) SET unfolded_from = NULL WHERE id IN ("
              + OneTimeQuery.list(folded)
              + ") AND unfolded_from IS NOT NULL");
    }
  }
}
