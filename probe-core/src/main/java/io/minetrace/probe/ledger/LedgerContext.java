// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import java.util.List;

/**
 * What the fold of one endpoint knows besides its observations.
 *
 * @param doubts those in whose scope the endpoint is, without the released ones
 * @param names the host names that pointed to its address, those that have a service on its port
 *     and those that are no pool's
 */
public record LedgerContext(List<Doubt> doubts, List<NameAttribution> names) {

  public static final LedgerContext EMPTY = new LedgerContext(List.of(), List.of());

  public LedgerContext {
    doubts = List.copyOf(doubts);
    names = List.copyOf(names);
  }

  /** Whether an observation says anything of the endpoint. */
  public boolean believes(LedgerEntry entry) {
    return entry.verdict().isUsable() && !doubts(entry);
  }

  boolean doubts(LedgerEntry entry) {
    return doubts.stream().anyMatch(doubt -> doubt.covers(entry));
  }
}
