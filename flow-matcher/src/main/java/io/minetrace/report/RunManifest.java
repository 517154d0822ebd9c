// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.minetrace.flow.DecodeReport;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a result rests on: {@code run.json}, which lies beside every result.
 *
 * @param tool name and version
 * @param commandLine as given
 * @param parameters the choices that were in force, given or not
 * @param snapshotId of the windows
 * @param snapshotSource as the user named it
 * @param snapshotAsOf time of the newest observation
 * @param coverageShare share of the capture's hours that the windows' coverage touches
 * @param inputs in the order read
 * @param passedOver what lay in named directories and was not read, counted by kind
 * @param counts of the result
 * @param digest of the result
 * @param exitCode of the program
 */
public record RunManifest(
    String tool,
    List<String> commandLine,
    Map<String, String> parameters,
    String snapshotId,
    String snapshotSource,
    OptionalLong snapshotAsOf,
    double coverageShare,
    List<InputSummary> inputs,
    Map<String, Long> passedOver,
    MatchCounts counts,
    ResultDigest digest,
    int exitCode) {

  /** Writes it as JSON; the stream is closed. */
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("tool", tool);
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
      writeWindows(json);
      json.writeArrayFieldStart("inputs");
      for (InputSummary input : inputs) {
        writeInput(json, input);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("passed_over");
      for (Map.Entry<String, Long> kind : passedOver.entrySet()) {
        json.writeNumberField(kind.getKey(), kind.getValue());
      }
      json.writeEndObject();
      writeResult(json);
      json.writeNumberField("exit_code", exitCode);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private void writeWindows(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("windows");
    json.writeStringField("source", snapshotSource);
    json.writeStringField("snapshot_id", snapshotId);
    if (snapshotAsOf.isPresent()) {
      json.writeStringField("as_of", UtcTime.format(snapshotAsOf.getAsLong()));
    } else {
      json.writeNullField("as_of");
    }
    json.writeNumberField("coverage_share", coverageShare);
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
    json.writeNumberField("flow_records_without_time", input.timeless());
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

  private static void writeReport(JsonGenerator json, DecodeReport report) throws IOException {
    json.writeNumberField("units_read", report.unitsRead());
    json.writeNumberField("units_skipped", report.unitsSkipped());
    json.writeNumberField("records_by_late_template", report.lateRecords());
    json.writeNumberField("lost_by_exporter", report.lostByExporter());
    json.writeArrayFieldStart("exporters");
    for (Map.Entry<DecodeReport.Exporter, Long> exporter : report.exporters().entrySet()) {
      json.writeStartObject();
      json.writeStringField("address", exporter.getKey().address().toString());
      json.writeNumberField("domain", exporter.getKey().domain());
      json.writeNumberField("flow_records", exporter.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("not_decoded");
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      json.writeStartObject();
      json.writeStringField("reason", entry.getKey().name());
      json.writeBooleanField("loss", entry.getKey().isLoss());
      json.writeNumberField("count", entry.getValue().count());
      json.writeNumberField("bytes", entry.getValue().bytes());
      json.writeNumberField("first_offset", entry.getValue().firstOffset());
      json.writeStringField("first_detail", entry.getValue().firstDetail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeResult(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("result");
    json.writeNumberField("schema_version", ResultRow.SCHEMA_VERSION);
    json.writeNumberField("matches", counts.total());
    json.writeObjectFieldStart("matches_by_confidence");
    for (Confidence confidence : Confidence.values()) {
      json.writeNumberField(confidence.name(), counts.of(confidence));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("matches_by_activity");
    for (Activity activity : Activity.values()) {
      json.writeNumberField(activity.name(), counts.of(activity));
    }
    json.writeEndObject();
    json.writeArrayFieldStart("days");
    for (var day : digest.days().entrySet()) {
      json.writeStartObject();
      json.writeStringField("date", day.getKey().toString());
      json.writeNumberField("rows", day.getValue().rows());
      json.writeStringField("sha256", day.getValue().sha256());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("digest", digest.hex());
    json.writeEndObject();
  }
}
