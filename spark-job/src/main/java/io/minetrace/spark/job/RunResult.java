// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.ExitCode;
import io.minetrace.cli.PassedOver;
import io.minetrace.cli.TextTable;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.report.CoverageFacts;
import io.minetrace.report.InsideNetworks;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultDigest;
import io.minetrace.report.SessionCounts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param files what became of each, sorted by path
 * @param problems paths that named nothing, and directories that could not be listed
 * @param passedOver what lay in named directories and was not read
 * @param coverage how much of the capture the windows' coverage touches
 * @param byConfidence matches
 * @param byActivity matches
 * @param totals of sessions, clients and services
 * @param digest of the result
 */
record RunResult(
    List<FileOutcome> files,
    long problems,
    PassedOver passedOver,
    CoverageFacts coverage,
    Map<Confidence, Long> byConfidence,
    Map<Activity, Long> byActivity,
    SessionTotals totals,
    ResultDigest digest) {

  private static final int SHOWN_SERVICES = 2;

  RunResult {
    files = List.copyOf(files);
    byConfidence = Map.copyOf(byConfidence);
    byActivity = Map.copyOf(byActivity);
  }

  long unread() {
    return files.stream().filter(FileOutcome::isUnread).count();
  }

  long partlyRead() {
    return files.stream().filter(FileOutcome::isPartial).count() - unread();
  }

  long records() {
    return files.stream().mapToLong(FileOutcome::records).sum();
  }

  long undecodable() {
    return files.stream().mapToLong(FileOutcome::undecodable).sum();
  }

  long matches() {
    return byConfidence.values().stream().mapToLong(Long::longValue).sum();
  }

  long matches(Confidence confidence) {
    return byConfidence.getOrDefault(confidence, 0L);
  }

  long matches(Activity activity) {
    return byActivity.getOrDefault(activity, 0L);
  }

  ExitCode exitCode() {
    return problems > 0 || files.stream().anyMatch(FileOutcome::isPartial)
        ? ExitCode.PARTIAL_INPUT
        : ExitCode.OK;
  }

  /** What a person wants to know at the end. */
  void printSummary(PrintWriter out) {
    long whole = files.size() - partlyRead() - unread();
    TextTable table = new TextTable();
    table.row("files", whole + " read, " + partlyRead() + " partly, " + unread() + " skipped");
    if (passedOver.total() > 0) {
      table.row("passed over", passedOver.describe());
    }
    table.row("flow records", Long.toString(records()));
    table.row("undecodable", Long.toString(undecodable()));
    table.row(
        "coverage", Quantity.percent(coverage.share()) + " of the capture's hours were observed");
    if (coverage.absurd() > 0) {
      table.row(
          "absurd times",
          Quantity.count(coverage.absurd(), "record")
              + " before 1970 or after 9999, which no coverage counts");
    }
    List<String> confidences = new ArrayList<>();
    for (Confidence confidence : Confidence.values()) {
      // Surest first.
      confidences.add(0, matches(confidence) + " " + confidence);
    }
    table.row("matches", matches() + " (" + String.join(", ", confidences) + ")");
    List<String> activities = new ArrayList<>();
    for (Activity activity : Activity.values()) {
      activities.add(matches(activity) + " " + activity);
    }
    table.row("activity", String.join(", ", activities));
    addClients(table);
    SessionCounts sessions = totals.counts();
    table.row(
        "sessions",
        sessions.total()
            + (sessions.attemptedOnly() == 0
                ? ""
                : " (" + sessions.attemptedOnly() + " of refused or unanswered attempts only)"));
    table.lines().forEach(out::println);
  }

  private void addClients(TextTable table) {
    InsideNetworks inside = totals.inside();
    table.row("inside hosts", totals.hosts() + (inside.isSaid() ? " (in " + inside + ")" : ""));
    if (inside.isSaid()) {
      table.row(
          "outside",
          totals.outside()
              + " clients with "
              + totals.outsideMatches()
              + " matches and "
              + totals.outsideSessions()
              + " sessions: in the rows, not among the hosts");
    }
    List<String> services = totals.servicesInside();
    if (!services.isEmpty()) {
      int shown = Math.min(SHOWN_SERVICES, services.size());
      table.row(
          "services inside",
          String.join("|", services.subList(0, shown))
              + (services.size() > shown ? " +" + (services.size() - shown) : ""));
    }
  }
}
