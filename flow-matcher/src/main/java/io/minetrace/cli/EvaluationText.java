// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.evaluation.ClaimCounts;
import io.minetrace.evaluation.Confusion;
import io.minetrace.evaluation.Control;
import io.minetrace.evaluation.Evaluation;
import io.minetrace.evaluation.Label;
import io.minetrace.evaluation.Share;
import io.minetrace.match.Confidence;
import io.minetrace.report.Quantity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An evaluation as tables for people. What has no denominator is a dash. */
final class EvaluationText {

  /** Lower ends of the bands of scores; each ends below the one before. */
  static final List<Integer> SCORE_BANDS = List.of(99, 90, 75, 50, 25, 10);

  private static final String NONE = "–";

  private final Evaluation evaluation;
  private final int truthRows;
  private final int top;

  /**
   * @param top lines of each table by names
   */
  EvaluationText(Evaluation evaluation, int truthRows, int top) {
    this.evaluation = evaluation;
    this.truthRows = truthRows;
    this.top = top;
  }

  void printTo(PrintStream out) {
    ClaimCounts flows = evaluation.judged();
    out.println(
        "flows    "
            + evaluation.flows()
            + ": "
            + flows.all(Label.MINING)
            + " mining, "
            + flows.all(Label.NOT)
            + " not, by "
            + Quantity.count(truthRows, "row")
            + " of truth");
    out.println(
        "apart    "
            + flows.all(Label.APART)
            + ", of these "
            + flows.claimed(Label.APART, Confidence.POSSIBLE)
            + " matched");
    out.println(
        "unjudged "
            + evaluation.unfitted()
            + " that no row of truth fits, of these "
            + evaluation.unfittedMatched()
            + " matched; "
            + evaluation.timeless()
            + " without times");
    out.println();
    TextTable table = new TextTable();
    head(table, "");
    total(table, "flows", flows);
    total(table, "pairs of host and service", evaluation.contacts());
    total(table, "hosts", evaluation.hosts());
    head(table, "believing none with SHARED_ADDRESS");
    total(table, "flows", evaluation.unshared());
    total(table, "hosts", evaluation.unsharedHosts());
    classHead(table, "flows by confidence");
    for (int i = Confidence.values().length - 1; i >= 0; i--) {
      classRow(table, "  " + Confidence.values()[i], flows.of(Confidence.values()[i]));
    }
    classHead(table, "flows by score");
    int most = 100;
    for (int least : SCORE_BANDS) {
      classRow(table, "  " + least + " to " + most, flows.of(least, most));
      most = least - 1;
    }
    names(table, "flows by pool", evaluation.byPool());
    names(table, "flows by coin", evaluation.byCoin());
    names(table, "flows by port", evaluation.byPort());
    table.printTo(out);
    out.println();
    named(out, "pools", evaluation.poolsExactly(), evaluation.poolsAmong());
    named(out, "coins", evaluation.coinsExactly(), evaluation.coinsAmong());
    out.println();
    controls(out);
    out.println();
    out.println(
        "In brackets: the 95 % interval (Wilson) if flows were independent of each other; those of"
            + " one session are not, and the true one is wider.");
  }

  private static void head(TextTable table, String of) {
    if (!of.isEmpty()) {
      table.row("");
    }
    table.row(of, "matched", "right", "wrong", "missed", "precision", "recall");
  }

  private static void classHead(TextTable table, String of) {
    table.row("");
    table.row(of, "matched", "right", "wrong", "", "precision", "of all mining");
  }

  /** Some of the matches only: what they do not find is no miss of theirs. */
  private static void classRow(TextTable table, String name, Confusion counts) {
    table.row(
        name,
        Long.toString(counts.right() + counts.wrong()),
        Long.toString(counts.right()),
        Long.toString(counts.wrong()),
        "",
        share(counts.precision()),
        share(counts.recall()));
  }

  private static void total(TextTable table, String what, ClaimCounts counts) {
    row(table, what + ", all matches", counts.atLeast(Confidence.POSSIBLE));
    row(table, what + ", LIKELY and better", counts.atLeast(Confidence.LIKELY));
    row(table, what + ", CONFIRMED", counts.atLeast(Confidence.CONFIRMED));
  }

  private static void row(TextTable table, String name, Confusion counts) {
    table.row(
        name,
        Long.toString(counts.right() + counts.wrong()),
        Long.toString(counts.right()),
        Long.toString(counts.wrong()),
        Long.toString(counts.missed()),
        share(counts.precision()),
        share(counts.recall()));
  }

  /** {@code 97.71 % (97.62..97.80)}. */
  static String share(Share share) {
    return share.all() == 0
        ? NONE
        : String.format(
            Locale.ROOT,
            "%.2f %% (%.2f..%.2f)",
            100 * share.value(),
            100 * share.lower(),
            100 * share.upper());
  }

  private void names(TextTable table, String what, Map<String, Confusion> counts) {
    List<Map.Entry<String, Confusion>> most = new ArrayList<>(counts.entrySet());
    most.sort(
        Comparator.comparingLong(
                (Map.Entry<String, Confusion> e) ->
                    e.getValue().right() + e.getValue().wrong() + e.getValue().missed())
            .reversed()
            .thenComparing(Map.Entry::getKey));
    if (most.isEmpty() || top == 0) {
      return;
    }
    head(table, what);
    most.stream().limit(top).forEach(e -> row(table, "  " + e.getKey(), e.getValue()));
    if (most.size() > top) {
      table.row("  and " + (most.size() - top) + " more");
    }
  }

  private static void named(PrintStream out, String what, Share exactly, Share among) {
    if (exactly.all() > 0) {
      out.println(
          what
              + " of mining flows that match: named as they were "
              + share(exactly)
              + ", among others too "
              + share(among)
              + ", of "
              + exactly.all());
    }
  }

  private void controls(PrintStream out) {
    TextTable table = new TextTable();
    table.row("negative controls", "matches", "CONFIRMED", "of those without");
    long all = 0;
    for (Confidence confidence : Confidence.values()) {
      all += evaluation.matches(confidence);
    }
    table.row(
        "flows as they are",
        Long.toString(all),
        Long.toString(evaluation.matches(Confidence.CONFIRMED)),
        "");
    for (Control control : evaluation.controls()) {
      long matches = 0;
      for (Confidence confidence : Confidence.values()) {
        matches += evaluation.matches(control, confidence);
      }
      table.row(
          control.name(),
          Long.toString(matches),
          Long.toString(evaluation.matches(control, Confidence.CONFIRMED)),
          all == 0 ? NONE : Quantity.percent((double) matches / all));
    }
    table.printTo(out);
  }
}
