// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.match.ScoreSource;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a result rests on: {@code run.json}, which lies beside every result.
 *
 * @param tool name and version
 * @param commit that the program was built from; {@code unknown} if nobody said
 * @param commandLine as given
 * @param parameters the choices that were in force, given or not
 * @param snapshotId of the windows
 * @param snapshotSource as the user named it
 * @param snapshotAsOf time of the newest observation
 * @param snapshotKey id of the key by which its signature was found good; empty if none was asked
 *     for
 * @param coverage how much of the capture the windows' coverage touches
 * @param scores of every situation and bucket, and where each comes from
 * @param inputs in the order read
 * @param corruptShare how much of the inputs could not be read, 0 to 1
 * @param notRead what was named and could not be read, and why
 * @param passedOver what lay in named directories and was not read, counted by kind
 * @param counts of the result
 * @param sessions counted, if they were
 * @param clients counted: those inside and those outside of our networks
 * @param context counted, if it was listed
 * @param digest of the result
 * @param files of the result, as they were written
 * @param exitCode of the program
 */
public record RunManifest(
    String tool,
    String commit,
    List<String> commandLine,
    Map<String, String> parameters,
    String snapshotId,
    String snapshotSource,
    OptionalLong snapshotAsOf,
    Optional<String> snapshotKey,
    CoverageFacts coverage,
    List<ScoreSource> scores,
    List<InputSummary> inputs,
    double corruptShare,
    List<String> notRead,
    Map<String, Long> passedOver,
    MatchCounts counts,
    Optional<SessionCounts> sessions,
    ClientCounts clients,
    Optional<ContextCounts> context,
    ResultDigest digest,
    List<ResultFile> files,
    int exitCode) {

  /** A capture with more holes than these in its coverage is not described by a list of them. */
  private static final int LISTED_STRETCHES = 1000;

  /** Writes it as JSON; the stream is closed. */
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      InputsJson.writeProgram(json, tool, commit, commandLine, parameters);
      writeWindows(json);
      writeScores(json);
      InputsJson.write(json, inputs, passedOver);
      json.writeNumberField("corrupt_share", corruptShare);
      json.writeArrayFieldStart("not_read");
      for (String problem : notRead) {
        json.writeString(problem);
      }
      json.writeEndArray();
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
    json.writeStringField("signed_by", snapshotKey.orElse(null));
    json.writeNumberField("coverage_share", coverage.share());
    json.writeNumberField("hours_with_flows", coverage.hours());
    json.writeNumberField("stretches_not_covered", coverage.notCovered().size());
    json.writeNumberField("flow_records_with_absurd_time", coverage.absurd());
    json.writeNumberField("flow_records_outside_of_time", coverage.outside());
    json.writeArrayFieldStart("not_covered");
    for (TimeSpan stretch : coverage.notCovered().stream().limit(LISTED_STRETCHES).toList()) {
      json.writeStartObject();
      json.writeStringField("from", UtcTime.format(stretch.from()));
      json.writeStringField("to", UtcTime.format(stretch.to()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The error rates: what each score of this run rests on. */
  private void writeScores(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("scores");
    for (ScoreSource source : scores) {
      json.writeStartObject();
      json.writeStringField("situation", source.situation().name());
      json.writeNumberField("bucket", source.bucket());
      json.writeNumberField("score", source.score());
      json.writeStringField("from", source.isMeasured() ? "calibration" : "built-in");
      json.writeNumberField("built_in", source.builtIn());
      if (source.measured().isPresent()) {
        json.writeNumberField("held_out", source.measured().get().heldOut());
        json.writeNumberField("up_share", source.measured().get().upShare());
      } else {
        json.writeNullField("held_out");
        json.writeNullField("up_share");
      }
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
    json.writeObjectFieldStart("matches_by_reason");
    for (Map.Entry<String, Long> reason : counts.byReason().entrySet()) {
      json.writeNumberField(reason.getKey(), reason.getValue());
    }
    json.writeEndObject();
    if (sessions.isPresent()) {
      json.writeObjectFieldStart("sessions");
      json.writeStringField("gap", sessions.get().gap().toString());
      json.writeNumberField("count", sessions.get().total());
      json.writeNumberField("attempted_only", sessions.get().attemptedOnly());
      json.writeEndObject();
    }
    json.writeObjectFieldStart("clients");
    json.writeNumberField("hosts", clients.hosts());
    json.writeNumberField("outside_clients", clients.outside());
    json.writeNumberField("outside_matches", clients.outsideMatches());
    if (clients.servicesInside().isPresent()) {
      json.writeNumberField("services_inside", clients.servicesInside().getAsLong());
    }
    json.writeEndObject();
    if (context.isPresent()) {
      json.writeObjectFieldStart("context");
      json.writeNumberField("lines", context.get().lines());
      json.writeNumberField("flow_records", context.get().flows());
      json.writeEndObject();
    }
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
    json.writeArrayFieldStart("files");
    for (ResultFile file : files) {
      json.writeStartObject();
      json.writeStringField("name", file.name());
      json.writeNumberField("bytes", file.bytes());
      json.writeStringField("sha256", file.sha256());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
