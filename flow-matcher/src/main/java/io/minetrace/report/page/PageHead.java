// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a browser reads before it shows anything: title, style, and that nothing is fetched. */
final class PageHead implements Part {

  private static final String TITLE = "onnections consistent with mining in flow records";

  private final Manifest manifest;

  PageHead(Manifest manifest) {
    this.manifest = manifest;
  }

  @Override
  public void writeTo(Markup page) {
    page.open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    // Nothing is fetched and nothing runs, whatever stands in the names below.
    page.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    page.element(
        "title",
        manifest.caseName().map(name -> Names.shown(name) + ": c").orElse("C")
            + TITLE
            + ": report");
    page.style(css() + foot()).close();
  }

  /**
   * Printed pages carry the hash of run.json, which tells two results apart even where both have no
   * rows, or the same; where there is none, the digest of the rows.
   */
  private String foot() {
    // Nothing but a digest gets into the style sheet, which is not escaped.
    Optional<String> digest =
        manifest.result().text("digest").filter(text -> text.matches("[0-9a-f]{64}"));
    String told =
        manifest.isKept()
            ? "run.json " + manifest.sha256()
            : digest.map("result "::concat).orElse("");
    return "@page { @bottom-left { content: \"" + told + "\"; } }\n";
  }

  private static String css() {
    try (InputStream css = PageHead.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is missing from the class path");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // A file of the program's own archive: without it the program is broken.
      throw new UncheckedIOException(e);
    }
  }
}
