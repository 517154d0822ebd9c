// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
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
 * @param commandLine as given
 * @param parameters the choices that were in force, given or not
 * @param snapshotId of the windows
 * @param snapshotSource as the user named it
 * @param snapshotAsOf time of the newest observation
 * @param snapshotKey id of the key by which its signature was found good; empty if none was asked
 *     for
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
    Optional<String> snapshotKey,
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
      InputsJson.writeProgram(json, tool, commandLine, parameters);
      writeWindows(json);
      InputsJson.write(json, inputs, passedOver);
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
    json.writeNumberField("coverage_share", coverageShare);
    json.writeEndObject();
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
