// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.InputFailure;
import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many of the flow records could be compared with the windows at all.
 *
 * @param records of all inputs that are in the result; empty if run.json does not tell
 * @param notMatched those of them that could not be compared; empty if run.json does not tell
 * @param withoutProtocol those that did not tell their protocol
 * @param withoutPorts those that did not tell their ports
 * @param withoutTime others that had no time
 * @param timeless others that had no time and were given one
 */
record Compared(
    OptionalLong records,
    OptionalLong notMatched,
    long withoutProtocol,
    long withoutPorts,
    long withoutTime,
    long timeless) {

  static Compared of(Manifest manifest) {
    long timeless = 0;
    for (JsonTree input : manifest.used()) {
      long notMatched = input.number("flow_records_not_matched").orElse(0L);
      long given =
          input.number("flow_records_without_time").orElse(0L)
              - lacking(input, InputFailure.Kind.NO_FLOW_TIME);
      // What has neither time nor protocol or port was not compared for the latter.
      timeless += Math.min(given, input.number("flow_records").orElse(0L) - notMatched);
    }
    return new Compared(
        manifest.sum("flow_records"),
        manifest.sum("flow_records_not_matched"),
        lacking(manifest, InputFailure.Kind.NO_PROTOCOL),
        lacking(manifest, InputFailure.Kind.NO_PORT),
        lacking(manifest, InputFailure.Kind.NO_FLOW_TIME),
        timeless);
  }

  private static long lacking(Manifest manifest, InputFailure.Kind kind) {
    return manifest.inputs().stream().mapToLong(input -> lacking(input, kind)).sum();
  }

  private static long lacking(JsonTree input, InputFailure.Kind kind) {
    return input.at("not_matched_for").number(kind.name()).orElse(0L);
  }

  /** How many could be; of use where both numbers are told. */
  long count() {
    return records.orElse(0) - notMatched.orElse(0);
  }

  /** Whether there were records, and none of them could be. */
  boolean isNothing() {
    return records.orElse(0) > 0 && notMatched.isPresent() && count() <= 0;
  }

  /** Whether none of them is known to lack anything. */
  boolean isEverything() {
    return notMatched.orElse(0) == 0;
  }

  /** A sentence about those that could not be; empty if there are none. */
  Optional<String> lacking() {
    if (isEverything()) {
      return Optional.empty();
    }
    List<String> lacks = new ArrayList<>();
    if (withoutProtocol > 0) {
      lacks.add(Quantity.count(withoutProtocol) + " for want of the protocol");
    }
    if (withoutPorts > 0) {
      lacks.add(Quantity.count(withoutPorts) + " for want of ports");
    }
    if (withoutTime > 0) {
      lacks.add(Quantity.count(withoutTime) + " for want of a time");
    }
    return Optional.of(
        Quantity.count(notMatched.orElse(0), "flow record was", "flow records were")
            + " read and could not be compared with any service"
            + (lacks.isEmpty() ? "" : ": " + String.join(", ", lacks))
            + ".");
  }
}
