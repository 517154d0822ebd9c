// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a list of candidates rests on: its {@code run.json}.
 *
 * @param tool name and version
 * @param commit that the program was built from; {@code unknown} if nobody said
 * @param commandLine as given
 * @param parameters the choices that were in force, given or not
 * @param snapshotId of the windows whose endpoints were left out; empty if there were none
 * @param inputs in the order read
 * @param passedOver what lay in named directories and was not read, counted by kind
 * @param counts of the result: candidates, flows by why they are in none, contacts dropped
 * @param exitCode of the program
 */
public record DiscoveryManifest(
    String tool,
    String commit,
    List<String> commandLine,
    Map<String, String> parameters,
    Optional<String> snapshotId,
    List<InputSummary> inputs,
    Map<String, Long> passedOver,
    Map<String, Long> counts,
    int exitCode) {

  /** Writes it as JSON; the stream is closed. */
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      InputsJson.writeProgram(json, tool, commit, commandLine, parameters);
      json.writeStringField("snapshot_id", snapshotId.orElse(null));
      InputsJson.write(json, inputs, passedOver);
      json.writeObjectFieldStart("result");
      for (Map.Entry<String, Long> count : counts.entrySet()) {
        json.writeNumberField(count.getKey(), count.getValue());
      }
      json.writeEndObject();
      json.writeNumberField("exit_code", exitCode);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
