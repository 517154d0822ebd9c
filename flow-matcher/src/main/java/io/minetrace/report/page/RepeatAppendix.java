// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import java.util.List;
import java.util.Map;

/** How to make the result again, and by what to know that it is the same. */
final class RepeatAppendix implements Part {

  private final Manifest manifest;

  RepeatAppendix(Manifest manifest) {
    this.manifest = manifest;
  }

  @Override
  public void writeTo(Markup page) {
    JsonTree run = manifest.run();
    page.element("h2", "Appendix A: how to make this again");
    page.paragraph(
        "The same inputs and windows give the same rows, whatever the machine, the zone, the number"
            + " of threads or the order of the files. That the result is the same is told by its"
            + " digest. "
            + (manifest.isKept()
                ? "What it was made of, by whom and for which case is told by run.json, whose hash"
                    + " stands at the foot of each printed page."
                : "The rows went to standard output; no run.json was kept."));
    commandLine(page);
    notAsGiven(page);
    Definitions facts = new Definitions(page, "");
    if (manifest.isKept()) {
      facts.code("SHA-256 of run.json", manifest.sha256());
    }
    facts.code("Result digest", manifest.result().text("digest").orElse("not recorded"));
    facts.code("Snapshot", manifest.windows().text("snapshot_id").orElse("not recorded"));
    Map<String, Long> passedOver = run.at("passed_over").numbers();
    if (!passedOver.isEmpty()) {
      facts.item("Passed over", passedOver.toString().replaceAll("[{}]", "").replace('=', ' '));
    }
    facts.end();
    days(page, manifest.result().list("days"));
    files(page, manifest.result().list("files"));
  }

  /** An argument an element: one that is broken at its hyphens reads as another. */
  private void commandLine(Markup page) {
    List<String> arguments = manifest.run().texts("command_line");
    page.open("pre").text("flow-matcher");
    for (String argument : Table.first(arguments)) {
      page.text(" ").element("span", quoted(argument));
    }
    if (arguments.size() > ReportSurvey.SHOWN) {
      page.text(
          " … and "
              + Quantity.count(arguments.size() - (long) ReportSurvey.SHOWN, "more argument")
              + " (run.json)");
    }
    page.close();
  }

  /** Says where the command is not to the letter the one that was given. */
  private void notAsGiven(Markup page) {
    List<String> arguments = manifest.run().texts("command_line");
    if (manifest.parameters().text("anonymised").isPresent()
        && arguments.stream().anyMatch(argument -> argument.startsWith("--inside"))) {
      page.paragraph(
          "The networks behind --inside are shown as they are after the replacement of addresses,"
              + " not as they were given. The rows do not depend on them.");
    }
    if (arguments.stream().anyMatch(argument -> argument.contains("jdbc:"))) {
      page.paragraph(
          "A database is shown without the parameters of its URL, if it was given any: they may"
              + " hold a password.");
    }
  }

  /** As a shell takes it for one word. */
  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=,+%@-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  private static void days(Markup page, List<JsonTree> days) {
    if (days.isEmpty()) {
      return;
    }
    page.element("h3", "Digests of the days");
    Table table =
        new Table(
            page,
            "Digests of the days",
            Column.of("UTC day"),
            Column.ofNumbers("Rows"),
            Column.of("SHA-256 of the canonical rows"));
    for (JsonTree day : Table.first(days)) {
      table
          .row()
          .line(day.text("date").orElse(""))
          .number(day.number("rows").map(Quantity::count).orElse("-"))
          .mono(day.text("sha256").orElse("-"))
          .endRow();
    }
    table.end(ReportSurvey.SHOWN, days.size(), "days (run.json).");
  }

  private static void files(Markup page, List<JsonTree> files) {
    if (files.isEmpty()) {
      return;
    }
    page.element("h3", "Files of the result");
    Table table =
        new Table(
            page,
            "Files of the result",
            Column.of("File"),
            Column.ofNumbers("Bytes"),
            Column.of("SHA-256"));
    for (JsonTree file : Table.first(files)) {
      table
          .row()
          .mono(file.text("name").orElse("-"))
          .number(file.number("bytes").map(Quantity::count).orElse("-"))
          .mono(file.text("sha256").orElse("-"))
          .endRow();
    }
    table.end(ReportSurvey.SHOWN, files.size(), "files (run.json).");
  }
}
