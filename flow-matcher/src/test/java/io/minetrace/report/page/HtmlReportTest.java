// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import static io.minetrace.report.ResultRows.flow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.match.ScoreSource;
import io.minetrace.match.SessionBuilder;
import io.minetrace.report.ClientCounts;
import io.minetrace.report.CoverageFacts;
import io.minetrace.report.InputFailure;
import io.minetrace.report.InputSummary;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultRows;
import io.minetrace.report.ResultTotals;
import io.minetrace.report.RunManifest;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private static final String POOL = "192.0.2.20:3333";

  private Map<String, String> parameters = Map.of("session_gap", "PT15M", "slack", "PT1S");
  private List<String> notRead = List.of();
  private int exitCode;

  private static ResultTotals totals(ResultRows... rows) throws IOException {
    ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, session -> {});
    for (ResultRow row : ResultRows.inSessions(rows)) {
      totals.add(row);
    }
    totals.finish();
    return totals;
  }

  private String report(
      ResultTotals totals, List<CalibrationCell> calibration, List<TimeSpan> gaps, String... inputs)
      throws IOException {
    List<InputSummary> summaries = new ArrayList<>();
    for (String input : inputs) {
      summaries.add(
          new InputSummary(
              input,
              "00000000000000aa",
              10,
              Optional.empty(),
              Optional.empty(),
              0,
              Optional.empty(),
              List.of(
                  new InputFailure(
                      InputFailure.Kind.UNREADABLE,
                      OptionalLong.empty(),
                      "no such file",
                      input + ": no such file"))));
    }
    ByteArrayOutputStream manifest = new ByteArrayOutputStream();
    new RunManifest(
            "flow-matcher development",
            "0123456789abcdef0123456789abcdef01234567",
            List.of("match", "a file", "-w", "pools.zip"),
            parameters,
            "cafe",
            "pools.zip",
            OptionalLong.of(0),
            Optional.empty(),
            new CoverageFacts(gaps.isEmpty() ? 1 : 0.5, 2, gaps, 0, 0),
            ScoreSource.all(calibration),
            summaries,
            0,
            notRead,
            Map.of(),
            totals.counts(),
            Optional.of(totals.sessions()),
            ClientCounts.of(totals),
            Optional.empty(),
            totals.digest(),
            List.of(),
            exitCode)
        .writeTo(manifest);
    return HtmlReport.of(new ByteArrayInputStream(manifest.toByteArray()), totals);
  }

  private String report(ResultRows... rows) throws IOException {
    return report(totals(rows), List.of(), List.of());
  }

  /** The words of a page, without its markup and style. */
  private static String words(String html) {
    return html.replaceAll("(?s)<style>.*?</style>", "")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
  }

  @Test
  void theVerdictIsInPlainWordsAndAccusesNobody() throws IOException {
    String words =
        words(
            report(
                flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"),
                flow("10.0.0.2", POOL, "2026-05-02T10:00", "2026-05-02T10:00")
                    .activity(Activity.ATTEMPTED)));
    assertThat(words)
        .contains("1 host has connections consistent with cryptocurrency mining: 1 session between")
        .contains(
            "Of these, 1 is CONFIRMED: some instant of the flow lies between two observations")
        .contains(
            "1 further host only tried, and no record shows that data went to and fro: 1 session")
        .contains("A flow that lies in several of the files counts as often.")
        .doesNotContain("both before and after", "No mining took place", "Left out")
        .doesNotContainIgnoringCase("infected")
        .doesNotContainIgnoringCase("malicious")
        .doesNotContainIgnoringCase("guilty");
  }

  @Test
  void eachSentenceIsOfItsOwnHosts() throws IOException {
    parameters = Map.of("min_confidence", "LIKELY", "to", "2026-06-01T00:00:00Z");
    String words =
        words(
            report(
                flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30")
                    .window("2026-05-02T00:00", "2026-05-02T10:29"),
                flow("10.0.0.1", POOL, "2026-05-02T10:10", "2026-05-02T10:20")
                    .confidence(Confidence.CONFIRMED, 99, "IN_WINDOW", "NODE"),
                flow("10.0.0.2", POOL, "2026-05-02T09:00", "2026-05-02T09:01")
                    .confidence(Confidence.POSSIBLE, 41, "MARGIN_CLOSED")
                    .activity(Activity.UNKNOWN),
                flow("10.0.0.3", POOL, "2026-05-02T12:00", "2026-05-02T12:05")
                    .activity(Activity.REFUSED)));
    assertThat(words)
        .contains(
            "1 host has connections consistent with cryptocurrency mining: 1 session between"
                + " 2026-05-02T10:00Z and 2026-05-02T10:30Z , 2 flow records in all. Of these, 2"
                + " are CONFIRMED",
            "1 of them reaches beyond the first or the last of these observations. 1 of the"
                + " records is of nodes that hand out work",
            "1 further host has records consistent with mining, but the records do not tell whether"
                + " data went to and fro: 1 session between 2026-05-02T09:00Z and"
                + " 2026-05-02T09:01Z , 1 flow record in all. None is better than POSSIBLE",
            "1 further host only tried, and no record shows that data went to and fro: 1 session"
                + " between 2026-05-02T12:00Z and 2026-05-02T12:05Z , 1 flow record in all.",
            "This build bears no version");
    assertThat(
            words.split(
                "Left out, as asked for: matches less sure than LIKELY \\(--min-confidence\\); flows"
                    + " that began after 2026-06-01T00:00:00Z \\(--to\\)\\.",
                -1))
        .as("in verdict and limits")
        .hasSize(3);
  }

  @Test
  void whatWasNamedAndNotReadIsNoCleanInput() throws IOException {
    notRead = List.of("gone.pcap: no such file");
    exitCode = 3;
    assertThat(words(report()))
        .contains("1 name given could not be read: gone.pcap: no such file.")
        .doesNotContain("nothing was corrupt");
    notRead = List.of();
    assertThat(words(report())).doesNotContain("nothing was corrupt");
  }

  @Test
  void thatNothingWasFoundIsNotSaidToMeanThatNothingWas() throws IOException {
    String words = words(report());
    assertThat(words)
        .contains("None of the flow records was found consistent with")
        .contains("This does not show that no mining took place: see the limits below.")
        .contains("What this rests on, and its limits");
  }

  @Test
  void attemptsAloneAreNoMining() throws IOException {
    String words =
        words(
            report(
                flow("10.0.0.2", POOL, "2026-05-02T10:00", "2026-05-02T10:00")
                    .activity(Activity.REFUSED)));
    assertThat(words)
        .contains("No host has a connection consistent with mining on which data went to and fro.")
        .contains("1 host only tried")
        .contains("Attempts only");
  }

  @Test
  void theCalibrationIsQuotedWithTheCellsThatTheRunUsed() throws IOException {
    String html =
        report(
            totals(flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30")),
            List.of(
                new CalibrationCell("IN_WINDOW", 0, 27_541, 0.9771),
                new CalibrationCell("BRIDGED_MISS", 0, 999, 0.5)),
            List.of());
    assertThat(words(html))
        .contains("1 of 20 scores of this run were measured on the catalog&#39;s own history")
        .contains("IN_WINDOW 98 calibration 27,541 97.71 % 97.53..97.88 99 1 ")
        .contains("BRIDGED_MISS 80 built-in 999 50.00 % 46.91..53.09 80 0 ");
    assertThat(words(report(flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"))))
        .contains("so this run used the built-in table throughout");
  }

  @Test
  void hoursThatNobodyObservedAndInputThatWasNotReadStandInTheBox() throws IOException {
    long from = WindowFixture.at("2026-05-02T10:00");
    String words =
        words(
            report(
                totals(flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T13:30")),
                List.of(),
                List.of(new TimeSpan(from, from + 3_599_999)),
                "one.pcap",
                "two.pcap"));
    assertThat(words)
        .contains(
            "50 % of the 2 UTC hours with flows lie in time in which services were observed: to the hour")
        .contains("Nobody looked in: 2026-05-02T10:00Z … 2026-05-02T10:59Z.")
        .contains("2 files of 2 could not be read at all")
        .contains("one.pcap: no such file");
  }

  @Test
  void whatStrangersWroteIsTextAndNothingElse() throws IOException {
    String html =
        report(
            totals(
                flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30")
                    .pool("<script>alert(1)</script>\" onload='x' \u202ePool\u0000", "B&C")),
            List.of(),
            List.of(),
            "</style><img src=http://198.51.100.1/x>\n");
    assertThat(html)
        .contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; \\u202ePool\\u0000")
        .contains("B&amp;C")
        .contains("&lt;/style&gt;&lt;img src=http://198.51.100.1/x&gt;\\u000a")
        .doesNotContain("<script", "<img", "\u202e", "\u0000");
  }

  @Test
  void thePageNeedsNoNetworkAndNoScript() throws IOException {
    String html = report(flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"));
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("default-src 'none'".replace("'", "&#39;"))
        .doesNotContain("<script", "<link", "src=", "href=", "url(", "@import", "http:", "https:");
    assertThat(html).contains("@media print", "prefers-color-scheme: dark");
  }

  @Test
  void aHundredThousandHostsMakeNoLargerPageThanAFewHundred() throws IOException {
    ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, session -> {});
    ResultRow pattern = flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30").row();
    for (int i = 0; i < 100_000; i++) {
      Object[] values = new Object[ResultColumn.values().length];
      for (ResultColumn column : ResultColumn.values()) {
        values[column.ordinal()] = pattern.value(column).orElse(null);
      }
      values[ResultColumn.CLIENT_IP_ADDRESS.ordinal()] =
          "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256;
      values[ResultColumn.POOL_PORT.ordinal()] = 1024 + i % 3000;
      values[ResultColumn.MINING_POOLS.ordinal()] = List.of("Pool " + i % 3000);
      values[ResultColumn.SESSION_ID.ordinal()] = "session" + i;
      long start = WindowFixture.at("2026-05-02T10:00") + i * 60_000L;
      values[ResultColumn.FLOW_START.ordinal()] = start;
      values[ResultColumn.FLOW_END.ordinal()] = start + 3_600_000;
      totals.add(ResultRow.ofValues(values));
    }
    totals.finish();
    String html = report(totals, List.of(), List.of());
    assertThat(html.length()).isLessThan(600_000);
    assertThat(words(html))
        .contains("100,000 hosts have connections")
        .contains("and 99,960 more hosts")
        .contains("and 99,800 more hosts: every session of each is in sessions.csv")
        .contains("and 99,800 more sessions")
        .contains("and 2,800 more endpoints")
        .contains("and 2,985 more pools");
  }

  @Test
  void aSessionThatEndsInAThousandYearsDoesNotSpoilTheChart() throws IOException {
    String html =
        report(
            flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"),
            flow("10.0.0.2", POOL, "2026-05-02T10:00", "3026-05-02T10:30"));
    assertThat(words(html)).contains("1 session would last until more than a day after");
    assertThat(html).contains("2026-05-03").doesNotContain(">3000-");
  }

  @Test
  void aSessionThatBeganIn1970DoesNotSpoilTheChart() throws IOException {
    String html =
        report(
            flow("10.0.0.2", POOL, "1970-01-01T00:00", "2026-05-02T10:40"),
            flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"));
    assertThat(words(html))
        .contains(
            "1 session would begin more than a day before the first flow&#39;s end and is cut")
        .contains("Finest detail: 4 min 16 s.");
    assertThat(html.substring(0, html.indexOf("Matches by "))).doesNotContain(">1970-");
  }

  @Test
  void timesAsFarAsNumbersReachMakeAPageStill() throws IOException {
    ResultRow pattern = flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30").row();
    long least = Long.MIN_VALUE + 1;
    long sane = WindowFixture.at("2026-05-02T10:00");
    for (long[][] flows :
        List.of(
            new long[][] {{least, Long.MAX_VALUE}, {sane, sane}},
            new long[][] {{least, least}, {sane, sane}, {Long.MAX_VALUE, Long.MAX_VALUE}},
            new long[][] {{Long.MAX_VALUE, Long.MAX_VALUE}},
            new long[][] {{least, least}})) {
      ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, session -> {});
      for (int i = 0; i < flows.length; i++) {
        Object[] values = new Object[ResultColumn.values().length];
        for (ResultColumn column : ResultColumn.values()) {
          values[column.ordinal()] = pattern.value(column).orElse(null);
        }
        values[ResultColumn.SESSION_ID.ordinal()] = "session" + i;
        values[ResultColumn.FLOW_START.ordinal()] = flows[i][0];
        values[ResultColumn.FLOW_END.ordinal()] = flows[i][1];
        totals.add(ResultRow.ofValues(values));
      }
      totals.finish();
      String html = report(totals, List.of(), List.of());
      assertThat(totals.sessions().total()).isEqualTo(flows.length);
      assertThat(html.length()).isLessThan(60_000);
      assertThat(html.split("class=\"tick", -1).length).as("marks").isLessThan(50);
    }
  }

  @Test
  void theOrderOfHostsIsTheStrongestFirst() throws IOException {
    String html =
        words(
            report(
                flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T12:30")
                    .confidence(Confidence.POSSIBLE, 41, "MARGIN_CLOSED"),
                flow("10.0.0.2", POOL, "2026-05-02T10:00", "2026-05-02T10:30"),
                flow("10.0.0.3", POOL, "2026-05-02T10:00", "2026-05-02T11:30")));
    String table = html.substring(html.indexOf("First and last seen Records Best"));
    List<Integer> places = new ArrayList<>();
    for (String host : List.of("10.0.0.3 1 1 h 30 min", "10.0.0.2 1 30 min", "10.0.0.1 1 2 h 30")) {
      places.add(table.indexOf(host));
    }
    assertThat(places).doesNotContain(-1).isSorted();
    assertThat(Collections.max(places)).isPositive();
  }

  @Test
  void tenThousandFilesMakeNoLargerPageThanAFewHundred() throws IOException {
    String[] inputs = new String[10_000];
    java.util.Arrays.setAll(inputs, i -> "capture-" + i + ".pcap");
    String html = report(totals(), List.of(), List.of(), inputs);
    assertThat(html.length()).isLessThan(200_000);
    assertThat(words(html))
        .contains("10,000 files of 10,000 could not be read at all")
        .contains("and 9,994 more files (run.json).")
        .contains("and 9,800 more files (run.json).");
    String arguments = String.join(",", java.util.Collections.nCopies(300, "\"x\""));
    assertThat(words(ofManifest("{\"command_line\":[" + arguments + "]}")))
        .contains(" x … and 100 more arguments (run.json)");
  }

  private static String ofManifest(String manifest) throws IOException {
    return HtmlReport.of(
        new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)), totals());
  }

  @Test
  void recordsOfEachConfidenceStandWithTheirHost() throws IOException {
    String words =
        words(
            report(
                flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"),
                flow("10.0.0.1", POOL, "2026-05-02T10:10", "2026-05-02T10:30"),
                flow("10.0.0.1", POOL, "2026-05-02T10:20", "2026-05-02T10:30")
                    .confidence(Confidence.POSSIBLE, 41, "MARGIN_CLOSED"),
                flow("10.0.0.2", POOL, "2026-05-02T10:00", "2026-05-02T10:00")
                    .confidence(Confidence.LIKELY, 80, "BRIDGED_MISS")
                    .activity(Activity.REFUSED)));
    assertThat(words)
        .contains("2026-05-02 10:30:00 2 CONFIRMED 1 POSSIBLE CONFIRMED 99 ESTABLISHED")
        .contains("2026-05-02 10:00:00 1 LIKELY LIKELY 80 REFUSED");
  }

  @Test
  void theLimitsTellTheErrorsToExpectOfTheSituationsThatOccur() throws IOException {
    String words =
        words(
            report(
                flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"),
                flow("10.0.0.1", POOL, "2026-05-02T10:20", "2026-05-02T10:30")
                    .confidence(Confidence.POSSIBLE, 41, "MARGIN_CLOSED")));
    String box = words.substring(words.indexOf("Error rates"), words.indexOf("Hosts over time"));
    assertThat(box)
        .contains("IN_WINDOW built-in 99 1 % 1 MARGIN_CLOSED built-in 41 to 83 17 to 59 % 1 ")
        .contains("All scores stand in appendix C.")
        .doesNotContain("OPEN_END", "GAP_ONE_SIDE");
    String appendix = words.substring(words.indexOf("Appendix C: scores"));
    assertThat(appendix)
        .contains("IN_WINDOW 99 built-in 1 ", "OPEN_END to 12 h from the edge 99 built-in 0 ")
        .as("columns that nothing stands in")
        .doesNotContain("Held out:", "95 %");
  }

  @Test
  void caseAndExaminerStandAboveEverythingAndNotAmongTheParameters() throws IOException {
    parameters = Map.of("case", "17/<b>2026</b>", "examiner", "A & B", "slack", "PT1S");
    String html = report(flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"));
    assertThat(html)
        .contains("<title>17/&lt;b&gt;2026&lt;/b&gt;: connections consistent with mining")
        .doesNotContain("<b>2026");
    assertThat(words(html.substring(html.indexOf("<body>"))))
        .startsWith(" Case 17/&lt;b&gt;2026&lt;/b&gt; Examiner A &amp; B Connections")
        .contains("Parameters slack PT1S Result 1 row.");
    parameters = Map.of("examiner", "A & B");
    assertThat(words(report())).contains("Examiner A &amp; B").doesNotContain("Case");
    parameters = Map.of();
    assertThat(words(report())).doesNotContain("Examiner", "Parameters");
  }

  @Test
  void whatTheManifestDoesNotSayIsNotShown() throws IOException {
    String words = words(ofManifest("{\"result\":{},\"windows\":7,\"tool\":[]}"));
    assertThat(words).doesNotContain("What was examined");
    assertThat(words)
        .contains("Coverage Not recorded. Windows Not recorded. Corrupt input Not recorded.")
        .contains("what allowance was made for clocks that differ was not recorded.")
        .doesNotContain("nothing was corrupt", "no signature", "unknown", "Appendix C: scores");
    assertThat(words(ofManifest("{\"tool\":\"t\",\"commit\":\"unknown\"}")))
        .contains("Program t ")
        .doesNotContain("commit");
    assertThat(words(ofManifest("{\"tool\":\"t\",\"commit\":\"c0ffee\",\"os\":\"Linux\"}")))
        .contains("Program t; source commit c0ffee; Linux ");
  }

  @Test
  void theTablesThatAreTooBroadForAnUprightSheetArePrintedAcross() throws IOException {
    String html = report(flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30"));
    assertThat(html).contains("@page broad { size: A4 landscape; }", ".broad { page: broad; }");
    String across = html.substring(html.indexOf("<section class=\"broad\">"));
    assertThat(words(across.substring(0, across.indexOf("</section>"))))
        .contains(" Hosts ", " Sessions ", " Endpoints ", " Attempts only ")
        .doesNotContain("Hosts over time", "Appendix");
  }

  @Test
  void theCommandIsAsAShellTakesIt() throws IOException {
    assertThat(ofManifest("{\"command_line\":[\"match\",\"it's\",\"--case\",\"a <b>\"]}"))
        .contains(
            "<pre>flow-matcher <span>match</span> <span>&#39;it&#39;\\&#39;&#39;s&#39;</span>"
                + " <span>--case</span> <span>&#39;a &lt;b&gt;&#39;</span></pre>");
  }

  @Test
  void aManifestThatIsNoneIsNamed() throws IOException {
    ResultTotals totals = totals();
    assertThatThrownBy(
            () ->
                HtmlReport.of(
                    new ByteArrayInputStream("{".getBytes(StandardCharsets.UTF_8)), totals))
        .isInstanceOf(IOException.class);
    assertThat(
            HtmlReport.of(new ByteArrayInputStream("[]".getBytes(StandardCharsets.UTF_8)), totals))
        .contains("not recorded");
  }
}
