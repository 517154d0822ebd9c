// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.Quantity;
import io.minetrace.report.ResultTotals;

/** Whether the exporters looked at every packet. */
final class SamplingLimit implements Limit {

  private final ResultTotals totals;

  SamplingLimit(ResultTotals totals) {
    this.totals = totals;
  }

  @Override
  public void addTo(Definitions box) {
    long sampled = totals.counts().of("SAMPLED");
    String intervals =
        String.join(
            ", ", totals.survey().samplingIntervals().stream().map(i -> "1 in " + i).toList());
    box.item(
        "Sampling",
        sampled == 0
            ? "None of the matched records says that packets were sampled."
            : Quantity.count(sampled)
                + " of "
                + Quantity.count(totals.counts().total())
                + " matched records are of sampled packets"
                + (intervals.isEmpty() ? "" : " (" + intervals + ")")
                + ". Bytes and packets are as exported, not scaled; that nothing came back is no"
                + " evidence there, and short connections are missed.",
        sampled == 0 ? "" : WhoseHosts.ofAllClients(totals.outside()));
  }
}
