// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import java.util.List;

/** Takes histories, one endpoint after another. */
@FunctionalInterface
public interface HistoryReader {

  /**
   * Takes all observations of an endpoint.
   *
   * @param history at least one, in no order
   * @param context what the fold knows besides
   */
  void read(Endpoint endpoint, List<LedgerEntry> history, LedgerContext context);
}
