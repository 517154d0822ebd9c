// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.MatchCounts;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultTotals;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** How far the times of the flows can be trusted. */
final class ClockLimit implements Limit {

  private final Manifest manifest;
  private final MatchCounts counts;
  private final String whose;

  ClockLimit(Manifest manifest, ResultTotals totals) {
    this.manifest = manifest;
    this.counts = totals.counts();
    this.whose = WhoseHosts.ofAllClients(totals.outside());
  }

  @Override
  public void addTo(Definitions box) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Flow times are the exporters'; "
            + manifest
                .parameters()
                .text("slack")
                .map(ClockLimit::allowance)
                .orElse("what allowance was made for clocks that differ was not recorded."));
    Compared compared = Compared.of(manifest);
    if (compared.withoutTime() > 0) {
      sentences.add(
          Quantity.count(compared.withoutTime(), "record") + " had no time; not compared.");
    }
    if (compared.timeless() > 0) {
      sentences.add(
          Quantity.count(compared.timeless(), "record")
              + " had no time; "
              + (compared.notMatched().isPresent()
                      && compared.withoutProtocol() == 0
                      && compared.withoutPorts() == 0
                  ? "at best POSSIBLE."
                  : "if compared at all, at" + " best POSSIBLE."));
    }
    manifest
        .windows()
        .number("flow_records_with_absurd_time")
        .filter(count -> count > 0)
        .ifPresent(
            count ->
                sentences.add(
                    Quantity.count(count, "record")
                        + " bore times before 1970 or after 9999, which no coverage counts."));
    if (counts.of("EXPORT_TIME_ONLY") > 0) {
      sentences.add(
          Quantity.count(counts.of("EXPORT_TIME_ONLY"), "matched record")
              + " bore only the time of export.");
    }
    if (counts.of("TIMES_SWAPPED") > 0) {
      sentences.add(
          Quantity.count(counts.of("TIMES_SWAPPED"), "matched record")
              + " ended before the start, as exported; the two were swapped.");
    }
    manifest
        .parameters()
        .text("source_timezone")
        .ifPresent(zone -> sentences.add("Text exports without zone were read as " + zone + "."));
    long doubtful =
        manifest.used().stream()
            .filter(input -> input.text("times_at_clock_changes").isPresent())
            .count();
    if (doubtful > 0) {
      sentences.add(
          "In "
              + Quantity.count(doubtful, "input")
              + " some times without zone lie at a change of the clocks, and may be an hour off.");
    }
    boolean counted = counts.of("EXPORT_TIME_ONLY") + counts.of("TIMES_SWAPPED") > 0;
    box.item("Clocks", String.join(" ", sentences), counted ? whose : "");
  }

  private static String allowance(String slack) {
    return slack.equals("PT0S")
        ? "no allowance was made for clocks that differ."
        : "each flow was widened by " + inWords(slack) + " at both ends for clocks that differ.";
  }

  private static String inWords(String slack) {
    try {
      long millis = Duration.parse(slack).toMillis();
      return millis % 1000 == 0 ? Quantity.duration(millis) : Quantity.count(millis) + " ms";
    } catch (DateTimeParseException | ArithmeticException e) {
      // Not as this version writes it.
      return slack;
    }
  }
}
