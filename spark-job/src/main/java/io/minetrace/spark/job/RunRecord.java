// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.minetrace.cli.ProgramVersion;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.report.ClientCounts;
import io.minetrace.report.ResultDigest;
import io.minetrace.report.ResultRow;
import io.minetrace.report.SessionCounts;
import io.minetrace.report.UtcTime;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is said of a run in {@code _runs/ID.json}, while it lasts and afterwards. */
final class RunRecord {

  /** How far a run has come. */
  enum Status {
    /** Or was killed: nothing could be written then. */
    RUNNING,
    COMPLETE,
    FAILED
  }

  private final String runId;
  private final Map<String, String> parameters;
  private final String windowsSource;
  private final WindowSnapshot windows;

  /**
   * @param parameters the choices that were in force
   * @param windowsSource as the user named it, without secrets
   */
  RunRecord(
      String runId, Map<String, String> parameters, String windowsSource, WindowSnapshot windows) {
    this.runId = runId;
    this.parameters = new TreeMap<>(parameters);
    this.windowsSource = windowsSource;
    this.windows = windows;
  }

  String running() {
    return json(Status.RUNNING, Optional.empty(), Optional.empty());
  }

  String complete(RunResult result) {
    return json(Status.COMPLETE, Optional.of(result), Optional.empty());
  }

  String failed(String problem) {
    return json(Status.FAILED, Optional.empty(), Optional.of(problem));
  }

  private String json(Status status, Optional<RunResult> result, Optional<String> problem) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("run_id", runId);
      json.writeStringField("status", status.name());
      if (problem.isPresent()) {
        json.writeStringField("problem", problem.get());
      }
      json.writeStringField("tool", "spark-job " + ProgramVersion.version());
      json.writeObjectFieldStart("parameters");
      for (Map.Entry<String, String> parameter : parameters.entrySet()) {
        json.writeStringField(parameter.getKey(), parameter.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("windows");
      json.writeStringField("source", windowsSource);
      json.writeStringField("snapshot_id", windows.id());
      json.writeStringField(
          "as_of", windows.asOf().isPresent() ? UtcTime.format(windows.asOf().getAsLong()) : null);
      json.writeEndObject();
      if (result.isPresent()) {
        write(json, result.get());
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, RunResult result) throws IOException {
    json.writeObjectFieldStart("inputs");
    json.writeNumberField("files", result.files().size());
    json.writeNumberField("files_partly_read", result.partlyRead());
    json.writeNumberField("files_unread", result.unread());
    json.writeNumberField("paths_not_found", result.problems());
    json.writeObjectFieldStart("passed_over");
    for (Map.Entry<String, Long> kind : result.passedOver().counts().entrySet()) {
      json.writeNumberField(kind.getKey(), kind.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("flow_records", result.records());
    json.writeNumberField("undecodable", result.undecodable());
    json.writeNumberField("coverage_share", result.coverage().share());
    json.writeNumberField("flow_records_with_absurd_time", result.coverage().absurd());
    json.writeEndObject();
    json.writeObjectFieldStart("result");
    json.writeNumberField("schema_version", ResultRow.SCHEMA_VERSION);
    json.writeNumberField("matches", result.matches());
    json.writeObjectFieldStart("matches_by_confidence");
    for (Confidence confidence : Confidence.values()) {
      json.writeNumberField(confidence.name(), result.matches(confidence));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("matches_by_activity");
    for (Activity activity : Activity.values()) {
      json.writeNumberField(activity.name(), result.matches(activity));
    }
    json.writeEndObject();
    SessionCounts sessions = result.totals().counts();
    json.writeObjectFieldStart("sessions");
    json.writeStringField("gap", sessions.gap().toString());
    json.writeNumberField("count", sessions.total());
    json.writeNumberField("attempted_only", sessions.attemptedOnly());
    json.writeEndObject();
    ClientCounts clients = result.totals().clients();
    json.writeObjectFieldStart("clients");
    json.writeNumberField("hosts", clients.hosts());
    json.writeNumberField("outside_clients", clients.outside());
    json.writeNumberField("outside_matches", clients.outsideMatches());
    json.writeNumberField("services_inside", clients.servicesInside().orElseThrow());
    json.writeEndObject();
    json.writeArrayFieldStart("days");
    for (var day : result.digest().days().entrySet()) {
      ResultDigest.Day digested = day.getValue();
      json.writeStartObject();
      json.writeStringField("date", day.getKey().toString());
      json.writeNumberField("rows", digested.rows());
      json.writeStringField("sha256", digested.sha256());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("digest", result.digest().hex());
    json.writeEndObject();
    json.writeNumberField("exit_code", result.exitCode().code());
  }
}
