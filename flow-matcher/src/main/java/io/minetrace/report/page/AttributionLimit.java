// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.MatchCounts;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultTotals;
import java.util.ArrayList;
import java.util.List;

/** How far it is known whose service it was, and which coin; nothing if no record is in doubt. */
final class AttributionLimit implements Limit {

  private final MatchCounts counts;
  private final String whose;

  AttributionLimit(ResultTotals totals) {
    this.counts = totals.counts();
    this.whose = WhoseHosts.ofAllClients(totals.outside());
  }

  @Override
  public void addTo(Definitions box) {
    List<String> sentences = new ArrayList<>();
    if (counts.of("SHARED_ADDRESS") > 0) {
      sentences.add(
          Quantity.count(counts.of("SHARED_ADDRESS"), "matched record")
              + " went to an address or port that other services may share (web ports, other"
              + " names); the score does not count that.");
    }
    if (counts.of("NODE") > 0) {
      sentences.add(
          Quantity.count(counts.of("NODE"), "matched record")
              + " went to nodes that hand out work to whoever asks, not to a pool's server.");
    }
    if (counts.of("STALE_NAME") > 0) {
      sentences.add(
          Quantity.count(counts.of("STALE_NAME"), "matched record")
              + " went to addresses that the pool's name had left.");
    }
    if (counts.of("VANTAGE_SUSPECT") > 0) {
      sentences.add(
          "Next to "
              + Quantity.count(counts.of("VANTAGE_SUSPECT"), "matched record")
              + " lies a visit that said nothing of the service, because of the prober itself, its"
              + " network or a ban.");
    }
    long declared = counts.of("COIN_DECLARED");
    long ambiguous = counts.of("COIN_AMBIGUOUS");
    long contradicted = counts.of("COIN_CONTRADICTED");
    if (declared + ambiguous + contradicted > 0) {
      sentences.add(
          "The coin rests on the pool's own word alone in "
              + Quantity.count(declared)
              + " records, is one of several in "
              + Quantity.count(ambiguous)
              + ", and differs from the pool's word in "
              + Quantity.count(contradicted)
              + ".");
    }
    if (counts.of("ONE_WAY") > 0) {
      sentences.add(
          "Nothing came back in " + Quantity.count(counts.of("ONE_WAY"), "matched record") + ".");
    }
    if (!sentences.isEmpty()) {
      box.item("Service and coin", String.join(" ", sentences), whose);
    }
  }
}
