// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.match.Confidence;
import io.minetrace.match.MatchOptions;
import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options that decide what is matched and how, the same in the command and in the Spark job: a
 * picocli mixin.
 */
public final class MatchChoices {

  @Option(
      names = "--from",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Leave out flows that ended before.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Leave out flows that began later.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--min-confidence",
      defaultValue = "POSSIBLE",
      description = "Least confidence given: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Confidence minConfidence;

  @Option(
      names = "--slack",
      defaultValue = "PT0S",
      converter = DurationText.class,
      paramLabel = "DURATION",
      description = "Widen every flow at both ends, for clocks that differ: 1s, 5m (default: 0s).")
  private Duration slack;

  @Option(
      names = "--min-coverage",
      defaultValue = "0.5",
      paramLabel = "SHARE",
      description =
          "Least share of the capture's hours in which the windows must have been observed,"
              + " 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double minCoverage;

  /**
   * Checks what the types of the options do not.
   *
   * @throws ParameterException if values are out of range or contradict each other
   */
  public void check(CommandSpec spec) {
    if (!(minCoverage >= 0 && minCoverage <= 1)) {
      throw usage(spec, "--min-coverage: " + minCoverage + " (expected: 0 to 1)");
    }
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw usage(spec, "--from " + from.get() + " is after --to " + to.get());
    }
  }

  private static ParameterException usage(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** For the matcher. Flows without times take the span asked for, if both its ends were given. */
  public MatchOptions options() {
    MatchOptions options = MatchOptions.DEFAULT.withSlack(slack).withMinConfidence(minConfidence);
    return from.isPresent() && to.isPresent() ? options.withTimeless(span()) : options;
  }

  /** Flows outside are left out; empty if no end was given. */
  public Optional<TimeSpan> wanted() {
    return from.isEmpty() && to.isEmpty() ? Optional.empty() : Optional.of(span());
  }

  private TimeSpan span() {
    return new TimeSpan(
        from.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
        to.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
  }

  /** 0 to 1. */
  public double minCoverage() {
    return minCoverage;
  }

  /** All choices in force, given or not, for the manifest. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("slack", slack.toString());
    parameters.put("min_confidence", minConfidence.name());
    parameters.put("min_coverage", Double.toString(minCoverage));
    from.ifPresent(time -> parameters.put("from", time.toString()));
    to.ifPresent(time -> parameters.put("to", time.toString()));
    return parameters;
  }
}
