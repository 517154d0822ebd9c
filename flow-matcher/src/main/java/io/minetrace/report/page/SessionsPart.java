// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.MiningSession;
import io.minetrace.report.MiningTally;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.ResultTotals;
import java.util.List;

/** The table of sessions, the longest active first; nothing if there are only attempts. */
final class SessionsPart implements Part {

  private final ResultTotals totals;

  SessionsPart(ResultTotals totals) {
    this.totals = totals;
  }

  @Override
  public void writeTo(Markup page) {
    List<MiningSession> sessions = totals.survey().longestSessions();
    if (sessions.isEmpty()) {
      return;
    }
    page.element("h2", "Sessions");
    Table table =
        new Table(
            page,
            "Sessions",
            Column.of("Session"),
            Column.of("Host"),
            Column.of("Service"),
            Column.of("Pools"),
            Column.of("Coins"),
            Column.of("From, to"),
            Column.ofNumbers("Active"),
            Column.ofNumbers("Flows"),
            Column.ofNumbers("Bytes"),
            Column.of("Best"));
    for (MiningSession session : sessions) {
      MiningTally tally = session.tally();
      table
          .row()
          .mono(session.id())
          .mono(session.client())
          .mono(ReportSurvey.service(session))
          .pools(tally)
          .words(tally.coins())
          .times(session.start(), tally.lastSeen())
          .number(Quantity.duration(tally.activeMillis()))
          .number(Quantity.count(tally.flows()))
          .number(Quantity.bytes(tally.octets()))
          .grade(tally)
          .endRow();
    }
    table.end(
        sessions.size(),
        totals.sessions().total()
            - totals.sessions().attemptedOnly()
            - (totals.outside().sessions() - totals.outside().attemptedOnly()),
        "sessions, less active: all of them are in sessions.csv (--sessions).");
  }
}
