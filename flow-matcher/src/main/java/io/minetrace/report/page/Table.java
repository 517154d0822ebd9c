// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Confidence;
import io.minetrace.report.MiningTally;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.UtcTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table of the page: heads, then rows of cells, each kind of cell set in its own way. */
final class Table {

  /** How a cell is set; words of the style sheet. */
  private enum Kind {
    N,
    M,
    W,
    T,
    LONG;

    private final String word = name().toLowerCase(Locale.ROOT);
  }

  private final Markup page;
  private boolean rowBegins;

  /**
   * Begins one.
   *
   * @param caption what it is of: heard, not seen, for a heading stands above; no two of a page
   *     have the same
   */
  Table(Markup page, String caption, Column... columns) {
    this.page = page;
    String id = "table-" + caption.toLowerCase(Locale.ROOT).replace(' ', '-');
    // What is scrolled must be reached without a mouse.
    page.open("div", "class", "wide", "role", "region", "aria-labelledby", id, "tabindex", "0");
    page.open("table").element("caption", caption, "id", id, "class", "heard");
    page.open("thead").open("tr");
    for (Column column : columns) {
      switch (column.kind()) {
        case TEXT -> page.element("th", column.head(), "scope", "col");
        case NUMBER -> page.element("th", column.head(), "scope", "col", "class", Kind.N.word);
      }
    }
    page.close().close().open("tbody");
  }

  /** The rows that a table shows of many. */
  static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(ReportSurvey.SHOWN, all.size()));
  }

  /** Begins a row; its first cell says what it is of. */
  Table row() {
    page.open("tr");
    rowBegins = true;
    return this;
  }

  void endRow() {
    page.close();
  }

  private Markup open(Kind kind) {
    if (rowBegins) {
      page.open("th", "scope", "row", "class", kind.word);
    } else {
      page.open("td", "class", kind.word);
    }
    rowBegins = false;
    return page;
  }

  private Table cell(Kind kind, String text) {
    open(kind).text(text).close();
    return this;
  }

  Table number(String text) {
    return cell(Kind.N, text);
  }

  /** An address, an id. */
  Table mono(String text) {
    return cell(Kind.M, text);
  }

  /** A name of any length, and below it what nobody reads aloud. */
  Table named(String name, String code) {
    open(Kind.LONG).text(name).empty("br").element("span", code, "class", "quiet").close();
    return this;
  }

  /** Text that may take several lines. */
  Table text(String text) {
    return cell(Kind.W, text);
  }

  /** A few words of any number. */
  Table words(List<String> words) {
    open(Kind.W);
    few(words);
    page.close();
    return this;
  }

  /** The same, and below them by what they are known. */
  Table words(List<String> words, String by) {
    open(Kind.W);
    few(words);
    page.empty("br").element("span", by, "class", "quiet").close();
    return this;
  }

  /** The pools of rows: those of which only one is meant stand together. */
  Table pools(MiningTally tally) {
    open(Kind.W);
    List<List<String>> all = tally.attributions();
    String before = "";
    for (List<String> pools : Names.first(all)) {
      page.text(before);
      few(pools, " or ", " or ");
      before = ", ";
    }
    more(all, " and ");
    page.close();
    return this;
  }

  private void few(List<String> words) {
    few(words.isEmpty() ? List.of("-") : words, ", ", " and ");
  }

  /** Each name is a text of its own: one that is written from the right turns no other around. */
  private void few(List<String> words, String between, String last) {
    String before = "";
    for (String word : Names.first(words)) {
      page.text(before).text(Names.shown(word));
      before = between;
    }
    more(words, last);
  }

  private void more(List<?> names, String last) {
    String more = Names.more(names);
    page.text(more.isEmpty() ? "" : last + more);
  }

  /** Text that stays on one line. */
  Table line(String text) {
    return cell(Kind.T, text);
  }

  /** The same as in the row above: heard, but not seen once more. */
  Table again(String text) {
    open(Kind.T).element("span", text, "class", "heard").close();
    return this;
  }

  /** Two instants, one above the other. */
  Table times(long from, long to) {
    return lines(UtcTime.toSecond(from), UtcTime.toSecond(to));
  }

  /** One above the other. */
  Table lines(String... lines) {
    return lines(List.of(lines));
  }

  private Table lines(List<String> lines) {
    open(Kind.T);
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        page.empty("br");
      }
      page.text(lines.get(i));
    }
    page.close();
    return this;
  }

  /** The best confidence, score and activity. */
  Table grade(MiningTally tally) {
    open(Kind.T).text(tally.confidence() + " " + tally.score()).empty("br");
    page.element("span", tally.activity().name(), "class", "quiet").close();
    return this;
  }

  /** How many records there are of each confidence; of which there are none is not named. */
  Table records(MiningTally tally) {
    Map<Confidence, Long> counts = new LinkedHashMap<>();
    counts.put(Confidence.CONFIRMED, tally.confirmed());
    counts.put(Confidence.LIKELY, tally.likely());
    counts.put(Confidence.POSSIBLE, tally.flows() - tally.confirmed() - tally.likely());
    return lines(
        counts.entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> Quantity.count(count.getValue()) + " " + count.getKey())
            .toList());
  }

  /** No more rows follow. */
  void end() {
    page.close().close().close();
  }

  /**
   * No more rows follow.
   *
   * @param shown how many there were
   * @param all how many there are
   * @param what the others are, and where
   */
  void end(long shown, long all, String what) {
    end();
    if (all > shown) {
      page.element("p", "and " + Quantity.count(all - shown) + " more " + what, "class", "more");
    }
  }
}
