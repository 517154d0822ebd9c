// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.ExporterCounts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all inputs of a run come to: {@code totals} in its manifest, which whoever doubts it can add
 * up. Inputs are whole, partly read or skipped; units are read or skipped. Of an input that was
 * left out only its bytes, and what in it could not be decoded, count.
 */
final class InputTotals {

  private static final List<String> NAMES =
      List.of(
          "inputs",
          "inputs_whole",
          "inputs_partly",
          "inputs_skipped",
          "bytes",
          "units",
          "units_read",
          "units_skipped",
          "flow_records",
          "flow_records_without_time",
          "flow_records_not_matched",
          "undecodable");

  private final Map<String, Long> sums = new LinkedHashMap<>();
  private final ExporterCounts exporters = new ExporterCounts();

  private InputTotals() {}

  static InputTotals of(List<InputSummary> inputs) {
    InputTotals totals = new InputTotals();
    NAMES.forEach(name -> totals.add(name, 0));
    for (InputSummary input : inputs) {
      totals.add(input);
    }
    return totals;
  }

  private void add(InputSummary input) {
    add("inputs", 1);
    add(
        input.isUnread() ? "inputs_skipped" : input.isPartial() ? "inputs_partly" : "inputs_whole",
        1);
    add("bytes", input.bytes());
    add("flow_records", input.records());
    add("flow_records_without_time", input.isLeftOut() ? 0 : input.timeless());
    add("flow_records_not_matched", input.unmatchable());
    input.report().ifPresent(report -> add("undecodable", report.undecodable()));
    if (input.report().isPresent() && !input.isLeftOut()) {
      DecodeReport report = input.report().get();
      add("units", report.unitsRead() + report.unitsSkipped());
      add("units_read", report.unitsRead());
      add("units_skipped", report.unitsSkipped());
      exporters.addAll(report.exporterCounts());
    }
  }

  private void add(String name, long count) {
    sums.merge(name, count, Long::sum);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("totals");
    for (Map.Entry<String, Long> sum : sums.entrySet()) {
      json.writeNumberField(sum.getKey(), sum.getValue());
    }
    writeExporters(json, exporters);
    json.writeEndObject();
  }

  /**
   * Writes the field {@code exporters} into the object that is open, and one with the flow records
   * of those that are not named there.
   */
  static void writeExporters(JsonGenerator json, ExporterCounts exporters) throws IOException {
    json.writeArrayFieldStart("exporters");
    for (Map.Entry<DecodeReport.Exporter, Long> exporter : exporters.named().entrySet()) {
      json.writeStartObject();
      json.writeStringField("address", exporter.getKey().address().toString());
      json.writeNumberField("domain", exporter.getKey().domain());
      json.writeNumberField("flow_records", exporter.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("flow_records_of_other_exporters", exporters.others());
  }
}
