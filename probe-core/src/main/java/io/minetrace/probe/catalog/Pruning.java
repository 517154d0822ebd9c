// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.window.Verdict;
import io.minetrace.window.VisitTimes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Packs old observations of endpoints, or says what would be packed. */
final class Pruning {

  private static final int ROWS_AT_A_TIME = 10_000;

  private static final String DELETE =
      """
      DELETE o FROM (SELECT 0 AS id, 0 AS started, 0 AS vantage UNION ALL VALUES %s) v
      STRAIGHT_JOIN observation o FORCE INDEX (PRIMARY)
        ON o.endpoint_id = v.id AND o.started_at = v.started AND o.vantage_id = v.vantage
      """;

  private final Handle handle;
  private final long before;

  private Pruning(Handle handle, long before) {
    this.handle = handle;
    this.before = before;
  }

  /**
   * What would leave of some endpoints.
   *
   * @param byEndpoint of those of which something would
   * @param report of all of them
   * @param last the greatest of their numbers, from which to go on; the one given if there was none
   */
  record Part(SortedMap<Long, PruneReport> byEndpoint, PruneReport report, long last) {}

  /** Looks at the next endpoints. */
  static Part next(Handle handle, long before, long after) {
    SortedMap<Long, ?> endpoints =
        EndpointBatch.next(handle, RebuildScope.EVERYTHING, RebuildMode.COMPARE, after).endpoints();
    SortedMap<Long, PruneReport> byEndpoint = new TreeMap<>();
    PruneReport[] all = {PruneReport.NOTHING};
    if (!endpoints.isEmpty()) {
      new Pruning(handle, before)
          .each(
              endpoints.keySet(),
              (id, packing) -> {
                PruneReport report = packing.report();
                all[0] = all[0].and(report);
                if (report.rows() > 0) {
                  byEndpoint.put(id, report);
                }
              });
    }
    return new Part(byEndpoint, all[0], endpoints.isEmpty() ? after : endpoints.lastKey());
  }

  /**
   * Packs what leaves of an endpoint, whose windows nobody changes meanwhile.
   *
   * @return nothing if the windows are not up to date
   */
  static PruneReport apply(Handle handle, long endpointId, long before) {
    boolean isFolded =
        handle
            .createQuery("SELECT unfolded_from IS NULL FROM endpoint WHERE id = :id FOR UPDATE")
            .bind("id", endpointId)
            .mapTo(Boolean.class)
            .one();
    PruneReport[] report = {PruneReport.NOTHING};
    if (isFolded) {
      Pruning pruning = new Pruning(handle, before);
      List<Packing> packings = new ArrayList<>();
      pruning.each(List.of(endpointId), (id, packing) -> packings.add(packing));
      for (Packing packing : packings) {
        pruning.pack(endpointId, packing);
        report[0] = packing.report();
      }
    }
    return report[0];
  }

  private void pack(long endpointId, Packing packing) {
    Set<Row> packed = packed(endpointId);
    ManyRows runs = RunTable.rows();
    for (VisitRun run : packing.runs(visit -> packed.contains(Row.of(visit)))) {
      RunTable.add(runs, endpointId, run);
    }
    RunTable.insert(handle, runs);
    ManyRows gone = new ManyRows(3);
    for (StoredVisit visit : packing.leaving()) {
      gone.add(endpointId, visit.startedAt(), visit.found().vantageId());
    }
    gone.executeAll(handle, DELETE);
  }

  private interface Reader {
    void read(long endpointId, Packing packing);
  }

  private record Row(long startedAt, long vantageId) {

    static Row of(StoredVisit visit) {
      return new Row(visit.startedAt(), visit.found().vantageId());
    }
  }

  /** What two programs stored while a third one packed may be there twice. */
  private Set<Row> packed(long endpointId) {
    Set<Row> packed = new HashSet<>();
    RunTable.each(
        handle,
        List.of(endpointId),
        Long.MIN_VALUE,
        (id, found, times) ->
            VisitTimes.read(
                times, (startedAt, endedAt) -> packed.add(new Row(startedAt, found.vantageId()))));
    return packed;
  }

  /** Decides about endpoints one after another; the rows of one are in memory. */
  private void each(Collection<Long> ids, Reader reader) {
    Map<Long, Set<Long>> edges = edges(ids);
    Map<Long, Set<Row>> transcripts = transcripts(ids);
    SortedMap<Long, List<StoredVisit>> current = new TreeMap<>();
    OneTimeQuery.eachOfMany(
        handle,
        "SELECT endpoint_id, started_at, ended_at, vantage_id, confirms, interval_ms, verdict,"
            + " channel, evidence, protocols, software, coins_declared, coins_found, coin_rule,"
            + " coin_confidence, source FROM observation FORCE INDEX (PRIMARY) WHERE endpoint_id"
            + " IN ("
            + OneTimeQuery.list(ids)
            + ") AND started_at < "
            + before
            + " ORDER BY endpoint_id",
        ROWS_AT_A_TIME,
        row -> {
          long id = row.getLong("endpoint_id");
          if (!current.isEmpty() && current.firstKey() != id) {
            decide(current, edges, reader);
          }
          Row key = new Row(row.getLong("started_at"), row.getLong("vantage_id"));
          current
              .computeIfAbsent(id, first -> new ArrayList<>())
              .add(
                  new StoredVisit(
                      key.startedAt(),
                      row.getLong("ended_at"),
                      row.getInt("confirms") != 0,
                      row.getString("verdict").equals(Verdict.UP.name()),
                      transcripts.getOrDefault(id, Set.of()).contains(key),
                      RunTable.Found.of(row)));
        });
    decide(current, edges, reader);
  }

  private static void decide(
      SortedMap<Long, List<StoredVisit>> current, Map<Long, Set<Long>> edges, Reader reader) {
    current.forEach(
        (id, visits) -> reader.read(id, Packing.of(visits, edges.getOrDefault(id, Set.of()))));
    current.clear();
  }

  private Map<Long, Set<Long>> edges(Collection<Long> ids) {
    Map<Long, Set<Long>> edges = new HashMap<>();
    OneTimeQuery.each(
        handle,
        "SELECT endpoint_id, first_up, last_up, bridged FROM availability_window FORCE INDEX (PRIMARY)"
            + " WHERE endpoint_id IN ("
            + OneTimeQuery.list(ids)
            + ")",
        row -> {
          Set<Long> ofEndpoint = edges.computeIfAbsent(row.getLong(1), id -> new HashSet<>());
          ofEndpoint.add(row.getLong(2));
          ofEndpoint.add(row.getLong(3));
          SqlForms.spans(row.getString(4))
              .forEach(hole -> ofEndpoint.addAll(List.of(hole.from(), hole.to())));
        });
    return edges;
  }

  private Map<Long, Set<Row>> transcripts(Collection<Long> ids) {
    Map<Long, Set<Row>> transcripts = new HashMap<>();
    OneTimeQuery.each(
        handle,
        "SELECT endpoint_id, started_at, vantage_id FROM transcript FORCE INDEX (PRIMARY)"
            + " WHERE endpoint_id IN ("
            + OneTimeQuery.list(ids)
            + ") AND started_at < "
            + before,
        row ->
            transcripts
                .computeIfAbsent(row.getLong(1), id -> new HashSet<>())
                .add(new Row(row.getLong(2), row.getLong(3))));
    return transcripts;
  }
}
