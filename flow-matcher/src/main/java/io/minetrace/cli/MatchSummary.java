// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.report.HostTable;
import io.minetrace.report.InputSummary;
import io.minetrace.report.MatchCounts;
import io.minetrace.report.UtcTime;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person wants to know at the end of a run, as two tables. */
final class MatchSummary {

  private final List<InputSummary> inputs;
  private final PassedOver passedOver;
  private final MatchCounts counts;
  private final HostTable hosts;
  private final double coverage;
  private final String digest;
  private final int shownLines;

  MatchSummary(
      List<InputSummary> inputs,
      PassedOver passedOver,
      MatchCounts counts,
      HostTable hosts,
      double coverage,
      String digest,
      int shownLines) {
    this.inputs = inputs;
    this.passedOver = passedOver;
    this.counts = counts;
    this.hosts = hosts;
    this.coverage = coverage;
    this.digest = digest;
    this.shownLines = shownLines;
  }

  void printTo(PrintStream out) {
    long unread = inputs.stream().filter(InputSummary::isUnread).count();
    long partly = inputs.stream().filter(InputSummary::isPartial).count() - unread;
    TextTable table = new TextTable();
    table.row(
        "files",
        (inputs.size() - unread - partly) + " read, " + partly + " partly, " + unread + " skipped");
    if (passedOver.total() > 0) {
      table.row("passed over", passedOver.describe());
    }
    table.row("flow records", sum(inputs.stream().mapToLong(InputSummary::records).sum()));
    table.row(
        "undecodable",
        sum(
            inputs.stream()
                .flatMap(i -> i.report().stream())
                .mapToLong(DecodeReport::undecodable)
                .sum()));
    table.row(
        "coverage",
        String.format(Locale.ROOT, "%.0f %% of the capture's hours were observed", 100 * coverage));
    table.row("matches", sum(counts.total()) + byConfidence());
    table.row("activity", byActivity());
    table.row("inside hosts", Long.toString(hosts.hosts()));
    table.row("digest", digest);
    table.printTo(out);
    if (counts.total() > 0) {
      out.println();
      printHosts(out);
    }
  }

  private static String sum(long value) {
    return Long.toString(value);
  }

  private String byConfidence() {
    List<String> parts = new ArrayList<>();
    for (int i = Confidence.values().length - 1; i >= 0; i--) {
      Confidence confidence = Confidence.values()[i];
      parts.add(counts.of(confidence) + " " + confidence);
    }
    return " (" + String.join(", ", parts) + ")";
  }

  private String byActivity() {
    List<String> parts = new ArrayList<>();
    for (Activity activity : Activity.values()) {
      parts.add(counts.of(activity) + " " + activity);
    }
    return String.join(", ", parts);
  }

  private void printHosts(PrintStream out) {
    TextTable table = new TextTable();
    table.row(
        "host",
        "sessions",
        "active",
        "pool",
        "service",
        "coin",
        "first seen",
        "confidence",
        "activity");
    List<HostTable.Line> lines = hosts.lines();
    for (HostTable.Line line : lines.subList(0, Math.min(shownLines, lines.size()))) {
      table.row(
          line.client(),
          Long.toString(line.sessions()),
          duration(line.activeMillis()),
          line.label(),
          line.service(),
          line.coins().isEmpty() ? "-" : line.coins(),
          UtcTime.toMinute(line.firstSeen()),
          line.confidence().name(),
          line.activity().name());
    }
    table.printTo(out);
    if (lines.size() > shownLines) {
      out.println("… and " + (lines.size() - shownLines) + " more (see --top)");
    }
  }

  private static String duration(long millis) {
    long seconds = (millis + 500) / 1000;
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + " min " + seconds % 60 + " s"
        : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
