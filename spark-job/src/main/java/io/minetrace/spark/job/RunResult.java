// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.ExitCode;
import io.minetrace.cli.PassedOver;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.report.ResultDigest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param files what became of each, sorted by path
 * @param problems paths that named nothing, and directories that could not be listed
 * @param passedOver what lay in named directories and was not read
 * @param coverage share of the capture's hours that the windows' coverage touches
 * @param byConfidence matches
 * @param byActivity matches
 * @param insideHosts different clients
 * @param digest of the result
 */
record RunResult(
    List<FileOutcome> files,
    long problems,
    PassedOver passedOver,
    double coverage,
    Map<Confidence, Long> byConfidence,
    Map<Activity, Long> byActivity,
    long insideHosts,
    ResultDigest digest) {

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
    line(out, "files", whole + " read, " + partlyRead() + " partly, " + unread() + " skipped");
    if (passedOver.total() > 0) {
      line(out, "passed over", passedOver.describe());
    }
    line(out, "flow records", Long.toString(records()));
    line(out, "undecodable", Long.toString(undecodable()));
    line(
        out,
        "coverage",
        String.format(Locale.ROOT, "%.0f %% of the capture's hours were observed", 100 * coverage));
    List<String> confidences = new ArrayList<>();
    for (Confidence confidence : Confidence.values()) {
      // Surest first.
      confidences.add(0, matches(confidence) + " " + confidence);
    }
    line(out, "matches", matches() + " (" + String.join(", ", confidences) + ")");
    List<String> activities = new ArrayList<>();
    for (Activity activity : Activity.values()) {
      activities.add(matches(activity) + " " + activity);
    }
    line(out, "activity", String.join(", ", activities));
    line(out, "inside hosts", Long.toString(insideHosts));
  }

  private static void line(PrintWriter out, String label, String value) {
    out.printf(Locale.ROOT, "%-13s %s%n", label, value);
  }
}
