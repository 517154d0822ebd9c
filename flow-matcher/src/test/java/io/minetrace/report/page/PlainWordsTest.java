// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import static io.minetrace.report.ResultRows.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.match.Activity;
import io.minetrace.match.SessionBuilder;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultRows;
import io.minetrace.report.ResultTotals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What stands beside charts and tables says what these show, in words of people. */
class PlainWordsTest {

  private static final String POOL = "192.0.2.20:3333";

  /** The words of the page of flows on these days. */
  private static String words(String manifest, String... days) throws IOException {
    ResultRows[] rows = new ResultRows[days.length];
    for (int i = 0; i < days.length; i++) {
      rows[i] = flow("10.0.0.1", POOL, days[i] + "T10:00", days[i] + "T10:30");
    }
    return words(manifest, rows);
  }

  private static String words(String manifest, ResultRows... rows) throws IOException {
    ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, session -> {});
    for (ResultRow row : ResultRows.inSessions(rows)) {
      totals.add(row);
    }
    totals.finish();
    return HtmlReport.of(
            new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)), totals)
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
  }

  @Test
  void theChartOfMatchesIsNamedAfterWhatItsBarsStandFor() throws IOException {
    assertThat(words("{}", "2026-05-02", "2026-05-04"))
        .contains("Matches by day CONFIRMED", "by the UTC day of their start", "UTC day CONFIRMED");
    assertThat(words("{}", "2026-05-02", "2026-09-04"))
        .contains("Matches by week CONFIRMED", "by the UTC week, from Monday on, of their start")
        .contains("UTC week CONFIRMED LIKELY POSSIBLE All week of 2026-04-27 1 0 0 1 ")
        .doesNotContain("by the UTC day", "Matches by day");
    assertThat(words("{}", "2023-05-02", "2026-09-04"))
        .contains("Matches by month CONFIRMED", "by the UTC month of their start");
    assertThat(words("{}", "1923-05-02", "2026-09-04"))
        .contains("Matches by year CONFIRMED", "by the UTC year of their start");
  }

  @Test
  void twoNumbersAreExplainedWhereTwoStand() throws IOException {
    String score = "{\"situation\":\"IN_WINDOW\",\"bucket\":%d,\"score\":%d}";
    String one = "{\"scores\":[" + score.formatted(0, 99) + "]}";
    String two = "{\"scores\":[" + score.formatted(0, 99) + "," + score.formatted(1, 80) + "]}";
    assertThat(words(one, "2026-05-02"))
        .contains("IN_WINDOW - 99 1 % 1 ")
        .doesNotContain("Where two numbers stand");
    assertThat(words(two, "2026-05-02"))
        .contains("IN_WINDOW - 80 to 99 1 to 20 % 1 Where two numbers stand");
  }

  @Test
  void theAllowanceForClocksIsOneThatPeopleRead() throws IOException {
    String manifest = "{\"parameters\":{\"slack\":\"%s\"}}";
    assertThat(words(manifest.formatted("PT2S"), "2026-05-02"))
        .contains("each flow was widened by 2 s at both ends for clocks that differ.");
    assertThat(words(manifest.formatted("PT1M30.5S"), "2026-05-02")).contains("by 90,500 ms at");
    assertThat(words(manifest.formatted("PT5M"), "2026-05-02")).contains("by 5 min at both");
    assertThat(words(manifest.formatted("PT0S"), "2026-05-02")).contains("no allowance was made");
    assertThat(words(manifest.formatted("a while"), "2026-05-02")).contains("by a while at both");
  }

  @Test
  void poolsThatCannotBeToldApartAreNotSeveral() throws IOException {
    String words =
        words(
            "{}",
            flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30").pools("Oak", "Elm"),
            flow("10.0.0.1", POOL, "2026-05-02T10:10", "2026-05-02T10:20").pools("Ash"),
            flow("10.0.0.2", POOL, "2026-05-02T10:00", "2026-05-02T10:30")
                .pools("Oak", "Elm")
                .activity(Activity.REFUSED));
    String tables = words.substring(words.indexOf(" Hosts Host "), words.indexOf("Appendix A"));
    assertThat(tables.split("Ash, Oak or Elm", -1)).as("host, session, endpoint").hasSize(4);
    assertThat(tables.substring(tables.indexOf("Attempts only"))).contains(" Oak or Elm XMR ");
    assertThat(words).contains("active 30 min, Ash, Oak or Elm").doesNotContain("Oak, Elm");
  }
}
