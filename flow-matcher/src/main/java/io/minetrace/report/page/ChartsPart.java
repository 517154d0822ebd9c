// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Confidence;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.ResultTotals;
import io.minetrace.window.TimeSpan;
import java.util.List;
import java.util.Locale;

/** The charts, each with the words without which it would say more than it knows. */
final class ChartsPart implements Part {

  private final Manifest manifest;
  private final ResultTotals totals;
  private final ReportSurvey survey;

  ChartsPart(Manifest manifest, ResultTotals totals) {
    this.manifest = manifest;
    this.totals = totals;
    this.survey = totals.survey();
  }

  @Override
  public void writeTo(Markup page) {
    List<TimeSpan> gaps = manifest.gaps();
    page.element("h2", "Hosts over time");
    page.open("ul", "class", "key");
    confidences(page);
    keyItem(page, "attempt", "refused or not answered only");
    if (!gaps.isEmpty()) {
      keyItem(page, "gap", "not observed");
    }
    page.close();
    page.open("figure");
    new HostChart(totals.hosts(), survey, gaps).writeTo(page);
    caption(
        page,
        "Each bar is a session, from its first to its last flow: flows between a host and a service"
            + " with no more than "
            + Quantity.duration(manifest.sessionGap().toMillis())
            + " between them. Where several overlap, the surest shows. Finest detail: "
            + detail(survey.strips().cellMillis())
            + "."
            + cut(survey.cutStarts(), "would begin more than a day before the first flow's end")
            + cut(
                survey.cutEnds(), "would last until more than a day after the last flow's start"));
    DayChart days = new DayChart(survey.days());
    page.element("h2", "Matches by " + days.grain().word());
    page.open("ul", "class", "key");
    confidences(page);
    page.close();
    page.open("figure");
    days.writeTo(page);
    caption(
        page,
        "Flow records by the UTC "
            + days.grain().exactly()
            + " of their start, stacked by confidence.");
    days.writeTableTo(page);
    page.element("h2", "Bytes by pool");
    page.open("figure");
    new PoolChart(survey.pools()).writeTo(page);
    caption(
        page,
        "Octets of matched flow records, both ways, as exported. A flow that several exporters saw"
            + " is counted as often.");
  }

  /** Closes the figure. */
  private static void caption(Markup page, String text) {
    page.element("figcaption", text).close();
  }

  private static String cut(long sessions, String why) {
    return sessions == 0
        ? ""
        : " "
            + Quantity.count(sessions, "session")
            + " "
            + why
            + " and "
            + (sessions == 1 ? "is" : "are")
            + " cut there.";
  }

  private static String detail(long millis) {
    return millis < 1000 ? millis + " ms" : Quantity.duration(millis);
  }

  private static void confidences(Markup page) {
    for (int i = Confidence.values().length - 1; i >= 0; i--) {
      String name = Confidence.values()[i].name();
      keyItem(page, name.toLowerCase(Locale.ROOT), name);
    }
  }

  private static void keyItem(Markup page, String kind, String text) {
    page.open("li").element("i", "", "class", kind).text(text).close();
  }
}
