// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.Observation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * What the rows of endpoints say, which are locked until the transaction ends. Whoever adds
 * observations of an endpoint locks its row before the transaction ends, so that what the row says
 * of the newest of them holds.
 */
final class LockedEndpoints {

  private static final String NEWEST =
      """
      UPDATE (SELECT 0 AS id, 0 AS started, '' AS answer UNION ALL VALUES %s) v
      STRAIGHT_JOIN endpoint e FORCE INDEX (PRIMARY) ON e.id = v.id
      SET e.last_started_at = v.started, e.last_answer = v.answer
      """;

  private final Map<Long, Long> unfolded = new HashMap<>();
  private final SortedMap<Long, Newest> newest = new TreeMap<>();

  private LockedEndpoints() {}

  /**
   * The newest observation of an endpoint.
   *
   * @param answer as {@link TranscriptTable} compares it; empty where it must be looked up
   */
  record Newest(long startedAt, Optional<String> answer) {}

  /** Locks rows in order of their numbers, as everywhere: nobody waits for each other then. */
  static LockedEndpoints lock(Handle handle, Collection<Long> ids) {
    LockedEndpoints locked = new LockedEndpoints();
    if (!ids.isEmpty()) {
      OneTimeQuery.each(
          handle,
          "SELECT id, unfolded_from, last_started_at, last_answer FROM endpoint"
              + " FORCE INDEX (PRIMARY) WHERE id IN ("
              + OneTimeQuery.list(ids)
              + ") ORDER BY id FOR UPDATE",
          row -> {
            long id = row.getLong("id");
            long from = row.getLong("unfolded_from");
            if (!row.wasNull()) {
              locked.unfolded.put(id, from);
            }
            long startedAt = row.getLong("last_started_at");
            if (!row.wasNull()) {
              locked.newest.put(
                  id, new Newest(startedAt, Optional.ofNullable(row.getString("last_answer"))));
            }
          });
    }
    return locked;
  }

  /** From when on the windows were behind before this transaction, by number of the endpoint. */
  Map<Long, Long> unfolded() {
    return unfolded;
  }

  /** The newest observation but those of this transaction; none if there is no other. */
  Optional<Newest> newest(long id) {
    return Optional.ofNullable(newest.get(id));
  }

  /** What is the newest of each endpoint after some observations more. */
  SortedMap<Long, Newest> after(Identities identities, List<Observation> appended) {
    SortedMap<Long, Newest> after = new TreeMap<>();
    for (Observation observation : appended) {
      long id = identities.endpoint(observation.endpoint());
      long before =
          Math.max(
              newest(id).map(Newest::startedAt).orElse(Long.MIN_VALUE),
              after.containsKey(id) ? after.get(id).startedAt() : Long.MIN_VALUE);
      if (observation.startedAt() > before) {
        after.put(id, new Newest(observation.startedAt(), Optional.empty()));
      }
    }
    return after;
  }

  /** Writes down which observations are the newest now, for endpoints in order of their numbers. */
  static void keep(Handle handle, SortedMap<Long, Newest> newest) {
    ManyRows rows = new ManyRows(3);
    newest.forEach((id, last) -> rows.add(id, last.startedAt(), last.answer().orElse(null)));
    rows.executeAll(handle, NEWEST);
  }
}
