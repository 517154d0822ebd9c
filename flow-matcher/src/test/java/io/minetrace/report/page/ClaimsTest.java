// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.match.SessionBuilder;
import io.minetrace.report.InsideNetworks;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultRows;
import io.minetrace.report.ResultTotals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page claims of what run.json says, or does not say. */
class ClaimsTest {

  private static final String NOTHING_ELSE = "\"not_matched_for\":{}";

  @TempDir private Path directory;

  static ResultTotals totals(InsideNetworks inside, ResultRows... rows) throws IOException {
    ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, inside, session -> {});
    for (ResultRow row : ResultRows.inSessions(rows)) {
      totals.add(row);
    }
    totals.finish();
    return totals;
  }

  static String words(String manifest, ResultRows... rows) throws IOException {
    return words(manifest, totals(InsideNetworks.NOT_SAID, rows));
  }

  private static String html(String manifest, ResultTotals totals) throws IOException {
    return HtmlReport.of(
        new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)), totals);
  }

  /** The words of a page as a reader sees them, without markup and style. */
  static String words(String manifest, ResultTotals totals) throws IOException {
    return html(manifest, totals)
        .replaceAll("(?s)<style>.*?</style>", "")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ")
        .replace("&#39;", "'");
  }

  private static String inputs(String... inputs) {
    return "{\"inputs\":[" + String.join(",", inputs) + "],\"exit_code\":3}";
  }

  private static String input(String path, long records, String more) {
    return "{\"path\":\"%s\",\"input_file\":\"%s\",\"bytes\":10,\"flow_records\":%d,%s}"
        .formatted(path, path, records, more);
  }

  @Test
  void whereNothingCouldBeComparedNothingIsSaidToBeInconsistent() throws IOException {
    String words =
        words(
            inputs(
                input(
                    "a",
                    528,
                    "\"flow_records_without_time\":500,\"flow_records_not_matched\":528,"
                        + "\"not_matched_for\":{\"NO_PROTOCOL\":500,\"NO_PORT\":20,"
                        + "\"NO_FLOW_TIME\":8}")));
    assertThat(words)
        .contains(
            "Nothing could be compared: none of the flow records tells what that takes.",
            "This does not show that no mining took place",
            "528 flow records were read and could not be compared with any service: 500 for want of"
                + " the protocol, 20 for want of ports, 8 for want of a time.",
            "8 records had no time; not compared.")
        .doesNotContain("None of the flow", "at best POSSIBLE");
  }

  @Test
  void theVerdictIsOfTheRecordsThatCouldBeCompared() throws IOException {
    String words =
        words(
            inputs(
                input(
                    "a",
                    30,
                    "\"flow_records_without_time\":12,\"flow_records_not_matched\":5,"
                        + "\"not_matched_for\":{\"NO_FLOW_TIME\":5}"),
                input("b", 70, "\"flow_records_not_matched\":0," + NOTHING_ELSE)));
    assertThat(words)
        .contains(
            "None of the 95 flow records that could be compared is consistent with",
            "5 flow records were read and could not be compared with any service: 5 for want of a"
                + " time.",
            "5 records had no time; not compared. 7 records had no time; at best POSSIBLE.");
    assertThat(words(inputs(input("b", 70, "\"flow_records_not_matched\":0," + NOTHING_ELSE))))
        .contains("None of the flow records is consistent with")
        .doesNotContain("could not be compared", "had no time");
  }

  @Test
  void aVerdictOnAChoiceOfMatchesIsNoneOnAllOfThem() throws IOException {
    String chosen = "{\"parameters\":{\"min_confidence\":\"CONFIRMED\"}}";
    assertThat(words(chosen))
        .contains(
            "No match of the kind asked for was found among the flow records.",
            "Left out, as asked for: matches less sure than CONFIRMED (--min-confidence).")
        .doesNotContain("None of the flow records");
    assertThat(
            words(
                chosen,
                ResultRows.flow(
                        "10.0.0.2", "192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T10:00")
                    .activity(Activity.REFUSED)))
        .contains(
            "No host has a connection of the kind asked for that is consistent with mining",
            "1 records CONFIRMED, all hosts left out records LIKELY, all hosts left out records"
                + " POSSIBLE, all hosts");
  }

  @Test
  void howManyWereComparedIsNotClaimedWhereNobodySaid() throws IOException {
    assertThat(words(inputs(input("a", 30, "\"flow_records_without_time\":12"))))
        .contains(
            "None of the flow records was found consistent with",
            "How many of them could be compared was not recorded.",
            "12 records had no time; if compared at all, at best POSSIBLE.");
  }

  @Test
  void whoeverIsCalledAHostWithoutBeingOursIsSaidToBe() throws IOException {
    ResultRows row =
        ResultRows.flow("10.0.0.2", "192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T10:30");
    String everybody = "No networks were given as ours (--inside): each client counts as a host";
    assertThat(words("{}", row)).contains(everybody);
    assertThat(words("{}", totals(InsideNetworks.parse("10.0.0.0/8", false), row)))
        .contains("A host is a client in 10.0.0.0/8 (--inside)")
        .doesNotContain(everybody);
  }

  private static String copy(String path, String id, String sha256) {
    return input(path, 5, "\"sha256\":" + sha256)
        .replaceFirst("input_file\":\"[^\"]*", "input_file\":\"" + id);
  }

  @Test
  void whatWasReplacedBeforeIsAmongTheLimits() throws IOException {
    String replaced = "\"replaced\":{\"addresses\":\"written by nfanon\"}";
    assertThat(words(inputs(input("a", 5, replaced), input("b", 5, "\"sha256\":null"))))
        .contains("matches a service by chance only: a: addresses (written by nfanon).");
    assertThat(words(inputs(input("b", 5, "\"sha256\":null")))).doesNotContain("Replaced before");
  }

  @Test
  void whatLiesThereTwiceIsSaidToCountTwice() throws IOException {
    assertThat(
            words(
                inputs(
                    copy("a", "1", "\"aa\""),
                    copy("b", "2", "\"bb\""),
                    copy("c", "1", "\"cc\""),
                    copy("d", "2", "\"bb\""),
                    copy("e", "3", "null"),
                    copy("f", "3", "null"))))
        .contains(
            "Counted twice d has the same bytes as b; f has length, beginning and end of e. Their"
                + " flows count more than once.");
    assertThat(words(inputs(copy("a", "1", "\"aa\""), copy("b", "2", "\"bb\""))))
        .doesNotContain("Counted twice");
  }

  @Test
  void flowsWithoutASaneTimeAreSetAsideInSight() throws IOException {
    String times =
        "\"first_flow_time\":\"2026-05-02T14:00:00.000Z\",\"last_flow_time\":"
            + "\"2026-05-02T15:00:00.000Z\"";
    assertThat(
            words(
                "{\"inputs\":["
                    + input("a", 3, times)
                    + "],\"windows\":"
                    + "{\"flow_records_with_absurd_time\":1}}"))
        .contains(
            "the last ends 2026-05-02T15:00:00.000Z. 1 record of before 1970 or after 9999"
                + " aside.");
    assertThat(words("{\"inputs\":[" + input("a", 3, times) + "]}")).doesNotContain("aside");
  }

  private static String lostBlock(String path, String more) {
    return input(
        path,
        5,
        "\"units_skipped\":1,\"not_decoded\":[{\"reason\":\"CORRUPT\",\"count\":2,"
            + "\"first_offset\":140,\"first_detail\":\"bad\"}]"
            + more);
  }

  @Test
  void whatWasReadIsSaidOfEachStateAndOfNoOther() throws IOException {
    String whole = input("a", 3, NOTHING_ELSE);
    assertThat(words("{\"inputs\":[" + whole + "],\"exit_code\":0}"))
        .contains("1 file was read whole; nothing was corrupt.");
    assertThat(words(inputs(whole)))
        .contains("Part of the input was skipped or corrupt; run.json does not say which.")
        .doesNotContain("nothing was corrupt");
    assertThat(words(inputs(whole, lostBlock("b", ""))))
        .contains(
            "Corrupt input 1 file of 2 read or compared in part; 1 block or message skipped; 2"
                + " parts not decoded: b: CORRUPT, first at offset 140 (bad)")
        .doesNotContain("could not be read at all", "left out");
  }

  @Test
  void theShareThatWasNotReadStandsInTheBoxAndInTheExamination() throws IOException {
    String share = "33.9 % of the inputs' bytes were not read, or are of files that were left out.";
    String whole = "{\"inputs\":[" + input("a", 3, NOTHING_ELSE) + "],\"corrupt_share\":%s}";
    assertThat(words(whole.formatted("0.339")).split(share, -1)).hasSize(3);
    assertThat(words(whole.formatted("0"))).doesNotContain("bytes were not read");
    assertThat(words(whole.formatted("0.0"))).doesNotContain("bytes were not read");
  }

  @Test
  void whatIsNotRecordedIsNoZero() throws IOException {
    assertThat(words("{\"exit_code\":0}"))
        .contains(
            "How many flow records there were was not recorded. Times are UTC.",
            "Corrupt input Not recorded.",
            "Appendix B: inputs Not recorded.")
        .doesNotContain("0 file", "0 flow record", "0 byte", "nothing was corrupt", "examined");
    assertThat(words("{\"inputs\":[{\"path\":\"a\"},{\"path\":\"b\"}],\"exit_code\":0}"))
        .contains(
            "Flow records of 2 files, not counted. Times are UTC.",
            "Inputs 2 files. Read: 2 not recorded.",
            "Corrupt input 2 files of 2 read as far as nobody recorded (run.json).")
        .doesNotContain("0 flow record", "0 byte", "0 whole", "2 whole", "nothing was corrupt");
  }

  @Test
  void aScoreThatIsNotToldIsNoErrorOfAHundredPercent() throws IOException {
    String run =
        "{\"scores\":[{\"situation\":\"IN_WINDOW\",\"bucket\":0,\"from\":\"built-in\"%s}]}";
    ResultRows row =
        ResultRows.flow("10.0.0.2", "192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T10:30");
    assertThat(words(run.formatted(""), row)).contains("IN_WINDOW built-in - - 1 ");
    assertThat(words(run.formatted(",\"score\":98"), row)).contains("IN_WINDOW built-in 98 2 % 1 ");
  }

  @Test
  void exportersAddUpAndTheOnesWithMostComeFirst() throws IOException {
    StringBuilder exporters = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      exporters
          .append(i == 0 ? "" : ",")
          .append(
              "{\"address\":\"%s\",\"domain\":%d,\"flow_records\":%d}"
                  .formatted(i == 0 ? "::" : "192.0.2." + i, i, 1000 + i));
    }
    // 9,036 are named.
    String totals =
        "{\"totals\":{\"flow_records\":10050,\"exporters\":["
            + exporters
            + "],\"flow_records_of_other_exporters\":14}}";
    assertThat(words(totals))
        .contains(
            "Exporters 192.0.2.8, domain 8: 1,008 flow records; 192.0.2.7, domain 7: 1,007 flow"
                + " records; ",
            "192.0.2.3, domain 3: 1,003 flow records; 3 more (run.json): 3,003 flow records;"
                + " others, too many to name: 14 flow records; no exporter known: 1,000 flow"
                + " records.")
        .doesNotContain("192.0.2.2,");
    assertThat(
            words(
                "{\"totals\":{\"flow_records\":5,\"exporters\":[{\"address\":\"::\","
                    + "\"domain\":9,\"flow_records\":5}],\"flow_records_of_other_exporters\":0}}"))
        .contains("Exporters address not told, domain 9: 5 flow records. ")
        .doesNotContain("no exporter", "others, too");
  }

  @Test
  void aCommandThatIsNotShownAsItWasGivenIsSaidNotToBe() throws IOException {
    String command = "{\"command_line\":[\"match\",%s],\"parameters\":{%s}}";
    String inside = "\"--inside\",\"250.159.0.0/16\"";
    String replaced = "The networks behind --inside are shown as they are after the replacement";
    String database = "A database is shown without the parameters of its URL";
    assertThat(words(command.formatted(inside, "\"anonymised\":\"Crypto-PAn\"")))
        .contains(replaced)
        .doesNotContain(database);
    assertThat(words(command.formatted(inside, ""))).doesNotContain(replaced, database);
    assertThat(words(command.formatted("\"a\"", "\"anonymised\":\"Crypto-PAn\"")))
        .doesNotContain(replaced);
    assertThat(words(command.formatted("\"--windows=jdbc:mariadb://db.example/pools\"", "")))
        .contains(database);
  }

  @Test
  void numbersThatAreOfAllClientsAreSaidToBe() throws IOException {
    String scores =
        "{\"scores\":[{\"situation\":\"IN_WINDOW\",\"bucket\":0,\"from\":\"built-in\","
            + "\"score\":98}]}";
    ResultRows ours =
        ResultRows.flow("10.0.0.2", "192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T10:30")
            .confidence(Confidence.CONFIRMED, 99, "IN_WINDOW", "NODE", "SAMPLED", "TIMES_SWAPPED");
    ResultRows other =
        ResultRows.flow("203.0.113.2", "192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T10:30")
            .confidence(Confidence.CONFIRMED, 99, "IN_WINDOW", "NODE", "SAMPLED", "TIMES_SWAPPED");
    InsideNetworks inside = InsideNetworks.parse("10.0.0.0/8", false);
    String whose = "Counted of all clients, those outside of the networks given as ours too.";
    assertThat(words(scores, totals(inside, ours, other)))
        .contains(
            "short connections are missed. " + whose,
            "the two were swapped. " + whose,
            "not to a pool's server. " + whose,
            "IN_WINDOW built-in 98 2 % 2 " + whose,
            "all its places together. " + whose);
    assertThat(words(scores, totals(inside, ours))).doesNotContain(whose);
    assertThat(words(scores, totals(InsideNetworks.NOT_SAID, ours, other))).doesNotContain(whose);
  }

  @Test
  void printedPagesBearWhatTellsTwoResultsWithoutRowsApart() throws IOException {
    String one =
        "{\"parameters\":{\"examiner\":\"Dr. A\"},\"result\":{\"files\":[{\"name\":\"matches.csv\"}]}}\n";
    String other = one.replace("Dr. A", "Dr. B");
    // By sha256sum.
    String hash = "2d0b2a36fe060b0c8a37bbc52ad91ba6434988e79134ac0207c183def1157783";
    String foot = "@bottom-left { content: \"run.json " + hash + "\"; }";
    assertThat(html(one, totals(InsideNetworks.NOT_SAID))).contains(foot);
    assertThat(html(other, totals(InsideNetworks.NOT_SAID)))
        .contains("@bottom-left { content: \"run.json ")
        .doesNotContain(hash);
    assertThat(words(one)).contains("SHA-256 of run.json " + hash + " Result digest");
    Path file = Files.writeString(directory.resolve("run.json"), one);
    assertThat(HtmlReport.of(file, totals(InsideNetworks.NOT_SAID)))
        .isEqualTo(html(one, totals(InsideNetworks.NOT_SAID)));
  }

  @Test
  void ofRowsOnStandardOutputNoRunJsonIsSpokenOf() throws IOException {
    String digest = "ab".repeat(32);
    String run = "{\"result\":{\"digest\":\"" + digest + "\",\"files\":[]}}";
    assertThat(html(run, totals(InsideNetworks.NOT_SAID)))
        .contains("@bottom-left { content: \"result " + digest + "\"; }");
    assertThat(words(run)).contains("no run.json was kept").doesNotContain("SHA-256 of run.json");
  }

  @Test
  void nothingOfAHostileManifestGetsIntoTheStyle() throws IOException {
    String hostile = "0\\\"; } </style><script>alert(1)</script>";
    assertThat(
            html("{\"result\":{\"digest\":\"" + hostile + "\"}}", totals(InsideNetworks.NOT_SAID)))
        .contains("&lt;/style&gt;&lt;script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void theDamagedOnesOfManyInputsAreAmongThoseThatAreShown() throws IOException {
    String[] inputs = new String[230];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] =
          i < 220
              ? input("whole" + i, 3, NOTHING_ELSE)
              : lostBlock("cut" + i, ",\"failure\":\"cut" + i + ": ends early\"");
    }
    String words = words(inputs(inputs));
    String appendix = words.substring(words.indexOf("Appendix B"));
    assertThat(appendix.split(" in part ", -1)).hasSize(11);
    assertThat(appendix.indexOf("cut229")).isLessThan(appendix.indexOf("whole0 "));
    assertThat(appendix).contains("whole0 ", "and 30 more files");
    String box = words.substring(words.indexOf("Corrupt input"), words.indexOf("Sampling"));
    assertThat(box)
        .contains(
            "cut220: ends early; CORRUPT, first", "cut225: ends", "and 4 more files (run.json).")
        .doesNotContain("cut226");
  }

  @Test
  void aFileThatWasLeftOutHasNoPartInTimesAndCounts() throws IOException {
    String out =
        lostBlock(
            "b",
            ",\"failure\":\"b: left out, 527 of it\",\"flow_records_left_out\":527,"
                + "\"flow_records_without_time\":7,"
                + "\"first_flow_time\":\"2020-01-01T00:00:00.000Z\","
                + "\"last_flow_time\":\"2020-01-02T00:00:00.000Z\"");
    assertThat(words(inputs(input("a", 3, NOTHING_ELSE), out)))
        .contains(
            "Read: 1 whole, 1 left out.",
            "Corrupt input 1 file of 2 left out wholly, for damage (--on-corrupt skip-file): b: left"
                + " out, 527 of it; CORRUPT, first at offset 140 (bad)")
        .doesNotContain("read at all", "skipped;", "had no time", "The first begins", "1 in part");
  }

  @Test
  void ofRecordsWithoutPortsNobodyKnowsWhetherTheyAreThoseWithoutTime() throws IOException {
    assertThat(
            words(
                inputs(
                    input(
                        "a",
                        30,
                        "\"flow_records_without_time\":12,\"flow_records_not_matched\":5,"
                            + "\"not_matched_for\":{\"NO_PORT\":5}"))))
        .contains(
            "5 for want of ports.",
            "12 records had no time; if compared at all, at best POSSIBLE.");
  }
}
