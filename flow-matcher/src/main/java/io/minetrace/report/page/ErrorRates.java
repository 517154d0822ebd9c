// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.MatchCounts;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultTotals;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Collectors;

/** How often the answers are to be wrong, in words and for the situations of this result. */
final class ErrorRates implements Limit, Part {

  private final List<JsonTree> scores;
  private final MatchCounts counts;
  private final String whose;

  ErrorRates(Manifest manifest, ResultTotals totals) {
    this.scores = manifest.run().list("scores");
    this.counts = totals.counts();
    this.whose = WhoseHosts.ofAllClients(totals.outside());
  }

  @Override
  public void addTo(Definitions box) {
    box.item(
        "Error rates",
        "The score of a match is the share of held-out observations, in the same situation, that"
            + " proved to be of a mining service; 100 less the score is the error rate to expect,"
            + " of one instant. It is about the service at that time, not about the host, and an"
            + " error is shared by all flows to one service: matches are not independent of each"
            + " other. Scores of the built-in table are not of this catalog.",
        basis(),
        scores.isEmpty() ? "" : "All scores stand in appendix C.");
  }

  private String basis() {
    if (scores.isEmpty()) {
      return "Where the scores of this run come from was not recorded.";
    }
    long measured =
        scores.stream().filter(s -> s.text("from").orElse("").equals("calibration")).count();
    if (measured == 0) {
      return "The snapshot's calibration has no cell of 1,000 held-out observations, so this run"
          + " used the built-in table throughout. That was measured on another catalog: 351,254"
          + " observations of 989 endpoints in 19 days.";
    }
    return measured
        + " of "
        + scores.size()
        + " scores of this run were measured on the catalog's own history, each on 1,000"
        + " held-out observations or more; the others are of the built-in table (351,254"
        + " observations of 989 endpoints of another catalog, in 19 days).";
  }

  /** The table of the situations that occur here; nothing if none does, or none is known. */
  @Override
  public void writeTo(Markup page) {
    List<String> situations =
        scores.stream()
            .map(ErrorRates::situation)
            .distinct()
            .filter(name -> counts.of(name) > 0)
            .toList();
    if (situations.isEmpty()) {
      return;
    }
    Table table =
        new Table(
            page,
            "Error rates",
            Column.of("Situation"),
            Column.of("Score from"),
            Column.ofNumbers("Score"),
            Column.ofNumbers("Errors to expect"),
            Column.ofNumbers("Matches here"));
    for (String name : situations) {
      List<JsonTree> cells = scores.stream().filter(cell -> situation(cell).equals(name)).toList();
      LongSummaryStatistics score =
          cells.stream()
              .flatMap(cell -> cell.number("score").stream())
              .mapToLong(Long::longValue)
              .summaryStatistics();
      boolean told = score.getCount() > 0;
      table
          .row()
          .line(name)
          .line(
              cells.stream()
                  .map(cell -> cell.text("from").orElse("-"))
                  .distinct()
                  .collect(Collectors.joining(" and ")))
          .number(told ? range(score.getMin(), score.getMax()) : "-")
          .number(told ? range(100 - score.getMax(), 100 - score.getMin()) + " %" : "-")
          .number(Quantity.count(counts.of(name)))
          .endRow();
    }
    table.end();
    if (!whose.isEmpty()) {
      page.element("p", whose, "class", "note");
    }
    if (situations.stream().anyMatch(this::dependsOnTheBucket)) {
      page.element(
          "p",
          "Where two numbers stand, it depends on how far from the observations the flow lies.",
          "class",
          "note");
    }
  }

  private boolean dependsOnTheBucket(String situation) {
    return scores.stream()
            .filter(cell -> situation(cell).equals(situation))
            .flatMap(cell -> cell.number("score").stream())
            .distinct()
            .count()
        > 1;
  }

  private static String situation(JsonTree cell) {
    return cell.text("situation").orElse("");
  }

  private static String range(long from, long to) {
    return from == to ? Long.toString(from) : from + " to " + to;
  }
}
