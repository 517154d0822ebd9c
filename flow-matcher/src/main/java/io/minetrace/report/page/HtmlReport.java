// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.hash.Sha256;
import io.minetrace.report.JsonTree;
import io.minetrace.report.ResultTotals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A result as one HTML file for people who must decide, and defend it: the verdict in plain words,
 * the limits of it always in sight, charts, tables, and how to make it again. Needs no network, no
 * script, no other file; reads the same on paper. Made of the manifest and the rows alone, so that
 * the same result gives the same bytes whenever it is made.
 *
 * <p>Long tables are cut, and say so: what a hundred thousand hosts did is read in {@code
 * sessions.csv}, not on a page.
 */
public final class HtmlReport {

  private HtmlReport() {}

  /**
   * The report of a result.
   *
   * @param manifest its run.json
   * @param totals of all its rows, made for a report
   * @throws IOException if the manifest is not JSON
   */
  public static String of(InputStream manifest, ResultTotals totals) throws IOException {
    byte[] bytes = manifest.readAllBytes();
    JsonTree run = JsonTree.read(new ByteArrayInputStream(bytes));
    return html(new Manifest(run, Sha256.hex(bytes)), totals);
  }

  /**
   * The same of a manifest that lies in a file.
   *
   * @throws IOException naming it
   */
  public static String of(Path manifest, ResultTotals totals) throws IOException {
    return html(new Manifest(JsonTree.read(manifest), sha256(manifest)), totals);
  }

  private static String sha256(Path manifest) throws IOException {
    try (InputStream in = Files.newInputStream(manifest)) {
      MessageDigest digest = Sha256.digest();
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return Sha256.hex(digest);
    }
  }

  private static String html(Manifest manifest, ResultTotals totals) {
    Markup page = new Markup();
    page.doctype().open("html", "lang", "en");
    new PageHead(manifest).writeTo(page);
    page.open("body").open("main");
    for (Part part : parts(manifest, totals)) {
      part.writeTo(page);
    }
    new PageFoot().writeTo(page.close());
    return page.close().close().toString();
  }

  private static List<Part> parts(Manifest manifest, ResultTotals totals) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Masthead(manifest));
    parts.add(new Verdict(manifest, totals));
    if (totals.counts().total() > 0) {
      parts.add(new KeyFigures(manifest, totals));
    }
    parts.add(new Examination(manifest));
    parts.add(new LimitsBox(manifest, totals));
    if (totals.hosts().hosts() > 0) {
      parts.add(new ChartsPart(manifest, totals));
      parts.add(
          new Broad(
              new HostsPart(totals),
              new SessionsPart(totals),
              new EndpointsPart(totals),
              new AttemptsPart(totals)));
    }
    parts.add(new RepeatAppendix(manifest));
    parts.add(new InputsAppendix(manifest));
    parts.add(new ScoresAppendix(manifest, totals));
    parts.add(new WordsAppendix());
    return parts;
  }
}
