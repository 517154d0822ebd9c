// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The observations of an endpoint that say anything, as sweeps: what lies within ten minutes of the
 * first of them is held out together or not at all.
 */
final class SweptHistory {

  private final Endpoint endpoint;
  private final List<Sweep> sweeps = new ArrayList<>();
  private final long observations;

  /**
   * @param history in any order
   */
  SweptHistory(Endpoint endpoint, Collection<LedgerEntry> history, LedgerContext context) {
    this.endpoint = endpoint;
    List<LedgerEntry> believed = history.stream().filter(context::believes).sorted().toList();
    this.observations = believed.size();
    int from = 0;
    for (int to = 1; to <= believed.size(); to++) {
      if (to == believed.size()
          || believed.get(to).time() - believed.get(from).time()
              >= WindowLedger.SAME_SWEEP_MILLIS) {
        sweeps.add(new Sweep(believed.subList(from, to)));
        from = to;
      }
    }
  }

  /**
   * @param entries in order of time, at least one
   */
  record Sweep(List<LedgerEntry> entries) {

    /** The one that counts: an UP if there is one. */
    LedgerEntry telling() {
      for (LedgerEntry entry : entries) {
        if (entry.verdict() == Verdict.UP) {
          return entry;
        }
      }
      return entries.get(0);
    }

    boolean isUp() {
      return telling().verdict() == Verdict.UP;
    }

    long time() {
      return telling().time();
    }
  }

  Endpoint endpoint() {
    return endpoint;
  }

  List<Sweep> sweeps() {
    return sweeps;
  }

  long observations() {
    return observations;
  }
}
