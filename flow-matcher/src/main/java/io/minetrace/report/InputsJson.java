// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.flow.DecodeReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The parts of a manifest that all results have: who read what, how, and what became of it. */
final class InputsJson {

  private InputsJson() {}

  /** The program and how it was called. */
  static void writeProgram(
      JsonGenerator json,
      String tool,
      String commit,
      List<String> commandLine,
      Map<String, String> parameters)
      throws IOException {
    json.writeStringField("tool", tool);
    json.writeStringField("commit", commit);
    json.writeArrayFieldStart("command_line");
    for (String argument : commandLine) {
      json.writeString(argument);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      json.writeStringField(parameter.getKey(), parameter.getValue());
    }
    json.writeEndObject();
    json.writeStringField("java", System.getProperty("java.runtime.version"));
    json.writeStringField(
        "os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  /** The inputs, in the order read, and what was passed over. */
  static void write(JsonGenerator json, List<InputSummary> inputs, Map<String, Long> passedOver)
      throws IOException {
    json.writeArrayFieldStart("inputs");
    for (InputSummary input : inputs) {
      writeInput(json, input);
    }
    json.writeEndArray();
    InputTotals.of(inputs).write(json);
    json.writeObjectFieldStart("passed_over");
    for (Map.Entry<String, Long> kind : passedOver.entrySet()) {
      json.writeNumberField(kind.getKey(), kind.getValue());
    }
    json.writeEndObject();
  }

  private static void writeInput(JsonGenerator json, InputSummary input) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", input.path());
    json.writeStringField("input_file", input.inputFile());
    json.writeNumberField("bytes", input.bytes());
    json.writeStringField("sha256", input.sha256().orElse(null));
    json.writeStringField("format", input.report().map(DecodeReport::format).orElse(null));
    json.writeNumberField("flow_records", input.records());
    if (input.isLeftOut()) {
      json.writeNumberField("flow_records_left_out", input.decoded());
    }
    json.writeNumberField("flow_records_without_time", input.timeless());
    json.writeNumberField("flow_records_not_matched", input.unmatchable());
    json.writeObjectFieldStart("not_matched_for");
    for (Map.Entry<InputFailure.Kind, Long> lack : input.unmatchableByKind().entrySet()) {
      json.writeNumberField(lack.getKey().name(), lack.getValue());
    }
    json.writeEndObject();
    json.writeStringField(
        "first_flow_time", input.flowTimes().map(t -> UtcTime.format(t.from())).orElse(null));
    json.writeStringField(
        "last_flow_time", input.flowTimes().map(t -> UtcTime.format(t.to())).orElse(null));
    json.writeStringField("failure", input.failure().orElse(null));
    if (input.report().isPresent()) {
      writeReport(json, input.report().get());
    }
    json.writeEndObject();
  }

  /** What was replaced before the input was written, only of inputs that say so. */
  private static void writeReplaced(JsonGenerator json, Map<String, String> facts)
      throws IOException {
    String addresses = facts.get(DecodeReport.REPLACED_ADDRESSES);
    String others = facts.get(DecodeReport.REPLACED_PORTS_AND_TIMES);
    if (addresses == null && others == null) {
      return;
    }
    json.writeObjectFieldStart("replaced");
    if (addresses != null) {
      json.writeStringField("addresses", addresses);
    }
    if (others != null) {
      json.writeStringField("ports_and_times", others);
    }
    json.writeEndObject();
  }

  private static void writeReport(JsonGenerator json, DecodeReport report) throws IOException {
    json.writeNumberField("units", report.unitsRead() + report.unitsSkipped());
    json.writeNumberField("units_read", report.unitsRead());
    json.writeNumberField("units_skipped", report.unitsSkipped());
    json.writeNumberField("records_by_late_template", report.lateRecords());
    json.writeNumberField("lost_by_exporter", report.lostByExporter());
    writeReplaced(json, report.facts());
    String assumed = report.facts().get(DecodeReport.ASSUMED_TIMES);
    if (assumed != null) {
      json.writeStringField("times_at_clock_changes", assumed);
    }
    InputTotals.writeExporters(json, report.exporterCounts());
    TalliesJson.write(json, report);
  }
}
