// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.UtcTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The files that were given: those first of which not all was read, then in the order read. */
final class InputsAppendix implements Part {

  private final List<JsonTree> inputs;

  InputsAppendix(Manifest manifest) {
    // What is amiss is not to be among those that a long table leaves out.
    this.inputs =
        manifest.inputs().stream()
            .sorted(Comparator.comparing(input -> InputState.of(input) == InputState.WHOLE))
            .toList();
  }

  @Override
  public void writeTo(Markup page) {
    page.element("h2", "Appendix B: inputs");
    if (inputs.isEmpty()) {
      page.paragraph("Not recorded.");
      return;
    }
    Table table =
        new Table(
            page,
            "Inputs",
            Column.of("File, SHA-256 (short id)"),
            Column.ofNumbers("Bytes"),
            Column.of("Format"),
            Column.ofNumbers("Flow records"),
            Column.of("First and last flow"),
            Column.of("Read"));
    for (JsonTree input : Table.first(inputs)) {
      table
          .row()
          .named(
              input.text("path").orElse("-"),
              input.text("sha256").orElse("not hashed")
                  + " ("
                  + input.text("input_file").orElse("-")
                  + ")")
          .number(input.number("bytes").map(Quantity::count).orElse("-"))
          .text(input.text("format").orElse("-"))
          .number(input.number("flow_records").map(Quantity::count).orElse("-"))
          .lines(time(input.text("first_flow_time")), time(input.text("last_flow_time")))
          .line(InputState.of(input).words())
          .endRow();
    }
    table.end(ReportSurvey.SHOWN, inputs.size(), "files (run.json).");
  }

  private static String time(Optional<String> time) {
    return time.flatMap(Manifest::millis).map(UtcTime::toSecond).orElse("-");
  }
}
