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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The page as a parser has it: what a screen reader goes by. */
class PageStructureTest {

  private static final String POOL = "192.0.2.20:3333";

  /** Every table occurs; names are as hostile as they get. */
  private static final String MANIFEST =
      """
      {"command_line":["match","a&b<c>","\\u0000"],
       "parameters":{"case":"]]>--><!--","examiner":"A & 'B' \\"C\\""},
       "inputs":[{"path":"<a>","flow_records":1},{"path":"&amp;","failure":"\\ud800"}],
       "scores":[
         {"situation":"IN_WINDOW","bucket":0,"score":99,"from":"built-in"},
         {"situation":"MARGIN_CLOSED","bucket":0,"score":83,"from":"built-in","held_out":2000,"up_share":0.5},
         {"situation":"MARGIN_CLOSED","bucket":1,"score":41,"from":"built-in"}],
       "result":{"days":[{"date":"2026-05-02","rows":1,"sha256":"cafe"}],
                 "files":[{"name":"matches.csv","bytes":1,"sha256":"cafe"}]}}
      """;

  private Document page;

  @BeforeEach
  void parse() throws Exception {
    ResultTotals totals = ResultTotals.forReport(SessionBuilder.DEFAULT_GAP, session -> {});
    for (ResultRow row :
        ResultRows.inSessions(
            flow("10.0.0.1", POOL, "2026-05-02T10:00", "2026-05-02T10:30")
                .pools("<svg onload=x>", "]]>&nbsp;\u0001\ufffe\ud800", "\u05d0 1"),
            flow("10.0.0.2", "[2001:db8::1]:443", "2026-05-03T10:00", "2026-05-04T10:30")
                .confidence(Confidence.POSSIBLE, 41, "MARGIN_CLOSED"),
            flow("10.0.0.3", POOL, "2026-05-02T10:00", "2026-05-02T10:00")
                .activity(Activity.REFUSED))) {
      totals.add(row);
    }
    totals.finish();
    String html =
        HtmlReport.of(new ByteArrayInputStream(MANIFEST.getBytes(StandardCharsets.UTF_8)), totals);
    page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> of(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private List<Element> all(String name) {
    return of(page.getElementsByTagName(name));
  }

  private static List<Element> children(Node parent) {
    return of(parent.getChildNodes());
  }

  @Test
  void everyTableHasItsNameAndIsReachedByKeyboard() {
    Set<String> names = new HashSet<>();
    assertThat(all("table")).hasSize(10);
    for (Element table : all("table")) {
      Element region = (Element) table.getParentNode();
      Element caption = children(table).get(0);
      assertThat(caption.getTagName()).isEqualTo("caption");
      assertThat(caption.getTextContent()).isNotBlank();
      assertThat(names.add(caption.getAttribute("id"))).as(caption.getTextContent()).isTrue();
      assertThat(caption.getAttribute("id")).matches("[a-z-]+");
      assertThat(region.getAttribute("aria-labelledby")).isEqualTo(caption.getAttribute("id"));
      assertThat(region.getAttribute("role")).isEqualTo("region");
      assertThat(region.getAttribute("tabindex")).isEqualTo("0");
    }
  }

  @Test
  void everyCellHasAHeadAboveAndOneBeside() {
    for (Element table : all("table")) {
      List<Element> heads = of(children(table).get(1).getElementsByTagName("th"));
      assertThat(heads)
          .isNotEmpty()
          .allMatch(head -> head.getAttribute("scope").equals("col"))
          .noneMatch(head -> head.getTextContent().isBlank());
      List<Element> rows = children(children(table).get(2));
      assertThat(rows).isNotEmpty();
      for (Element row : rows) {
        List<Element> cells = children(row);
        assertThat(cells).as(row.getTextContent()).hasSameSizeAs(heads);
        assertThat(cells.get(0).getTagName()).isEqualTo("th");
        assertThat(cells.get(0).getAttribute("scope")).isEqualTo("row");
        assertThat(cells.get(0).getTextContent()).as(row.getTextContent()).isNotBlank();
        assertThat(cells.subList(1, cells.size())).allMatch(cell -> cell.getTagName().equals("td"));
      }
    }
  }

  @Test
  void headingsGoDownStepByStepWithinTheMainPart() {
    assertThat(all("h1")).hasSize(1);
    assertThat(children(all("body").get(0)))
        .extracting(Element::getTagName)
        .containsExactly("main", "footer");
    int before = 0;
    for (Element element : of(all("main").get(0).getElementsByTagName("*"))) {
      if (element.getTagName().matches("h[1-6]")) {
        int level = element.getTagName().charAt(1) - '0';
        assertThat(level).as(element.getTextContent()).isLessThanOrEqualTo(before + 1);
        before = level;
      }
    }
  }

  @Test
  void nothingStandsWhereABrowserWouldMoveIt() {
    for (String name : List.of("p", "h2", "h3", "dt", "figcaption", "caption", "th", "td", "li")) {
      assertThat(all(name))
          .as(name)
          .allSatisfy(
              element ->
                  assertThat(of(element.getElementsByTagName("*")))
                      .extracting(Element::getTagName)
                      .isSubsetOf("b", "bdi", "br", "code", "i", "span", "time"));
    }
    for (Element list : all("dl")) {
      assertThat(children(list)).extracting(Element::getTagName).isSubsetOf("dt", "dd", "div");
    }
    for (Element list : all("ul")) {
      assertThat(children(list)).extracting(Element::getTagName).containsOnly("li");
    }
  }
}
