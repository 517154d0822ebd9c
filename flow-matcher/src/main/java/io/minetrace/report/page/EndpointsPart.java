// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.MiningTally;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.ResultTotals;
import java.util.List;
import java.util.Map;

/** The table of services that somebody was in contact with. */
final class EndpointsPart implements Part {

  private final List<ReportSurvey.Service> services;
  private final Map<String, Long> hosts;

  EndpointsPart(ResultTotals totals) {
    this.services = totals.survey().services();
    this.hosts = totals.hosts().hostsByService();
  }

  @Override
  public void writeTo(Markup page) {
    page.element("h2", "Endpoints");
    Table table =
        new Table(
            page,
            "Endpoints",
            Column.of("Service"),
            Column.of("Pools"),
            Column.of("Names"),
            Column.of("Coins"),
            Column.ofNumbers("Hosts"),
            Column.ofNumbers("Sessions"),
            Column.ofNumbers("Bytes"),
            Column.of("First and last seen"),
            Column.of("Best"),
            Column.of("Reasons"));
    for (ReportSurvey.Service service : Table.first(services)) {
      MiningTally tally = service.tally();
      table
          .row()
          .mono(service.name())
          .pools(tally)
          .words(tally.fqdns())
          .words(tally.coins(), tally.coinBasis().word())
          .number(Quantity.count(hosts.getOrDefault(service.name(), 0L)))
          .number(Quantity.count(tally.sessions()))
          .number(Quantity.bytes(tally.octets()))
          .times(tally.firstSeen(), tally.lastSeen())
          .line(tally.confidence() + " " + tally.score())
          .words(tally.reasons())
          .endRow();
    }
    table.end(ReportSurvey.SHOWN, services.size(), "endpoints (matches.csv).");
    page.element(
        "p",
        "Below the coins, how they are known: observed in the work that the service gave out;"
            + " narrowed by it, of those that the pool names; or declared by the pool alone.",
        "class",
        "note");
  }
}
