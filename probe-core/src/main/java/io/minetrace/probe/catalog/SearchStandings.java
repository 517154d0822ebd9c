// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.match.Placement;
import io.minetrace.match.Scores;
import io.minetrace.net.Endpoint;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.ServiceState;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** How endpoints stood at an instant, as the matcher would say of a flow then. */
final class SearchStandings {

  /** Two failures further apart than this do not speak for the time between them. */
  private static final double INTERVALS = 2.5;

  /** Nobody is visited more seldom, who is visited at all. */
  private static final long REACH = 30 * 86_400_000L;

  /** Below it a flow does not match. */
  private static final int LEAST_SCORE = 10;

  private static final int COMPARED = 8;

  /** What the service is does not matter here. */
  private static final ServiceState SERVICE =
      new ServiceState(List.of(), CoinBasis.DECLARED, List.of(), Channel.PLAIN, "");

  private SearchStandings() {}

  static Map<Long, SearchStanding> at(Handle handle, Map<Long, Endpoint> endpoints, long instant) {
    Map<Long, SearchStanding> standings = new HashMap<>();
    if (endpoints.isEmpty()) {
      return standings;
    }
    Scores scores = Scores.calibrated(calibration(handle));
    Map<Long, List<AvailabilityWindow>> windows = WindowTable.around(handle, endpoints, instant);
    TreeSet<Long> unplaced = new TreeSet<>();
    for (Long id : endpoints.keySet()) {
      Optional<Placement> placement =
          Placement.of(windows.getOrDefault(id, List.of()), new TimeSpan(instant, instant), scores)
              .filter(found -> found.score() >= LEAST_SCORE);
      standings.put(id, new SearchStanding(placement, false));
      if (placement.isEmpty()) {
        unplaced.add(id);
      }
    }
    refuted(handle, unplaced, instant)
        .forEach(id -> standings.put(id, new SearchStanding(Optional.empty(), true)));
    return standings;
  }

  private static List<CalibrationCell> calibration(Handle handle) {
    return handle
        .createQuery("SELECT situation, bucket, held_out, up_share FROM calibration")
        .map(
            (row, context) ->
                new CalibrationCell(
                    row.getString(1), row.getInt(2), row.getLong(3), row.getDouble(4)))
        .list();
  }

  /** Those that were found not to be UP before and after, at most 2.5 intervals apart. */
  private static Set<Long> refuted(Handle handle, Set<Long> endpoints, long instant) {
    TreeSet<Long> refuted = new TreeSet<>();
    if (endpoints.isEmpty()) {
      return refuted;
    }
    FoldContexts contexts = FoldContexts.read(handle, endpoints);
    Map<Long, LedgerEntry> before = new HashMap<>();
    Map<Long, LedgerEntry> after = new HashMap<>();
    OneTimeQuery.each(
        handle,
        endpoints.stream()
            .map(id -> around(id, instant))
            .collect(Collectors.joining(" UNION ALL ")),
        row -> {
          long id = row.getLong("endpoint_id");
          LedgerEntry entry = entry(row);
          if (contexts.of(id).believes(entry)) {
            if (entry.time() <= instant) {
              before.merge(id, entry, (a, b) -> a.time() < b.time() ? b : a);
            } else {
              after.merge(id, entry, (a, b) -> b.time() < a.time() ? b : a);
            }
          }
        });
    for (Long id : endpoints) {
      LedgerEntry last = before.get(id);
      LedgerEntry next = after.get(id);
      if (last != null
          && next != null
          && last.verdict() != Verdict.UP
          && next.verdict() != Verdict.UP
          && next.time() - last.time() <= INTERVALS * last.intervalMillis()) {
        refuted.add(id);
      }
    }
    return refuted;
  }

  /** Some observations before an instant and some after: the nearest may not be believed. */
  private static String around(long endpoint, long instant) {
    String query =
        "(SELECT o.endpoint_id, v.name, o.ended_at, o.verdict, o.evidence, o.interval_ms"
            + " FROM observation o FORCE INDEX (PRIMARY) JOIN vantage v ON v.id = o.vantage_id"
            + " WHERE o.endpoint_id = %d AND o.started_at BETWEEN %d AND %d"
            + " AND o.verdict <> 'UNKNOWN' ORDER BY o.started_at %s LIMIT "
            + COMPARED
            + ")";
    return query.formatted(endpoint, instant - REACH, instant, "DESC")
        + " UNION ALL "
        + query.formatted(endpoint, instant - Catalog.LONGEST_VISIT_MILLIS, instant + REACH, "ASC");
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        row.getLong("ended_at"),
        row.getString("name"),
        Verdict.valueOf(row.getString("verdict")),
        Evidence.valueOf(row.getString("evidence")),
        row.getLong("interval_ms"),
        false,
        SERVICE);
  }
}
