// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import static io.minetrace.report.ResultRows.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.match.SessionBuilder;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultRows;
import io.minetrace.report.ResultTotals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names that strangers chose so that a page of them would break, hide something or deceive. */
class HostileNamesTest {

  private static final String POOL = "192.0.2.20:3333";
  private static final String EMOJI = "\ud83d\ude00";

  private String manifest = "{}";

  private static ResultRows row(int host) {
    return flow("10.0.0." + host, POOL, "2026-05-02T10:00", "2026-05-02T10:30");
  }

  private String page(ResultRows... rows) throws IOException {
    ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, session -> {});
    for (ResultRow row : ResultRows.inSessions(rows)) {
      totals.add(row);
    }
    totals.finish();
    return page(totals);
  }

  private String page(ResultTotals totals) throws IOException {
    return HtmlReport.of(
        new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)), totals);
  }

  /** The bytes that a file of the page would have; fails where it has none. */
  private static ByteBuffer bytes(String page) throws IOException {
    return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(page));
  }

  @Test
  void aNameOfManyEmojiIsNotCutInTheMiddleOfOne() throws IOException {
    for (String before : new String[] {"", "x"}) {
      String page = page(row(1).pool(before + EMOJI.repeat(100)));
      assertThat(bytes(page).remaining()).isPositive();
      assertThat(page).contains(EMOJI + "…" + EMOJI).doesNotContain("\\ud83d");
    }
  }

  @Test
  void halfACharacterIsShownByItsNumber() throws IOException {
    manifest = "{\"parameters\":{\"case\":\"17\\ud800\",\"examiner\":\"\\ude00\\ud83d\"}}";
    String page = page(row(1).pool("Pool\udc00"));
    assertThat(bytes(page).remaining()).isPositive();
    assertThat(page).contains("17\\ud800", "\\ude00\\ud83d", "Pool\\udc00");
  }

  @Test
  void ofALongNameBothEndsAreShown() throws IOException {
    String name = "begin" + "x".repeat(10_000) + "end";
    String page = page(row(1).pool(name, name).fqdns(name + ".example"));
    assertThat(page).contains("begin" + "x".repeat(37) + "…" + "x".repeat(18) + "end");
    assertThat(page).doesNotContain("x".repeat(65));
    assertThat(Names.shown("x".repeat(64))).doesNotContain("…");
    assertThat(Names.shown("x".repeat(65))).hasSize(64).contains("…");
  }

  @Test
  void hostsOfThousandsOfPoolsMakeNoLargerPageThanHostsOfAFew() throws IOException {
    ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, session -> {});
    for (int host = 0; host < 45; host++) {
      for (int pool = 0; pool < 1_500; pool++) {
        ResultRows row = row(host).pool("An ordinary name of a pool, number " + pool, "XMR");
        totals.add(row.session("session" + host).row());
      }
    }
    totals.finish();
    assertThat(page(totals).length()).isLessThan(200_000);
  }

  @Test
  void thousandsOfPoolsOfOneServiceAreShownAsAFew() throws IOException {
    String[] pools = new String[3_000];
    Arrays.setAll(pools, i -> "Pool " + i + " x".repeat(50));
    String page = page(row(1).pools(pools));
    assertThat(page).contains(" or 2,994 more");
    assertThat(page.length()).isLessThan(60_000);
  }

  @Test
  void aCaseOfTenThousandLettersLeavesTheVerdictInSight() throws IOException {
    manifest = "{\"parameters\":{\"case\":\"17 " + "x".repeat(10_000) + " end\"}}";
    String page = page(row(1));
    String masthead = page.substring(page.indexOf("<body>"), page.indexOf("<h1>"));
    assertThat(masthead.length()).isLessThan(400);
    assertThat(masthead).contains("17 xxx", "…", "xxx end");
    assertThat(page.substring(page.indexOf("<title>"), page.indexOf("</title>")).length())
        .isLessThan(200);
  }

  @Test
  void whatIsWrittenFromTheRightStandsApart() throws IOException {
    manifest =
        "{\"parameters\":{\"case\":\"\u05d0 17/2026\",\"examiner\":\"Dr. \u05d0\u05d1 42\"}}";
    String arabic = "\u0628\u0631\u0643\u0629";
    String page = page(row(1).pools(arabic + " 7", "\u05d0 1 \u05d1 2 x \u05d2"));
    assertThat(page)
        .contains("<title>\u05d0 17/2026: connections")
        .contains("<dd><bdi>\u05d0 17/2026</bdi></dd>")
        .contains("<dd>Dr. <bdi>\u05d0\u05d1</bdi> 42</dd>")
        .contains(
            "<td class=\"w\"><bdi>"
                + arabic
                + " 7</bdi> or <bdi>\u05d0 1 \u05d1</bdi> 2 x <bdi>\u05d2</bdi></td>")
        .contains("<tspan unicode-bidi=\"isolate\">" + arabic + "</tspan> 7 or ");
    manifest = "{}";
    assertThat(page(row(1).pool("Nov\u00e1k \u77ff\u6c60"))).doesNotContain("<bdi", "<tspan");
  }

  @Test
  void theLabelsOfAChartStayOnIt() throws IOException {
    for (String name : List.of("\ud83d\ude00", "\u77ff", "\udb40\udc41", "x", "Pool or ")) {
      String page = page(row(1).pool(name.repeat(60)));
      String chart = page.substring(page.indexOf("Bytes to and from each pool"));
      Matcher label = Pattern.compile("<text x=\"([0-9.]+)\"[^>]*>([^<]*)</text>").matcher(chart);
      assertThat(label.find()).isTrue();
      double room = Double.parseDouble(label.group(1));
      assertThat(room).isBetween(200.0, 330.0);
      int glyphs = label.group(2).codePoints().map(c -> c < 0x2600 ? 1 : 2).sum();
      assertThat(glyphs * Svg.GLYPH).as(label.group(2)).isLessThan(room);
    }
  }
}
