// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Confidence;
import io.minetrace.report.MiningTally;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.UtcTime;
import java.util.List;

/** A table of the page: heads, then rows of cells, each kind of cell set in its own way. */
final class Table {

  private final Markup page;

  /**
   * Begins one.
   *
   * @param heads of the columns; those of numbers begin with #
   */
  Table(Markup page, String... heads) {
    this.page = page;
    page.open("div", "class", "wide").open("table").open("thead").open("tr");
    for (String head : heads) {
      if (head.startsWith("#")) {
        page.element("th", head.substring(1), "class", "n");
      } else {
        page.element("th", head);
      }
    }
    page.close().close().open("tbody");
  }

  /** The rows that a table shows of many. */
  static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(ReportSurvey.SHOWN, all.size()));
  }

  Table row() {
    page.open("tr");
    return this;
  }

  void endRow() {
    page.close();
  }

  Table number(String text) {
    page.element("td", text, "class", "n");
    return this;
  }

  /** An address, an id. */
  Table mono(String text) {
    page.element("td", text, "class", "m");
    return this;
  }

  /** A name of any length, and below it what nobody reads aloud. */
  Table named(String name, String code) {
    page.open("td", "class", "m long").text(name).empty("br");
    page.element("span", code, "class", "quiet").close();
    return this;
  }

  /** Text that may take several lines. */
  Table text(String text) {
    page.element("td", text, "class", "w");
    return this;
  }

  /** A few words of any number. */
  Table words(List<String> words) {
    page.open("td", "class", "w");
    few(words);
    page.close();
    return this;
  }

  /** The same, and below them by what they are known. */
  Table words(List<String> words, String by) {
    page.open("td", "class", "w");
    few(words);
    page.empty("br").element("span", by, "class", "quiet").close();
    return this;
  }

  private void few(List<String> words) {
    String before = "";
    for (String word : Names.few(words)) {
      page.text(before).text(word);
      before = ", ";
    }
    page.text(words.isEmpty() ? "-" : Names.more(words));
  }

  /** Text that stays on one line. */
  Table line(String text) {
    page.element("td", text, "class", "t");
    return this;
  }

  /** Two instants, one above the other. */
  Table times(long from, long to) {
    return lines(UtcTime.toSecond(from), UtcTime.toSecond(to));
  }

  /** One above the other. */
  Table lines(String first, String second) {
    page.open("td", "class", "t").text(first).empty("br").text(second).close();
    return this;
  }

  /** The best confidence, score and activity. */
  Table grade(MiningTally tally) {
    page.open("td", "class", "t").text(tally.confidence() + " " + tally.score()).empty("br");
    page.element("span", tally.activity().name(), "class", "quiet").close();
    return this;
  }

  /** How many records there are of each confidence; of which there are none is not named. */
  Table records(MiningTally tally) {
    page.open("td", "class", "t");
    long possible = tally.flows() - tally.confirmed() - tally.likely();
    String end = records("", tally.confirmed(), Confidence.CONFIRMED);
    end = records(end, tally.likely(), Confidence.LIKELY);
    records(end, possible, Confidence.POSSIBLE);
    page.close();
    return this;
  }

  private String records(String before, long count, Confidence confidence) {
    if (count == 0) {
      return before;
    }
    if (!before.isEmpty()) {
      page.empty(before);
    }
    page.text(Quantity.count(count) + " " + confidence);
    return "br";
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
