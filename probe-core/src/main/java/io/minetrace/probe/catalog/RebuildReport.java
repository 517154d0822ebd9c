// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.snapshot.WindowChange;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What recomputing windows has found.
 *
 * @param endpoints looked at
 * @param behind those of them that had observations, doubts or names not folded yet
 * @param observations read
 * @param windows recomputed
 * @param differing windows that differ, the opened and the removed among them
 * @param kinds how many were opened, extended, closed, changed, removed; one may be several of them
 * @param damaged windows whose rows could not be read, or are incomplete
 * @param outdated windows stored by an older version of the rules, differing or not
 */
public record RebuildReport(
    long endpoints,
    long behind,
    long observations,
    long windows,
    long differing,
    Map<WindowChange.Kind, Long> kinds,
    long damaged,
    long outdated) {

  static final RebuildReport NONE = new RebuildReport(0, 0, 0, 0, 0, Map.of(), 0, 0);

  public RebuildReport {
    kinds = Map.copyOf(kinds);
  }

  /** How many windows became this. */
  public long count(WindowChange.Kind kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  static Map<WindowChange.Kind, Long> count(Collection<WindowChange> changes) {
    Map<WindowChange.Kind, Long> kinds = new EnumMap<>(WindowChange.Kind.class);
    changes.forEach(change -> change.kinds().forEach(kind -> kinds.merge(kind, 1L, Long::sum)));
    return kinds;
  }

  RebuildReport and(RebuildReport other) {
    Map<WindowChange.Kind, Long> both = new EnumMap<>(WindowChange.Kind.class);
    both.putAll(kinds);
    other.kinds.forEach((kind, count) -> both.merge(kind, count, Long::sum));
    return new RebuildReport(
        endpoints + other.endpoints,
        behind + other.behind,
        observations + other.observations,
        windows + other.windows,
        differing + other.differing,
        both,
        damaged + other.damaged,
        outdated + other.outdated);
  }
}
