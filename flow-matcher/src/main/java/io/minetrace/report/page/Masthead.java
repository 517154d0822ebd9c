// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

/** Whose matter the page belongs to, above everything; nothing if nobody said. */
final class Masthead implements Part {

  /** Characters of a case that leave the verdict in sight; whole it stands in run.json. */
  private static final int LONGEST = 240;

  private final Manifest manifest;

  Masthead(Manifest manifest) {
    this.manifest = manifest;
  }

  @Override
  public void writeTo(Markup page) {
    if (manifest.caseName().isEmpty() && manifest.examiner().isEmpty()) {
      return;
    }
    page.open("dl", "class", "case");
    manifest.caseName().ifPresent(name -> entry(page, "Case", name));
    manifest.examiner().ifPresent(name -> entry(page, "Examiner", name));
    page.close();
  }

  private static void entry(Markup page, String term, String text) {
    page.open("div")
        .element("dt", term)
        .text(" ")
        .element("dd", Names.shown(text, LONGEST))
        .close();
  }
}
