// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.HostTable;
import io.minetrace.report.MiningTally;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.ResultTotals;
import java.util.List;

/** The table of what was tried and came to nothing. */
final class AttemptsPart implements Part {

  private final List<HostTable.Attempt> attempts;

  AttemptsPart(ResultTotals totals) {
    this.attempts = totals.hosts().attempts();
  }

  @Override
  public void writeTo(Markup page) {
    page.element("h2", "Attempts only");
    if (attempts.isEmpty()) {
      page.paragraph(
          "No pair of host and service has nothing but refused or unanswered connections.");
      return;
    }
    page.paragraph(
        "Hosts and services of which every flow was refused or not answered, by its flags: no"
            + " record shows that data went to and fro, but something tried.");
    Table table =
        new Table(
            page,
            "Attempts only",
            Column.of("Host"),
            Column.of("Service"),
            Column.of("Pools"),
            Column.of("Coins"),
            Column.of("First and last seen"),
            Column.of("Records"),
            Column.of("Best"));
    for (HostTable.Attempt attempt : Table.first(attempts)) {
      MiningTally tally = attempt.tally();
      table
          .row()
          .mono(attempt.client())
          .mono(attempt.service())
          .pools(tally)
          .words(tally.coins())
          .times(tally.firstSeen(), tally.lastSeen())
          .records(tally)
          .grade(tally)
          .endRow();
    }
    table.end(ReportSurvey.SHOWN, attempts.size(), "pairs (attempted_only in sessions.csv).");
  }
}
