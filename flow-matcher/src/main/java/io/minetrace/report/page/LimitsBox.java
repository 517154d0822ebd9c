// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.Quantity;
import io.minetrace.report.ResultTotals;
import java.util.List;

/**
 * The box of what the verdict rests on and where it ends, in sight of whoever reads the verdict.
 */
final class LimitsBox implements Part {

  private final Manifest manifest;
  private final ResultTotals totals;

  LimitsBox(Manifest manifest, ResultTotals totals) {
    this.manifest = manifest;
    this.totals = totals;
  }

  @Override
  public void writeTo(Markup page) {
    ErrorRates errorRates = new ErrorRates(manifest, totals);
    page.open("section", "class", "limits");
    Definitions box = new Definitions(page, "What this rests on, and its limits");
    for (Limit limit :
        List.of(
            new CoverageLimit(manifest),
            new InputLimit(manifest),
            new CopiesLimit(manifest),
            new SamplingLimit(totals),
            new ClockLimit(manifest, totals),
            new AttributionLimit(totals),
            new AddressLimit(manifest),
            new ReplacedLimit(manifest),
            new WhoseHosts(totals.outside()),
            this::askedFor,
            this::program,
            LimitsBox::notInHere,
            this::context,
            errorRates)) {
      limit.addTo(box);
    }
    box.end();
    errorRates.writeTo(page);
    page.close();
  }

  private void askedFor(Definitions box) {
    manifest.leftOut().ifPresent(sentence -> box.item("Asked for", sentence));
  }

  private void program(Definitions box) {
    manifest
        .run()
        .text("tool")
        .filter(tool -> tool.endsWith(" development"))
        .ifPresent(
            tool ->
                box.item(
                    "Program",
                    "This build bears no version: which program made the result is not on"
                        + " record."));
  }

  private static void notInHere(Definitions box) {
    box.item(
        "Not in here",
        "Mining at services that the windows do not know, through a proxy or tunnel, or outside of"
            + " the time covered. A record shows a connection, not what ran on the host, who"
            + " started it, or whether it was allowed. An address may stand for several machines"
            + " (translation, DHCP), a machine for several addresses.");
  }

  private void context(Definitions box) {
    manifest
        .result()
        .at("context")
        .number("lines")
        .ifPresent(
            lines ->
                box.item(
                    "Beside the matches",
                    "On other ports of the services' addresses there were "
                        + Quantity.count(lines, "contact")
                        + " (context.csv). They are not connections to a mining service and count"
                        + " for nothing here."));
  }
}
