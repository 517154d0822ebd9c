// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.HostTable;
import io.minetrace.report.MiningTally;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.ResultTotals;
import java.util.List;

/** The table of hosts with more than attempts, the strongest first; nothing if there are none. */
final class HostsPart implements Part {

  private final List<HostTable.Host> hosts;

  HostsPart(ResultTotals totals) {
    this.hosts = totals.hosts().miners();
  }

  @Override
  public void writeTo(Markup page) {
    if (hosts.isEmpty()) {
      return;
    }
    page.element("h2", "Hosts");
    Table table =
        new Table(
            page,
            "Hosts",
            Column.of("Host"),
            Column.ofNumbers("Sessions"),
            Column.ofNumbers("Active"),
            Column.ofNumbers("Bytes"),
            Column.of("Pools"),
            Column.of("Services"),
            Column.of("Coins"),
            Column.of("First and last seen"),
            Column.of("Records"),
            Column.of("Best"));
    for (HostTable.Host host : Table.first(hosts)) {
      MiningTally tally = host.tally();
      table
          .row()
          .mono(host.client())
          .number(Quantity.count(tally.sessions()))
          .number(Quantity.duration(tally.activeMillis()))
          .number(Quantity.bytes(tally.octets()))
          .pools(tally)
          .words(List.copyOf(host.services().keySet()))
          .words(tally.coins())
          .times(tally.firstSeen(), tally.lastSeen())
          .records(tally)
          .grade(tally)
          .endRow();
    }
    table.end(
        ReportSurvey.SHOWN,
        hosts.size(),
        "hosts: every session of each is in sessions.csv (--sessions).");
    page.element(
        "p",
        "Active: the time covered by flows, overlaps counted once. Records: how many of each"
            + " confidence. Best: the best confidence, score and activity of them.",
        "class",
        "note");
  }
}
