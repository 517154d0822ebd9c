// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Situation;
import io.minetrace.report.JsonTree;
import io.minetrace.report.MatchCounts;
import io.minetrace.report.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How often the answers are wrong: what each score rests on, in words and as a table. */
final class ErrorRates implements Limit, Part {

  private final List<JsonTree> scores;
  private final MatchCounts counts;

  ErrorRates(Manifest manifest, MatchCounts counts) {
    this.scores = manifest.run().list("scores");
    this.counts = counts;
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
        basis());
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

  /** The table of them; nothing if there is none. */
  @Override
  public void writeTo(Markup page) {
    if (scores.isEmpty()) {
      return;
    }
    Table table =
        new Table(
            page,
            "Situation",
            "Where",
            "#Score",
            "From",
            "#Held out",
            "#Of these UP",
            "#95 % within",
            "#Built in",
            "#Matches here");
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
        "Held out: observations of the catalog kept back and then predicted from the others. 95 %"
            + " within: if visits were independent of each other; those of one service are not,"
            + " and the true interval is wider. Matches"
            + " here: records of this result in that situation, all its places together.",
        "class",
        "note");
  }

  private void write(Table table, String name, JsonTree cell, boolean again) {
    Optional<Long> heldOut = cell.number("held_out");
    Optional<Double> up = cell.decimal("up_share");
    table.line(again ? "" : name);
    table.line(where(name, cell.number("bucket").orElse(0L)));
    table.number(cell.number("score").map(Quantity::count).orElse("-"));
    table.line(cell.text("from").orElse("-"));
    table.number(heldOut.map(Quantity::count).orElse("-"));
    table.number(up.map(share -> String.format(Locale.ROOT, "%.2f %%", 100 * share)).orElse("-"));
    table.number(
        heldOut.isPresent() && up.isPresent() && heldOut.get() > 0
            ? interval(up.get(), heldOut.get())
            : "-");
    table.number(cell.number("built_in").map(Quantity::count).orElse("-"));
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
