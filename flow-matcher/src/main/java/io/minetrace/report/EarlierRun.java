// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the manifest of an earlier run says of its windows and of the time of its flows: {@link
 * RunManifest} read back. The Spark job's record of a run is read too; it does not tell the inputs.
 *
 * @param snapshotId of the windows it was made with
 * @param slack by which its flows were widened
 * @param wanted what it was confined to, if it was
 * @param inputs that it read; empty if the manifest does not tell them
 * @param rows of the result by UTC day of their start
 */
public record EarlierRun(
    String snapshotId,
    Duration slack,
    Optional<TimeSpan> wanted,
    List<Input> inputs,
    Map<LocalDate, Long> rows) {

  /** A thousand times what a manifest of a hundred inputs takes. */
  private static final long MAX_BYTES = 1L << 28;

  /**
   * One input.
   *
   * @param flowTimes from the first start to the last end; empty if it has no flows with times
   * @param timeless flows without times, which were matched by the span of all others
   */
  public record Input(String path, Optional<TimeSpan> flowTimes, long timeless) {}

  public EarlierRun {
    inputs = List.copyOf(inputs);
    rows = new TreeMap<>(rows);
  }

  /**
   * Reads a manifest.
   *
   * @throws IOException naming the file and what is wrong with it
   */
  public static EarlierRun read(Path manifest) throws IOException {
    if (Files.size(manifest) > MAX_BYTES) {
      throw new IOException(
          manifest + ": " + Files.size(manifest) + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    try (InputStream in = Files.newInputStream(manifest);
        JsonParser json = new JsonFactory().createParser(in)) {
      json.nextToken();
      return of(object(JsonTree.value(json)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException(manifest + ": not JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new IOException(manifest + ": not the run.json of a match (" + e.getMessage() + ")", e);
    }
  }

  private static EarlierRun of(Map<String, Object> run) {
    Map<String, Object> windows = object(field(run, "windows"));
    Map<String, Object> parameters = object(field(run, "parameters"));
    Optional<String> from = text(parameters, "from");
    Optional<String> to = text(parameters, "to");
    Optional<TimeSpan> wanted =
        from.isEmpty() && to.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TimeSpan(
                    from.map(EarlierRun::millis).orElse(Long.MIN_VALUE),
                    to.map(EarlierRun::millis).orElse(Long.MAX_VALUE)));
    Map<LocalDate, Long> rows = new TreeMap<>();
    for (Object day : list(field(object(field(run, "result")), "days"))) {
      rows.put(
          LocalDate.parse(text(object(day), "date").orElseThrow(() -> lacks("date"))),
          number(object(day), "rows"));
    }
    List<Input> inputs = new ArrayList<>();
    // The Spark job sums its inputs up in an object.
    if (field(run, "inputs") instanceof List<?> all) {
      for (Object input : all) {
        inputs.add(input(object(input)));
      }
    }
    return new EarlierRun(
        text(windows, "snapshot_id").orElseThrow(() -> lacks("windows.snapshot_id")),
        text(parameters, "slack").map(Duration::parse).orElse(Duration.ZERO),
        wanted,
        inputs,
        rows);
  }

  private static Input input(Map<String, Object> input) {
    Optional<Long> first = text(input, "first_flow_time").map(EarlierRun::millis);
    Optional<Long> last = text(input, "last_flow_time").map(EarlierRun::millis);
    return new Input(
        text(input, "path").orElseThrow(() -> lacks("inputs.path")),
        first.isPresent() && last.isPresent()
            ? Optional.of(new TimeSpan(first.get(), last.get()))
            : Optional.empty(),
        number(input, "flow_records_without_time"));
  }

  /**
   * The stretch in which matched flows of an input may have been; empty if there were none. What a
   * run is confined to does not cut it: a flow that reaches into that was matched as a whole.
   */
  public Optional<TimeSpan> times(Input input) {
    Optional<TimeSpan> timed =
        input.flowTimes.filter(span -> wanted.isEmpty() || span.touches(wanted.get()));
    // Flows without times stand for the time asked for, where both its ends were given.
    Optional<TimeSpan> timeless =
        wanted
            .filter(span -> span.from() != Long.MIN_VALUE && span.to() != Long.MAX_VALUE)
            .filter(span -> input.timeless > 0);
    if (timed.isEmpty() || timeless.isEmpty()) {
      return timed.or(() -> timeless);
    }
    return Optional.of(
        new TimeSpan(
            Math.min(timed.get().from(), timeless.get().from()),
            Math.max(timed.get().to(), timeless.get().to())));
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static IllegalArgumentException lacks(String field) {
    return new IllegalArgumentException("it has no " + field);
  }

  private static Object field(Map<String, Object> object, String name) {
    Object value = object.get(name);
    if (value == null) {
      throw lacks(name);
    }
    return value;
  }

  private static Optional<String> text(Map<String, Object> object, String name) {
    return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static long number(Map<String, Object> object, String name) {
    if (object.get(name) instanceof Long number) {
      return number;
    }
    throw lacks(name);
  }

  @SuppressWarnings("unchecked") // made by JsonTree, whose objects have text keys
  private static Map<String, Object> object(Object value) {
    if (value instanceof Map<?, ?>) {
      return (Map<String, Object>) value;
    }
    throw new IllegalArgumentException("an object is missing");
  }

  private static List<?> list(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("a list is missing");
  }
}
