// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.util.Map;

/** A list of terms below a heading, and what there is to say of each; nothing without a term. */
final class Definitions {

  private final Markup page;
  private final String heading;
  private boolean begun;

  /**
   * Begins one.
   *
   * @param heading empty if there is one already
   */
  Definitions(Markup page, String heading) {
    this.page = page;
    this.heading = heading;
  }

  /**
   * Adds a term.
   *
   * @param paragraphs empty ones are left out
   */
  void item(String term, String... paragraphs) {
    term(term);
    for (String paragraph : paragraphs) {
      if (!paragraph.isEmpty()) {
        page.paragraph(paragraph);
      }
    }
    page.close();
  }

  /** Adds a term that is told by a number nobody reads aloud. */
  void code(String term, String code) {
    term(term);
    page.element("code", code).close();
  }

  /** Adds a term that is told by named words. */
  void words(String term, Map<String, String> words) {
    term(term);
    page.open("ul", "class", "words");
    words.forEach((name, word) -> page.open("li").element("code", name).text(" " + word).close());
    page.close().close();
  }

  private void term(String term) {
    if (!begun) {
      begun = true;
      if (!heading.isEmpty()) {
        page.element("h2", heading);
      }
      page.open("dl");
    }
    page.element("dt", term).open("dd");
  }

  /** No more follows. */
  void end() {
    if (begun) {
      page.close();
    }
  }
}
