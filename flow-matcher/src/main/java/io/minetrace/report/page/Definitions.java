// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.util.Map;

/** A list of terms, and what there is to say of each. */
final class Definitions {

  private final Markup page;

  /** Begins one. */
  Definitions(Markup page) {
    this.page = page;
    page.open("dl");
  }

  /**
   * Adds a term.
   *
   * @param paragraphs empty ones are left out
   */
  void item(String term, String... paragraphs) {
    page.element("dt", term).open("dd");
    for (String paragraph : paragraphs) {
      if (!paragraph.isEmpty()) {
        page.paragraph(paragraph);
      }
    }
    page.close();
  }

  /** Adds a term that is told by a number nobody reads aloud. */
  void code(String term, String code) {
    page.element("dt", term).open("dd").element("code", code).close();
  }

  /** Adds a term that is told by named words. */
  void words(String term, Map<String, String> words) {
    page.element("dt", term).open("dd").open("ul", "class", "words");
    words.forEach((name, word) -> page.open("li").element("code", name).text(" " + word).close());
    page.close().close();
  }

  /** No more follows. */
  void end() {
    page.close();
  }
}
