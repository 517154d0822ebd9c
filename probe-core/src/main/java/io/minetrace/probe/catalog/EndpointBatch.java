// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Some endpoints of those that are looked at one after another, in order of their numbers.
 *
 * @param endpoints by number
 * @param behind how many of them have something that is not folded yet
 */
record EndpointBatch(SortedMap<Long, Endpoint> endpoints, long behind) {

  private static final int SIZE = 64;

  private static final String ENDPOINTS =
      """
      SELECT e.id, CAST(e.address AS CHAR) AS address, e.port, e.transport,
        e.unfolded_from IS NOT NULL AS behind
      FROM endpoint e
      WHERE e.id > :after
        AND (:address IS NULL OR (e.address = :address AND e.port = :port
          AND e.transport = :transport))
        AND (:pool IS NULL OR EXISTS (
          SELECT 1 FROM endpoint_name en JOIN name n ON n.id = en.name_id
          JOIN pool p ON p.id = n.pool_id WHERE en.endpoint_id = e.id AND p.name = :pool))
      ORDER BY e.id LIMIT :limit
      """;

  /**
   * The next endpoints in scope; none at the end. To be changed, they are locked.
   *
   * @param after the number of the last endpoint of the batch before; 0 for the first batch
   */
  static EndpointBatch next(Handle handle, RebuildScope scope, RebuildMode mode, long after) {
    List<Row> rows;
    try (Query query =
        handle.createQuery(ENDPOINTS + (mode == RebuildMode.APPLY ? " FOR UPDATE" : ""))) {
      rows =
          query
              .bind("after", after)
              .bind("limit", SIZE)
              .bind("pool", scope.pool().orElse(null))
              .bind(
                  "address", scope.endpoint().map(e -> SqlForms.address(e.address())).orElse(null))
              .bind("port", scope.endpoint().map(Endpoint::port).orElse(null))
              .bind(
                  "transport",
                  scope.endpoint().map(e -> e.transport().protocolIdentifier()).orElse(null))
              .map(
                  (row, context) ->
                      new Row(row.getLong("id"), SqlForms.endpoint(row), row.getBoolean("behind")))
              .list();
    }
    SortedMap<Long, Endpoint> endpoints = new TreeMap<>();
    rows.forEach(row -> endpoints.put(row.id, row.endpoint));
    return new EndpointBatch(endpoints, rows.stream().filter(Row::isBehind).count());
  }

  private record Row(long id, Endpoint endpoint, boolean isBehind) {}

  /** From when on all observations of endpoints are read. */
  static SortedMap<Long, Long> wholeHistories(Collection<Long> endpoints) {
    SortedMap<Long, Long> whole = new TreeMap<>();
    endpoints.forEach(id -> whole.put(id, Long.MIN_VALUE));
    return whole;
  }
}
