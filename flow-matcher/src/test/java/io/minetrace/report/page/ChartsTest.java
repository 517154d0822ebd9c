// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import static io.minetrace.report.ResultRows.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.match.SessionBuilder;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultRows;
import io.minetrace.report.ResultTotals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the charts tell without colour, in the dark, on paper and to those who do not see them. */
class ChartsTest {

  private static final String POOL = "192.0.2.20:3333";
  private static final Pattern COLOUR = Pattern.compile("--([a-z]+): #([0-9a-f]{6});");

  private static String page(ResultRows... rows) throws IOException {
    ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, session -> {});
    for (ResultRow row : ResultRows.inSessions(rows)) {
      totals.add(row);
    }
    totals.finish();
    return HtmlReport.of(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), totals);
  }

  private static String words(String html) {
    return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
  }

  /** The colours of light, dark and paper, by name. */
  private static List<Map<String, Integer>> palettes(String html) {
    List<Map<String, Integer>> palettes = new ArrayList<>();
    String[] roots = html.split(":root \\{", -1);
    for (String root : Arrays.copyOfRange(roots, 1, roots.length)) {
      Map<String, Integer> colours = new HashMap<>();
      for (MatchResult colour :
          COLOUR.matcher(root.substring(0, root.indexOf('}'))).results().toList()) {
        colours.put(colour.group(1), Integer.parseInt(colour.group(2), 16));
      }
      palettes.add(colours);
    }
    return palettes;
  }

  /** As WCAG 2 has it, 1 to 21. */
  private static double contrast(int one, int other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(int colour) {
    return 0.2126 * linear(colour >> 16)
        + 0.7152 * linear(colour >> 8 & 0xff)
        + 0.0722 * linear(colour & 0xff);
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  @Test
  void whatIsDrawnIsSeenOnItsGround() throws IOException {
    List<Map<String, Integer>> palettes = palettes(page());
    assertThat(palettes).as("light, dark, paper").hasSize(3);
    for (Map<String, Integer> palette : palettes) {
      int paper = palette.get("paper");
      for (String drawn : List.of("confirmed", "likely", "hollow", "attempt", "bytes")) {
        assertThat(contrast(palette.get(drawn), paper)).as(drawn).isGreaterThan(3);
      }
      assertThat(contrast(palette.get("confirmed"), palette.get("likely"))).isGreaterThan(3);
      assertThat(contrast(palette.get("hollow"), palette.get("possible"))).isGreaterThan(3);
      for (String text : List.of("ink", "quiet")) {
        assertThat(contrast(palette.get(text), paper)).as(text).isGreaterThan(4.5);
        assertThat(contrast(palette.get(text), palette.get("box"))).as(text).isGreaterThan(4.5);
      }
    }
  }

  @Test
  void attemptsAreThinnerAndPossibleOnesHollow() throws IOException {
    String page =
        page(
            flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30")
                .activity(Activity.REFUSED),
            flow("10.0.0.2", POOL, "2026-05-02T10:00", "2026-05-02T10:30")
                .confidence(Confidence.LIKELY, 80, "BRIDGED_MISS"));
    assertThat(page)
        .containsPattern("<path d=\"[^\"]*v4H[^\"]*\" class=\"attempt\">")
        .containsPattern("<path d=\"[^\"]*v11H[^\"]*\" class=\"likely\">")
        .containsPattern("\\.possible \\{[^}]*stroke: var\\(--hollow\\)");
  }

  @Test
  void theNumbersOfTheDaysStandInATable() throws IOException {
    String page =
        page(
            flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"),
            flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"),
            flow("10.0.0.1", POOL, "2026-05-02T11:00", "2026-05-02T11:30")
                .confidence(Confidence.LIKELY, 80, "BRIDGED_MISS"),
            flow("10.0.0.2", POOL, "2026-05-04T10:00", "2026-05-04T10:30")
                .confidence(Confidence.POSSIBLE, 41, "MARGIN_CLOSED"));
    assertThat(words(page))
        .contains(
            "UTC day CONFIRMED LIKELY POSSIBLE All 2026-05-02 2 1 0 3 2026-05-04 0 0 1 1 Bytes by");
  }

  @Test
  void theKeyStandsAtEachChartThatNeedsIt() throws IOException {
    String page = page(flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"));
    for (String chart : List.of("Hosts over time", "Matches by day")) {
      String before = page.substring(page.indexOf(">" + chart + "</h2>"));
      assertThat(words(before.substring(0, before.indexOf("<svg"))))
          .contains("CONFIRMED LIKELY POSSIBLE");
    }
  }

  @Test
  void thePoolsAreHeardWithTheirBytes() throws IOException {
    String page =
        page(
            flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30").octets(1_000, 2_000),
            flow("10.0.0.2", POOL, "2026-05-02T10:00", "2026-05-02T10:30").octets(10_000, 20_000));
    assertThat(page).contains("role=\"group\" aria-label=\"Bytes to and from each pool\"");
    assertThat(words(page)).contains("Pool: 33,000 bytes in 2 flow records 33 kB in 2 records");
  }

  @Test
  void tenThousandYearsOfMatchesMakeNoEndlessTable() throws IOException {
    ResultRows[] rows = new ResultRows[1_000];
    for (int i = 0; i < rows.length; i++) {
      String day = (1000 + 3 * i) + "-05-02T";
      rows[i] = flow("10.0.0.1", POOL, day + "10:00", day + "10:30");
    }
    assertThat(words(page(rows))).contains("and 800 more years (matches.csv).");
  }
}
