// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Confidence;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Matches of each day, stacked by confidence, the surest at the foot. */
final class DayChart {

  /** More bars than these, and days become weeks, weeks months. */
  private static final int MOST_BARS = 92;

  private static final double TOP = 10;
  private static final double FOOT = TOP + 105;

  private final Grain grain;
  private final NavigableMap<LocalDate, long[]> bars = new TreeMap<>();
  private final long most;

  /**
   * Of at least one day.
   *
   * @param days records of each by the ordinal of their confidence
   */
  DayChart(NavigableMap<LocalDate, long[]> days) {
    this.grain = Grain.of(days.firstKey(), days.lastKey(), MOST_BARS);
    days.forEach(
        (day, counts) -> {
          long[] sum =
              bars.computeIfAbsent(grain.first(day), first -> new long[Confidence.values().length]);
          Arrays.setAll(sum, i -> sum[i] + counts[i]);
        });
    this.most = bars.values().stream().mapToLong(bar -> Arrays.stream(bar).sum()).max().orElse(1);
  }

  /** What a bar stands for. */
  Grain grain() {
    return grain;
  }

  void writeTo(Markup page) {
    double left = Math.max(60, Quantity.count(most).length() * Svg.GLYPH + 12);
    double right = Svg.WIDTH - 8;
    LocalDate first = bars.firstKey();
    long slots = grain.count(first, bars.lastKey());
    double slot = (right - left) / Math.max(slots, 8);
    Svg svg = Svg.ofShapes(page, FOOT + 30, "Matches by " + grain.word() + " and confidence");
    svg.line(left, TOP, right, TOP, "grid");
    svg.text(left - 8, TOP + 4, "end", "tick", Quantity.count(most));
    for (Map.Entry<LocalDate, long[]> bar : bars.entrySet()) {
      long index = grain.count(first, bar.getKey()) - 1;
      bar(svg, left + index * slot + slot * 0.1, slot * 0.8, bar.getKey(), bar.getValue());
    }
    svg.line(left, FOOT, right, FOOT, "axis");
    svg.text(left - 8, FOOT + 4, "end", "tick", "0");
    long every = Math.max(1, (slots + 7) / 8);
    for (long index = 0; index < slots; index += every) {
      svg.text(
          left + (index + 0.5) * slot,
          FOOT + 16,
          "middle",
          "tick",
          grain.label(grain.after(first, index)));
    }
    svg.end();
  }

  /** The same in numbers, for whom the picture tells nothing. */
  void writeTableTo(Markup page) {
    List<Confidence> surestFirst = new ArrayList<>(List.of(Confidence.values()));
    Collections.reverse(surestFirst);
    List<Column> columns = new ArrayList<>(List.of(Column.of("UTC " + grain.word())));
    surestFirst.forEach(confidence -> columns.add(Column.ofNumbers(confidence.name())));
    columns.add(Column.ofNumbers("All"));
    Table table = new Table(page, "Matches by " + grain.word(), columns.toArray(Column[]::new));
    for (Map.Entry<LocalDate, long[]> bar : Table.first(List.copyOf(bars.entrySet()))) {
      long[] counts = bar.getValue();
      table.row().line(grain.label(bar.getKey()));
      surestFirst.forEach(confidence -> table.number(Quantity.count(counts[confidence.ordinal()])));
      table.number(Quantity.count(Arrays.stream(counts).sum())).endRow();
    }
    table.end(ReportSurvey.SHOWN, bars.size(), grain.word() + "s (matches.csv).");
  }

  private void bar(Svg svg, double x, double width, LocalDate first, long[] counts) {
    double foot = FOOT;
    for (int i = counts.length - 1; i >= 0; i--) {
      if (counts[i] == 0) {
        continue;
      }
      double tall = Math.max(1, (FOOT - TOP) * counts[i] / most);
      Confidence confidence = Confidence.values()[i];
      svg.rect(
          x,
          foot - tall,
          width,
          tall,
          confidence.name().toLowerCase(Locale.ROOT),
          grain.label(first) + ": " + Quantity.count(counts[i]) + " " + confidence);
      foot -= tall;
    }
  }
}
