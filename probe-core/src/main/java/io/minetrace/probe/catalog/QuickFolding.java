// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.probe.ledger.WindowStep;
import io.minetrace.window.AvailabilityWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Brings the windows of many endpoints up to date with observations that were just appended, with a
 * handful of queries for all of them: at once where {@link WindowStep} can tell by the last window,
 * with what was observed since that window where it needs this, and else as {@link Folding} does.
 */
final class QuickFolding {

  private final Handle handle;

  /** By number of the endpoint, in order of the numbers: rows are locked in that order. */
  private final TreeMap<Long, List<Observation>> appended = new TreeMap<>();

  private final Map<Long, Endpoint> endpoints = new HashMap<>();
  private final LockedEndpoints locked;
  private final WindowTable.Changes changes;

  private QuickFolding(
      Handle handle,
      Identities identities,
      List<Observation> observations,
      LockedEndpoints locked) {
    this.handle = handle;
    this.locked = locked;
    this.changes = new WindowTable.Changes(handle);
    for (Observation observation : observations) {
      long id = identities.endpoint(observation.endpoint());
      appended.computeIfAbsent(id, key -> new ArrayList<>(1)).add(observation);
      endpoints.put(id, observation.endpoint());
    }
  }

  /**
   * Folds what was appended in this transaction.
   *
   * @param locked the endpoints
   * @return what was made of their windows
   */
  static WindowTable.Changes fold(
      Handle handle, Identities identities, List<Observation> appended, LockedEndpoints locked) {
    QuickFolding folding = new QuickFolding(handle, identities, appended, locked);
    if (!appended.isEmpty()) {
      folding.fold();
    }
    return folding.changes;
  }

  private void fold() {
    Map<Long, Long> behind = locked.unfolded();
    FoldContexts contexts = FoldContexts.read(handle, appended.keySet());
    Map<Long, AvailabilityWindow> last = WindowTable.last(handle, endpoints);
    SortedMap<Long, Long> ended = new TreeMap<>();
    SortedMap<Long, Folding.Unfolded> rest = new TreeMap<>();
    appended.forEach(
        (id, visits) -> {
          Optional<AvailabilityWindow> window = Optional.ofNullable(last.get(id));
          boolean isFirst = locked.newest(id).isEmpty() && window.isEmpty();
          if ((behind.containsKey(id) && !isFirst)
              || !visits.stream().allMatch(ObservationTable::isKeptWhole)) {
            rest.put(id, unfolded(id, behind));
            return;
          }
          List<LedgerEntry> entries = visits.stream().map(LedgerEntry::of).toList();
          if (isFirst) {
            // Never observed before: this is all there is.
            changes.replace(
                id, List.of(), WindowLedger.fold(endpoints.get(id), entries, contexts.of(id)));
          } else if (window.isPresent() && !WindowStep.needsNoOthers(window.get(), entries)) {
            ended.put(id, window.get().up().to());
          } else if (!step(id, window, entries, contexts)) {
            rest.put(id, unfolded(id, behind));
          }
        });
    ObservationTable.entriesSince(
        handle,
        ended,
        (id, entries) -> {
          AvailabilityWindow window = last.get(id);
          List<LedgerEntry> after =
              entries.stream().filter(entry -> entry.time() > window.up().to()).toList();
          boolean late =
              appended.get(id).stream().anyMatch(visit -> visit.endedAt() <= window.up().to());
          if (late || !step(id, Optional.of(window), after, contexts)) {
            rest.put(id, unfolded(id, behind));
          }
        });
    if (!rest.isEmpty()) {
      Folding.fold(handle, rest, contexts, changes);
    }
    changes.execute();
    Folding.done(handle, new HashSet<>(behind.keySet()));
  }

  private boolean step(
      long id,
      Optional<AvailabilityWindow> window,
      List<LedgerEntry> entries,
      FoldContexts contexts) {
    Optional<List<AvailabilityWindow>> after = WindowStep.after(window, entries, contexts.of(id));
    after.ifPresent(windows -> changes.replace(id, window.stream().toList(), windows));
    return after.isPresent();
  }

  private Folding.Unfolded unfolded(long id, Map<Long, Long> behind) {
    long earliest =
        appended.get(id).stream().mapToLong(Observation::endedAt).min().orElse(Long.MAX_VALUE);
    return new Folding.Unfolded(
        endpoints.get(id), Math.min(earliest, behind.getOrDefault(id, earliest)));
  }
}
