// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Situation;
import io.minetrace.report.JsonTree;
import io.minetrace.report.MatchCounts;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every score of the run and what it rests on; nothing if run.json does not tell. */
final class ScoresAppendix implements Part {

  private final List<JsonTree> scores;
  private final MatchCounts counts;
  private final String whose;
  private final boolean heldOut;

  ScoresAppendix(Manifest manifest, ResultTotals totals) {
    this.scores = manifest.run().list("scores");
    this.counts = totals.counts();
    this.whose = WhoseHosts.ofAllClients(totals.outside());
    this.heldOut = scores.stream().anyMatch(cell -> cell.number("held_out").isPresent());
  }

  @Override
  public void writeTo(Markup page) {
    if (scores.isEmpty()) {
      return;
    }
    page.element("h2", "Appendix C: scores");
    Table table = new Table(page, "Scores", columns());
    String situation = "";
    for (JsonTree cell : scores) {
      String name = cell.text("situation").orElse("");
      write(table.row(), name, cell, name.equals(situation));
      table.endRow();
      situation = name;
    }
    table.end();
    page.element(
        "p",
        (heldOut
                ? "Held out: observations of the catalog kept back and then predicted from the"
                    + " others. 95 % within: if visits were independent of each other; those of one"
                    + " service are not, and the true interval is wider. "
                : "The snapshot tells of no observations of its catalog that were kept back and then"
                    + " predicted from the others. ")
            + "Matches here: records of this result in that situation, all its places together."
            + (whose.isEmpty() ? "" : " " + whose),
        "class",
        "note");
  }

  private Column[] columns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.of("Situation"),
                Column.of("Where"),
                Column.ofNumbers("Score"),
                Column.of("From")));
    if (heldOut) {
      columns.add(Column.ofNumbers("Held out"));
      columns.add(Column.ofNumbers("Of these UP"));
      columns.add(Column.ofNumbers("95 % within"));
      columns.add(Column.ofNumbers("Built in"));
    }
    columns.add(Column.ofNumbers("Matches here"));
    return columns.toArray(Column[]::new);
  }

  private void write(Table table, String name, JsonTree cell, boolean again) {
    if (again) {
      table.again(name);
    } else {
      table.line(name);
    }
    table.line(where(name, cell.number("bucket").orElse(0L)));
    table.number(cell.number("score").map(Quantity::count).orElse("-"));
    table.line(cell.text("from").orElse("-"));
    if (heldOut) {
      Optional<Long> of = cell.number("held_out");
      Optional<Double> up = cell.decimal("up_share");
      table.number(of.map(Quantity::count).orElse("-"));
      table.number(up.map(share -> String.format(Locale.ROOT, "%.2f %%", 100 * share)).orElse("-"));
      table.number(
          of.isPresent() && up.isPresent() && of.get() > 0 ? interval(up.get(), of.get()) : "-");
      table.number(cell.number("built_in").map(Quantity::count).orElse("-"));
    }
    table.number(again ? "" : Quantity.count(counts.of(name)));
  }

  private static String where(String situation, long bucket) {
    for (Situation known : Situation.values()) {
      if (known.name().equals(situation) && bucket < known.buckets()) {
        return known.bucketText((int) bucket);
      }
    }
    return "part " + bucket;
  }

  /** Wilson's interval: right also for shares near 0 and 1. */
  private static String interval(double share, long of) {
    double z = 1.959964;
    double middle = share + z * z / (2 * of);
    double half = z * Math.sqrt(share * (1 - share) / of + z * z / (4.0 * of * of));
    double whole = 1 + z * z / of;
    return String.format(
        Locale.ROOT,
        "%.2f..%.2f",
        100 * Math.max(0, (middle - half) / whole),
        100 * Math.min(1, (middle + half) / whole));
  }
}
