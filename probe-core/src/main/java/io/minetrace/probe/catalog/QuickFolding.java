// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ledger.Doubt;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.NameAttribution;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.probe.ledger.WindowStep;
import io.minetrace.window.AvailabilityWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Brings the windows of many endpoints up to date with observations that were just appended, with a
 * handful of queries for all of them. An endpoint of which more is to be done than {@link
 * WindowStep} or a short history can tell is left to {@link Folding}.
 */
final class QuickFolding {

  private final Handle handle;

  /** By number of the endpoint, in order of the numbers: rows are locked in that order. */
  private final TreeMap<Long, List<Observation>> appended = new TreeMap<>();

  private final WindowTable.Changes changes;

  private QuickFolding(Handle handle, Identities identities, List<Observation> observations) {
    this.handle = handle;
    this.changes = new WindowTable.Changes(handle);
    for (Observation observation : observations) {
      appended
          .computeIfAbsent(identities.endpoint(observation.endpoint()), id -> new ArrayList<>())
          .add(observation);
    }
  }

  /** Folds what was appended in this transaction; the endpoints stay locked until it ends. */
  static void fold(Handle handle, Identities identities, List<Observation> appended) {
    if (!appended.isEmpty()) {
      new QuickFolding(handle, identities, appended).fold();
    }
  }

  private void fold() {
    Set<Long> behind = lock();
    Map<Long, AvailabilityWindow> last = WindowTable.last(handle, endpoints(appended.keySet()));
    Map<Long, List<Doubt>> doubts = FoldContexts.doubts(handle, appended.keySet());
    Map<Long, List<NameAttribution>> names = FoldContexts.names(handle, appended.keySet());
    List<Long> withoutWindow = new ArrayList<>();
    List<Long> rest = new ArrayList<>();
    for (Map.Entry<Long, List<Observation>> entry : appended.entrySet()) {
      long id = entry.getKey();
      LedgerContext context = context(id, doubts, names);
      Optional<AvailabilityWindow> window = Optional.ofNullable(last.get(id));
      Optional<List<AvailabilityWindow>> step =
          behind.contains(id) ? Optional.empty() : step(window, entry.getValue(), context);
      if (step.isPresent()) {
        changes.replace(id, window.stream().toList(), step.get());
      } else if (window.isEmpty()) {
        withoutWindow.add(id);
      } else {
        rest.add(id);
      }
    }
    firstWindows(withoutWindow, doubts, names);
    changes.execute();
    Folding.done(handle, withoutWindow);
    Folding.mark(handle, earliest(rest));
    Folding.fold(handle, rest);
  }

  /** Locks the rows; those whose windows were behind already. */
  private Set<Long> lock() {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT IF(unfolded_from IS NULL, 0, id) FROM endpoint WHERE id IN (<ids>)"
                    + " ORDER BY id FOR UPDATE")
            .bindList("ids", List.copyOf(appended.keySet()))
            .mapTo(Long.class)
            .list());
  }

  private static Optional<List<AvailabilityWindow>> step(
      Optional<AvailabilityWindow> window, List<Observation> visits, LedgerContext context) {
    return visits.size() == 1 && ObservationTable.isKeptWhole(visits.get(0))
        ? WindowStep.after(window, LedgerEntry.of(visits.get(0)), context)
        : Optional.empty();
  }

  /** Endpoints that have no window yet have a short history, or one of failures. */
  private void firstWindows(
      List<Long> ids, Map<Long, List<Doubt>> doubts, Map<Long, List<NameAttribution>> names) {
    Map<Long, List<LedgerEntry>> histories = new HashMap<>();
    ObservationTable.histories(handle, endpoints(ids))
        .forEach(
            (id, observations) ->
                histories.put(id, observations.stream().map(LedgerEntry::of).toList()));
    for (long id : ids) {
      List<AvailabilityWindow> folded =
          WindowLedger.fold(
              endpoint(id), histories.getOrDefault(id, List.of()), context(id, doubts, names));
      changes.replace(id, List.of(), folded);
    }
  }

  private static LedgerContext context(
      long id, Map<Long, List<Doubt>> doubts, Map<Long, List<NameAttribution>> names) {
    return new LedgerContext(doubts.getOrDefault(id, List.of()), names.getOrDefault(id, List.of()));
  }

  private Endpoint endpoint(long id) {
    return appended.get(id).get(0).endpoint();
  }

  private Map<Long, Endpoint> endpoints(Collection<Long> ids) {
    Map<Long, Endpoint> endpoints = new HashMap<>();
    ids.forEach(id -> endpoints.put(id, endpoint(id)));
    return endpoints;
  }

  private SortedMap<Long, Long> earliest(List<Long> ids) {
    SortedMap<Long, Long> earliest = new TreeMap<>();
    for (long id : ids) {
      earliest.put(
          id, appended.get(id).stream().mapToLong(Observation::endedAt).min().orElseThrow());
    }
    return earliest;
  }
}
