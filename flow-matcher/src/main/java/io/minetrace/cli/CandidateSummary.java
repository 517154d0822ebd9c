// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.discovery.Candidate;
import io.minetrace.discovery.ContactTable;
import io.minetrace.discovery.Reason;
import io.minetrace.flow.DecodeReport;
import io.minetrace.net.HostPort;
import io.minetrace.report.InputSummary;
import io.minetrace.report.UtcTime;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** What a person wants to know at the end of a search for candidates. */
final class CandidateSummary {

  private static final int SHOWN_REASONS = 4;

  private final List<InputSummary> inputs;
  private final PassedOver passedOver;
  private final ContactTable table;
  private final long neededMillis;
  private final List<Candidate> candidates;
  private final int shownLines;

  CandidateSummary(
      List<InputSummary> inputs,
      PassedOver passedOver,
      ContactTable table,
      long neededMillis,
      List<Candidate> candidates,
      int shownLines) {
    this.inputs = inputs;
    this.passedOver = passedOver;
    this.table = table;
    this.neededMillis = neededMillis;
    this.candidates = candidates;
    this.shownLines = shownLines;
  }

  void printTo(PrintStream err) {
    long unread = inputs.stream().filter(InputSummary::isUnread).count();
    long partly = inputs.stream().filter(InputSummary::isPartial).count() - unread;
    TextTable facts = new TextTable();
    facts.row(
        "files",
        (inputs.size() - unread - partly) + " read, " + partly + " partly, " + unread + " skipped");
    if (passedOver.total() > 0) {
      facts.row("passed over", passedOver.describe());
    }
    facts.row("flow records", Long.toString(table.flows()));
    facts.row(
        "undecodable",
        Long.toString(
            inputs.stream()
                .flatMap(input -> input.report().stream())
                .mapToLong(DecodeReport::undecodable)
                .sum()));
    String label = "left out";
    for (ContactTable.Passed reason : ContactTable.Passed.values()) {
      if (table.passed(reason) > 0) {
        facts.row(label, table.passed(reason) + " " + reason.words());
        label = "";
      }
    }
    facts.row("contacts", table.contacts() + " pairs of host and service");
    if (table.droppedContacts() > 0) {
      facts.row(
          "dropped",
          table.droppedContacts()
              + " pairs (see --max-contacts); the longest had lasted "
              + table.longestDroppedMillis() / 1000
              + " s");
    }
    facts.row("needed", "sessions of " + neededMillis / 1000 + " s (see --min-duration)");
    facts.row("candidates", Integer.toString(candidates.size()));
    facts.printTo(err);
    if (!candidates.isEmpty()) {
      err.println();
      printCandidates(err);
    }
  }

  private void printCandidates(PrintStream err) {
    TextTable lines = new TextTable();
    lines.row("score", "endpoint", "hosts", "flows", "first", "why");
    for (Candidate candidate : candidates.subList(0, Math.min(shownLines, candidates.size()))) {
      lines.row(
          Integer.toString(candidate.score()),
          new HostPort(candidate.endpoint().address().toString(), candidate.endpoint().port())
              .toString(),
          candidate.hosts().size() == 1
              ? candidate.hosts().get(0).toString()
              : Integer.toString(candidate.hosts().size()),
          Long.toString(candidate.flows()),
          UtcTime.toMinute(candidate.firstSeen()),
          candidate.reasons().stream()
              .limit(SHOWN_REASONS)
              .map(Reason::toString)
              .collect(Collectors.joining("; ")));
    }
    lines.printTo(err);
    if (candidates.size() > shownLines) {
      err.println("… and " + (candidates.size() - shownLines) + " more (see --top)");
    }
    err.println("A candidate is a question: probe-core probe --list FILE asks it.");
  }
}
