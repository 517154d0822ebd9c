// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.net.IpAddress;
import io.minetrace.report.Quantity;
import io.minetrace.report.UtcTime;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what was found in an input for a person to read. */
final class InspectionText {

  /** Of so many exporters each is named. */
  private static final int MAX_NAMED = 16;

  private static final String SAMPLING = "sampling";

  private InspectionText() {}

  static void print(Inspection inspection, PrintStream out) {
    TextTable table = new TextTable();
    table.row("file", inspection.file());
    inspection.report().ifPresent(report -> rows(table, report, inspection.census()));
    inspection.failure().ifPresent(failure -> table.row("ended by", failure));
    table.printTo(out);
    out.println();
  }

  private static void unmatchable(TextTable table, String lacking, long flows) {
    if (flows > 0) {
      table.row(
          lacking,
          Quantity.count(flows, "flow, which matches", "flows, which match") + " no window");
    }
  }

  private static void rows(TextTable table, DecodeReport report, FlowCensus census) {
    table.row("format", report.format());
    table.row("flows", Long.toString(report.records()));
    table.row(
        "time span",
        census
            .clock()
            .span()
            .map(s -> UtcTime.format(s.from()) + " … " + UtcTime.format(s.to()))
            .orElse("none"));
    if (census.clock().timeless() > 0) {
      table.row("without time", census.clock().timeless() + " flows");
    }
    unmatchable(table, "without protocol", census.unmatchable().withoutProtocol());
    unmatchable(table, "without ports", census.unmatchable().withoutPorts());
    if (census.endBeforeStart() > 0) {
      table.row("end before start", census.endBeforeStart() + " flows, as exported");
    }
    if (report.unitsRead() + report.unitsSkipped() > 0) {
      table.row(
          "blocks or packets", report.unitsRead() + " read, " + report.unitsSkipped() + " skipped");
    }
    table.row("exporters", exporters(report));
    if (report.lateRecords() > 0) {
      table.row("late templates", report.lateRecords() + " flows decoded with a later template");
    }
    if (report.lostByExporter() > 0) {
      table.row("sequence gaps", report.lostByExporter() + " never arrived in this file");
    }
    String sampling = census.describeSampling();
    if (!sampling.isEmpty() && !report.facts().containsKey(SAMPLING)) {
      table.row(SAMPLING, sampling);
    }
    census.noted().forEach((note, count) -> table.row(note.replace('_', ' '), count + " flows"));
    report.facts().forEach(table::row);
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      table.row(
          entry.getKey().isLoss() ? "not decoded" : "passed over", InputMessages.describe(entry));
    }
  }

  private static String exporters(DecodeReport report) {
    if (report.exporters().isEmpty()) {
      return "not said";
    }
    String named =
        report.exporters().entrySet().stream()
            .limit(MAX_NAMED)
            .map(entry -> name(entry.getKey()) + " (" + entry.getValue() + " flows)")
            .collect(Collectors.joining(", "));
    int more = report.exporters().size() - MAX_NAMED;
    long others = report.exporterCounts().others();
    return named
        + (more > 0 ? " and " + more + " more" : "")
        + (others > 0 ? ", and others that are too many to name (" + others + " flows)" : "");
  }

  private static String name(DecodeReport.Exporter exporter) {
    String address =
        exporter.address().equals(IpAddress.UNSPECIFIED)
            ? "unknown"
            : exporter.address().toString();
    return address + " domain " + exporter.domain();
  }
}
