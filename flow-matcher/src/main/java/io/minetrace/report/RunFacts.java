// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.SessionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the manifest of a result says that is needed to read the result's rows. Immutable. */
public final class RunFacts {

  private final JsonTree run;

  /**
   * An input as the manifest tells it.
   *
   * @param path as the user named it
   * @param inputFile its id in the rows; empty if it could not be opened
   * @param bytes read of it
   * @param sha256 empty if it was not hashed to its end
   * @param reading what became of it, in a line of numbers that two readings of the same bytes
   *     share
   */
  public record Input(
      String path, String inputFile, long bytes, Optional<String> sha256, String reading) {}

  /** What a manifest that was read says. */
  public RunFacts(JsonTree run) {
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
      JsonTree parameters = run.at("parameters");
      boolean replaced = parameters.text("anonymised").isPresent();
      return parameters
          .text("inside")
          .map(text -> InsideNetworks.parse(text, replaced))
          .orElse(InsideNetworks.NOT_SAID);
    } catch (IllegalArgumentException e) {
      return InsideNetworks.NOT_SAID;
    }
  }

  /** Name, version and commit of the program. */
  public String program() {
    return run.text("tool").orElse("unknown") + ", commit " + commit();
  }

  private String commit() {
    return run.text("commit").orElse("unknown");
  }

  /** The choices that were in force, by name. */
  public Map<String, String> parameters() {
    return run.at("parameters").texts();
  }

  /** Of the windows. */
  public String snapshotId() {
    return run.at("windows").text("snapshot_id").orElse("none");
  }

  /** Where the windows came from, as the user named it. */
  public Optional<String> windowsSource() {
    return run.at("windows").text("source");
  }

  /** The files of the result, as they were written; none if the manifest does not tell. */
  public List<ResultFile> files() {
    return run.at("result").list("files").stream()
        .map(
            file ->
                new ResultFile(
                    file.text("name").orElse(""),
                    file.number("bytes").orElse(-1L),
                    file.text("sha256").orElse("none")))
        .toList();
  }

  /** Rows and digest of every day, as {@code 17 rows, SHA-256 …}. */
  public Map<String, String> days() {
    Map<String, String> days = new TreeMap<>();
    for (JsonTree day : run.at("result").list("days")) {
      days.put(
          day.text("date").orElse("none"),
          day.number("rows").orElse(-1L) + " rows, SHA-256 " + day.text("sha256").orElse("none"));
    }
    return days;
  }

  /** The inputs, in the order read. */
  public List<Input> inputs() {
    return run.list("inputs").stream()
        .map(
            input ->
                new Input(
                    input.text("path").orElse(""),
                    input.text("input_file").orElse(""),
                    input.number("bytes").orElse(-1L),
                    input.text("sha256"),
                    reading(input)))
        .toList();
  }

  private static String reading(JsonTree input) {
    StringBuilder reading = new StringBuilder();
    for (String name : List.of("flow_records", "units_read", "units_skipped")) {
      input
          .number(name)
          .ifPresent(number -> reading.append(name).append(' ').append(number).append(", "));
    }
    for (JsonTree loss : input.list("not_decoded")) {
      reading
          .append(loss.text("reason").orElse(""))
          .append(' ')
          .append(loss.number("count").orElse(0L))
          .append(" from offset ")
          .append(loss.number("first_offset").orElse(0L))
          .append(", ");
    }
    return reading.length() == 0 ? "nothing" : reading.substring(0, reading.length() - 2);
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
