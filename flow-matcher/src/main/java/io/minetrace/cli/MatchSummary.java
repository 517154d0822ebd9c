// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.match.ScoreSource;
import io.minetrace.report.ContextCounts;
import io.minetrace.report.CoverageFacts;
import io.minetrace.report.HostTable;
import io.minetrace.report.InputSummary;
import io.minetrace.report.InsideNetworks;
import io.minetrace.report.MatchCounts;
import io.minetrace.report.MiningTally;
import io.minetrace.report.OutsideClients;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultTotals;
import io.minetrace.report.SessionCounts;
import io.minetrace.report.UtcTime;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person wants to know at the end of a run, as two tables. */
final class MatchSummary {

  private static final int SHOWN_WORDS = 2;

  private final List<InputSummary> inputs;
  private final PassedOver passedOver;
  private final MatchCounts counts;
  private final HostTable hosts;
  private final OutsideClients outside;
  private final SessionCounts sessions;
  private final CoverageFacts coverage;
  private final double corruptShare;
  private final List<ScoreSource> scores;
  private final Optional<ContextCounts> context;
  private final String digest;
  private final int shownLines;

  MatchSummary(
      List<InputSummary> inputs,
      PassedOver passedOver,
      ResultTotals totals,
      CoverageFacts coverage,
      double corruptShare,
      List<ScoreSource> scores,
      Optional<ContextCounts> context,
      int shownLines) {
    this.inputs = inputs;
    this.passedOver = passedOver;
    this.counts = totals.counts();
    this.hosts = totals.hosts();
    this.outside = totals.outside();
    this.sessions = totals.sessions();
    this.coverage = coverage;
    this.corruptShare = corruptShare;
    this.scores = scores;
    this.context = context;
    this.digest = totals.digest().hex();
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
    long unmatchable = inputs.stream().mapToLong(InputSummary::unmatchable).sum();
    if (unmatchable > 0) {
      table.row(
          "not matched",
          Quantity.count(unmatchable, "flow record lacks", "flow records lack")
              + " what a match needs");
    }
    if (corruptShare > 0) {
      table.row("lost", Quantity.percent(corruptShare) + " of the inputs' bytes were not read");
    }
    if (coverage.outside() > 0) {
      table.row(
          "left out",
          Quantity.count(coverage.outside(), "flow record")
              + " outside of the time asked for (--from, --to)");
    }
    table.row(
        "coverage",
        coverage.hours() == 0 && coverage.outside() > 0
            ? "no hour of the capture is of that time"
            : Quantity.percent(coverage.share())
                + (coverage.outside() > 0 ? " of its hours" : " of the capture's hours")
                + " were observed");
    if (coverage.absurd() > 0) {
      table.row(
          "absurd times",
          Quantity.count(coverage.absurd(), "record")
              + " before 1970 or after 9999, which no coverage counts");
    }
    table.row("matches", sum(counts.total()) + byConfidence());
    table.row("activity", byActivity());
    table.row("scores", scoreSources());
    InsideNetworks inside = outside.inside();
    table.row("inside hosts", hosts.hosts() + (inside.isSaid() ? " (in " + inside + ")" : ""));
    if (inside.isSaid()) {
      table.row(
          "outside",
          outside.clients()
              + " clients with "
              + outside.matches()
              + " matches and "
              + outside.sessions()
              + " sessions: in the rows, not among the hosts");
    }
    if (!outside.servicesInside().isEmpty()) {
      table.row("services inside", some(outside.servicesInside()));
    }
    table.row(
        "sessions",
        sessions.total()
            + (sessions.attemptedOnly() == 0
                ? ""
                : " (" + sessions.attemptedOnly() + " of refused or unanswered attempts only)"));
    context.ifPresent(
        beside ->
            table.row(
                "context",
                beside.lines()
                    + " contacts on other ports of the services' addresses, "
                    + beside.flows()
                    + " flow records; not mining"));
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

  private String scoreSources() {
    long measured = scores.stream().filter(ScoreSource::isMeasured).count();
    return measured == 0
        ? "the built-in table"
        : measured
            + " of "
            + scores.size()
            + " measured by the catalog's own calibration, the others built in";
  }

  private void printHosts(PrintStream out) {
    List<HostTable.Host> miners = hosts.miners();
    if (!miners.isEmpty()) {
      printHosts(out, miners);
    }
    List<HostTable.Host> attempts = hosts.attemptedOnly();
    if (!attempts.isEmpty()) {
      out.println((miners.isEmpty() ? "" : "\n") + "refused or not answered, nothing more:");
      printHosts(out, attempts);
    }
  }

  private void printHosts(PrintStream out, List<HostTable.Host> lines) {
    TextTable table = new TextTable();
    table.row(
        "host",
        "sessions",
        "active",
        "bytes",
        "pool",
        "service",
        "coin",
        "first seen",
        "last seen",
        "confidence",
        "activity");
    for (HostTable.Host host : lines.subList(0, Math.min(shownLines, lines.size()))) {
      MiningTally tally = host.tally();
      table.row(
          host.client(),
          Long.toString(tally.sessions()),
          Quantity.duration(tally.activeMillis()),
          Quantity.bytes(tally.octets()),
          some(tally.labels()),
          some(List.copyOf(host.services().keySet())),
          some(tally.coins()),
          UtcTime.toMinute(tally.firstSeen()),
          UtcTime.toMinute(tally.lastSeen()),
          tally.confidence().name(),
          tally.activity().name());
    }
    table.printTo(out);
    if (lines.size() > shownLines) {
      out.println("… and " + (lines.size() - shownLines) + " more (see --top)");
    }
  }

  /** The first of a set, and how many more there are: a line of a table is no place for all. */
  private static String some(List<String> words) {
    if (words.isEmpty()) {
      return "-";
    }
    String shown = String.join("|", words.subList(0, Math.min(SHOWN_WORDS, words.size())));
    return words.size() <= SHOWN_WORDS ? shown : shown + " +" + (words.size() - SHOWN_WORDS);
  }
}
