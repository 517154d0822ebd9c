// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.snapshot.WindowChange;
import io.minetrace.window.AvailabilityWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Folds the whole histories of endpoints once more and compares what comes of it with the windows
 * that are stored, some endpoints a transaction. What is applied of an endpoint is all of it.
 */
final class Rebuilding {

  private static final String WITHOUT_SEGMENTS =
      """
      SELECT w.endpoint_id, w.first_up FROM availability_window w FORCE INDEX (PRIMARY)
      WHERE w.endpoint_id IN (%s) AND NOT EXISTS (
        SELECT 1 FROM window_segment s
        WHERE s.endpoint_id = w.endpoint_id AND s.first_up = w.first_up)
      """;

  private final Handle handle;
  private final RebuildMode mode;
  private final SortedMap<Long, Endpoint> endpoints;
  private final List<WindowChange> found = new ArrayList<>();

  /** Endpoints of whose windows some cannot be read: all of them go. */
  private final TreeSet<Long> unreadable = new TreeSet<>();

  private long observations;
  private long windows;
  private long damaged;

  private Rebuilding(Handle handle, RebuildMode mode, SortedMap<Long, Endpoint> endpoints) {
    this.handle = handle;
    this.mode = mode;
    this.endpoints = endpoints;
  }

  /**
   * What came of some endpoints.
   *
   * @param last the greatest of their numbers, from which to go on; the one given if there was none
   */
  record Part(List<WindowChange> changes, RebuildReport report, long last) {

    boolean isEnd() {
      return report.endpoints() == 0;
    }
  }

  /** Recomputes the windows of the next endpoints in scope. */
  static Part next(Handle handle, RebuildScope scope, RebuildMode mode, long after) {
    EndpointBatch batch = EndpointBatch.next(handle, scope, mode, after);
    if (batch.endpoints().isEmpty()) {
      return new Part(List.of(), RebuildReport.NONE, after);
    }
    Rebuilding rebuilding = new Rebuilding(handle, mode, batch.endpoints());
    long outdated = rebuilding.outdated();
    rebuilding.compare();
    return new Part(
        rebuilding.found,
        new RebuildReport(
            rebuilding.endpoints.size(),
            batch.behind(),
            rebuilding.observations,
            rebuilding.windows,
            rebuilding.found.size(),
            RebuildReport.count(rebuilding.found),
            rebuilding.damaged,
            outdated),
        rebuilding.endpoints.lastKey());
  }

  private void compare() {
    FoldContexts contexts = FoldContexts.read(handle, endpoints.keySet());
    Map<Long, List<AvailabilityWindow>> rebuilt = new HashMap<>();
    ObservationTable.entriesSince(
        handle,
        EndpointBatch.wholeHistories(endpoints.keySet()),
        (id, entries) -> rebuilt.put(id, fold(id, entries, contexts.of(id))));
    Map<Long, List<AvailabilityWindow>> stored = stored();
    WindowTable.Changes changes = new WindowTable.Changes(handle);
    for (long id : endpoints.keySet()) {
      List<AvailabilityWindow> before = stored.getOrDefault(id, List.of());
      List<AvailabilityWindow> after = rebuilt.getOrDefault(id, List.of());
      found.addAll(WindowChange.between(before, after));
      changes.replace(id, before, after);
    }
    if (mode == RebuildMode.APPLY) {
      apply(changes);
    }
  }

  private List<AvailabilityWindow> fold(long id, List<LedgerEntry> entries, LedgerContext context) {
    List<AvailabilityWindow> folded = WindowLedger.fold(endpoints.get(id), entries, context);
    observations += entries.size();
    windows += folded.size();
    return folded;
  }

  /** The windows as they are; without those of endpoints that have damaged ones. */
  private Map<Long, List<AvailabilityWindow>> stored() {
    OneTimeQuery.each(
        handle,
        WITHOUT_SEGMENTS.formatted(OneTimeQuery.list(endpoints.keySet())),
        row -> {
          unreadable.add(row.getLong("endpoint_id"));
          damaged++;
        });
    Map<Long, List<AvailabilityWindow>> stored = new HashMap<>();
    endpoints.forEach(
        (id, endpoint) -> {
          try {
            stored.put(id, WindowTable.of(handle, endpoint, id));
          } catch (IllegalArgumentException e) {
            // Rows that make no window: what they are does not matter, they are derived.
            unreadable.add(id);
            damaged++;
          }
        });
    unreadable.forEach(stored::remove);
    return stored;
  }

  private void apply(WindowTable.Changes changes) {
    if (!unreadable.isEmpty()) {
      OneTimeQuery.update(handle, "DELETE FROM availability_window WHERE " + isOneOf(unreadable));
    }
    changes.execute();
    OneTimeQuery.update(
        handle,
        "UPDATE availability_window SET algorithm_version = "
            + WindowLedger.ALGORITHM_VERSION
            + " WHERE "
            + isOutdated());
    Folding.done(handle, endpoints.keySet());
  }

  private long outdated() {
    return handle
        .select("SELECT COUNT(*) FROM availability_window WHERE " + isOutdated())
        .mapTo(Long.class)
        .one();
  }

  private String isOutdated() {
    return isOneOf(endpoints.keySet())
        + " AND algorithm_version <> "
        + WindowLedger.ALGORITHM_VERSION;
  }

  private static String isOneOf(Collection<Long> ids) {
    return "endpoint_id IN (" + OneTimeQuery.list(ids) + ")";
  }
}
