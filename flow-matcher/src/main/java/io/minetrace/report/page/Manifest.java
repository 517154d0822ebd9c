// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Confidence;
import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import io.minetrace.report.RunFacts;
import io.minetrace.report.UtcTime;
import io.minetrace.window.TimeSpan;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What run.json says, as the page asks it. What it does not say, or says as nobody would expect, is
 * empty: earlier versions wrote less. Immutable.
 */
final class Manifest {

  private static final String CASE = "case";
  private static final String EXAMINER = "examiner";

  private final JsonTree run;
  private final String sha256;

  /**
   * A manifest that was read.
   *
   * @param sha256 of its bytes, in hex
   */
  Manifest(JsonTree run, String sha256) {
    this.run = run;
    this.sha256 = sha256;
  }

  /**
   * SHA-256 of run.json: it binds inputs, windows, choices, case and rows, where the digest of the
   * result binds the rows alone.
   */
  String sha256() {
    return sha256;
  }

  /** Whether it lies beside the rows; where these went to standard output, it was never written. */
  boolean isKept() {
    return !result().list("files").isEmpty();
  }

  /** All of it. */
  JsonTree run() {
    return run;
  }

  List<JsonTree> inputs() {
    return run.list("inputs");
  }

  /** The inputs whose flows are in the result if they match. */
  List<JsonTree> used() {
    return inputs().stream().filter(input -> InputState.of(input) != InputState.LEFT_OUT).toList();
  }

  /** A sentence about how much of the inputs was lost; empty if nothing is known to be. */
  Optional<String> corruptShare() {
    return run.decimal("corrupt_share")
        .filter(share -> share > 0)
        .map(
            share ->
                Quantity.percent(share)
                    + " of the inputs' bytes were not read, or are of files that were left out.");
  }

  /** The choices that were in force. */
  JsonTree parameters() {
    return run.at("parameters");
  }

  /** What the case is called. */
  Optional<String> caseName() {
    return parameters().text(CASE);
  }

  /** Who examined it. */
  Optional<String> examiner() {
    return parameters().text(EXAMINER);
  }

  /** The other choices that were in force, by name. */
  Map<String, String> choices() {
    Map<String, String> choices = new LinkedHashMap<>(parameters().texts());
    choices.keySet().removeAll(List.of(CASE, EXAMINER));
    return choices;
  }

  JsonTree windows() {
    return run.at("windows");
  }

  JsonTree result() {
    return run.at("result");
  }

  /** A number of all inputs together; empty where it is not told of each, or there are none. */
  OptionalLong sum(String name) {
    List<JsonTree> inputs = inputs();
    if (inputs.isEmpty() || inputs.stream().anyMatch(input -> input.number(name).isEmpty())) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        inputs.stream().mapToLong(input -> input.number(name).orElseThrow()).sum());
  }

  /** From the first flow to the last of all inputs that are {@link #used}. */
  Optional<TimeSpan> flowTimes() {
    List<TimeSpan> spans =
        used().stream()
            .flatMap(
                input ->
                    timeSpan(input.text("first_flow_time"), input.text("last_flow_time")).stream())
            .toList();
    return spans.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeSpan(
                spans.stream().mapToLong(TimeSpan::from).min().getAsLong(),
                spans.stream().mapToLong(TimeSpan::to).max().getAsLong()));
  }

  /** Hours with flows in which nobody looked, as far as they are listed. */
  List<TimeSpan> gaps() {
    return windows().list("not_covered").stream()
        .flatMap(gap -> timeSpan(gap.text("from"), gap.text("to")).stream())
        .toList();
  }

  Duration sessionGap() {
    return new RunFacts(run).sessionGap();
  }

  /** What the run was told not to give, which is not in the figures. */
  Optional<String> leftOut() {
    List<String> choices = new ArrayList<>();
    parameters()
        .text("min_confidence")
        .filter(least -> !least.equals(Confidence.POSSIBLE.name()))
        .ifPresent(least -> choices.add("matches less sure than " + least + " (--min-confidence)"));
    parameters()
        .text("from")
        .ifPresent(time -> choices.add("flows that ended before " + time + " (--from)"));
    parameters()
        .text("to")
        .ifPresent(time -> choices.add("flows that began after " + time + " (--to)"));
    return choices.isEmpty()
        ? Optional.empty()
        : Optional.of("Left out, as asked for: " + String.join("; ", choices) + ".");
  }

  /** Whether matches of this grade were left out by choice. */
  boolean isLeftOut(Confidence grade) {
    return Arrays.stream(Confidence.values())
        .filter(least -> parameters().text("min_confidence").equals(Optional.of(least.name())))
        .anyMatch(least -> grade.compareTo(least) < 0);
  }

  private static Optional<TimeSpan> timeSpan(Optional<String> from, Optional<String> to) {
    Optional<Long> first = from.flatMap(Manifest::millis);
    Optional<Long> last = to.flatMap(Manifest::millis);
    return first.isPresent() && last.isPresent() && first.get() <= last.get()
        ? Optional.of(new TimeSpan(first.get(), last.get()))
        : Optional.empty();
  }

  /** A time of the manifest in milliseconds; empty if it is none. */
  static Optional<Long> millis(String time) {
    try {
      return Optional.of(Instant.parse(time).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** {@code 2026-05-02T10:00Z … 2026-05-02T10:59Z}. */
  static String minutes(TimeSpan span) {
    return UtcTime.toMinute(span.from()) + " … " + UtcTime.toMinute(span.to());
  }
}
