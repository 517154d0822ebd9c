// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.SessionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** What the manifest of a result says that is needed to read the result's rows. Immutable. */
public final class RunFacts {

  private final JsonTree run;

  RunFacts(JsonTree run) {
    this.run = run;
  }

  /**
   * Reads a manifest.
   *
   * @throws IOException naming it, if it cannot be read
   */
  public static RunFacts read(Path manifest) throws IOException {
    return new RunFacts(JsonTree.read(manifest));
  }

  /** The digest of the result in hex; empty if the manifest has none. */
  public Optional<String> digest() {
    return run.at("result").text("digest");
  }

  /** The gap by which the sessions were made. */
  public Duration sessionGap() {
    try {
      return run.at("parameters")
          .text("session_gap")
          .map(Duration::parse)
          .orElse(SessionBuilder.DEFAULT_GAP);
    } catch (DateTimeException e) {
      return SessionBuilder.DEFAULT_GAP;
    }
  }

  /**
   * What else the rows of a single file were written as; empty if with our own columns, as they
   * are.
   */
  public Optional<String> otherRows() {
    JsonTree parameters = run.at("parameters");
    Optional<String> formats =
        parameters.text("formats").filter(f -> !f.equals("csv") && !f.equals("ndjson"));
    Optional<String> columns = parameters.text("columns").filter(c -> !c.equals("ipfix"));
    return formats
        .map(format -> "-f " + format)
        .or(() -> columns.map(word -> "--columns " + word))
        .or(() -> parameters.text("excel").map(on -> "--excel"));
  }

  /** The networks whose hosts the run told of. */
  public InsideNetworks inside() {
    try {
      return run.at("parameters")
          .text("inside")
          .map(InsideNetworks::parse)
          .orElse(InsideNetworks.NOT_SAID);
    } catch (IllegalArgumentException e) {
      return InsideNetworks.NOT_SAID;
    }
  }

  /** Path and hash of an input by its id in the rows; empty if the manifest has no such input. */
  public Optional<String> input(String id) {
    return run.list("inputs").stream()
        .filter(input -> input.text("input_file").equals(Optional.of(id)))
        .findFirst()
        .map(
            input ->
                input.text("path").orElse("")
                    + input.text("sha256").map(hash -> " (SHA-256 " + hash + ")").orElse(""));
  }
}
