// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.BlockText;
import io.minetrace.cli.DurationText;
import io.minetrace.net.Cidr;
import io.minetrace.report.InsideNetworks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/**
 * The options about sessions and whose hosts are told of, which mean what they mean in {@code
 * flow-matcher match}: a picocli mixin.
 */
final class SessionChoices {

  private static final Duration DEFAULT_GAP = Duration.ofMinutes(15);

  @Option(
      names = "--sessions",
      description =
          "Also write the mining sessions, one a row, beside the matches (OUT/sessions/run_id=ID/):"
              + " who, with whom, from when to when, how long, how much.")
  private boolean written;

  @Option(
      names = "--session-gap",
      defaultValue = "15m",
      converter = DurationText.class,
      paramLabel = "DURATION",
      description =
          "A session ends when nothing was seen for longer than this (default: ${DEFAULT-VALUE}).")
  private Duration gap;

  @Option(
      names = "--inside",
      split = ",",
      paramLabel = "CIDR",
      converter = BlockText.class,
      description =
          "The networks that are ours, as 10.0.0.0/8,2001:db8::/32: summary and record tell of the"
              + " hosts in them, and count clients elsewhere apart. The rows of the result stay the"
              + " same. A client is asked by its address before translation, where the flow tells"
              + " it (default: every client is a host of ours).")
  private List<Cidr> inside = List.of();

  /** Whether the sessions are wanted as a table. */
  boolean areWritten() {
    return written;
  }

  /** How long nothing may be seen within one session. */
  Duration gap() {
    return gap;
  }

  /** Whose hosts are told of. */
  InsideNetworks inside() {
    return new InsideNetworks(inside, false);
  }

  /**
   * The choices on which the rows depend, for they carry their session's id; none where they are as
   * without options.
   */
  Map<String, String> rowParameters() {
    return gap.equals(DEFAULT_GAP) ? Map.of() : Map.of("session_gap", gap.toString());
  }

  /** All choices in force, for the record. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("session_gap", gap.toString());
    if (written) {
      parameters.put("sessions", "written");
    }
    if (!inside.isEmpty()) {
      parameters.put("inside", inside().toString());
    }
    return parameters;
  }
}
