// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Confidence;
import io.minetrace.report.HostTable;
import io.minetrace.report.MiningTally;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.TimeStrips;
import io.minetrace.report.UtcTime;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hosts down, time across, a bar a session. */
final class HostChart {

  private static final int SHOWN_HOSTS = 40;
  private static final int ROW = 19;
  private static final int BAR = 11;

  /** Thinner than others: what came to nothing is told from them without colour. */
  private static final int ATTEMPT_BAR = 4;

  private static final int AXIS = 34;
  private static final int LEVELS = ReportSurvey.ATTEMPT_LEVEL + Confidence.values().length;

  private final List<HostTable.Host> all;
  private final List<HostTable.Host> shown;
  private final TimeStrips strips;
  private final List<TimeSpan> gaps;
  private final TimeAxis axis;

  /**
   * Of the hosts of a result.
   *
   * @param gaps hours with flows that were not covered
   */
  HostChart(HostTable hosts, ReportSurvey survey, List<TimeSpan> gaps) {
    this.all = new ArrayList<>(hosts.miners());
    all.addAll(hosts.attemptedOnly());
    this.shown = all.subList(0, Math.min(SHOWN_HOSTS, all.size()));
    this.strips = survey.strips();
    this.gaps = gaps;
    int longest = shown.stream().mapToInt(host -> host.client().length()).max().orElse(0);
    long from = survey.firstSeen();
    this.axis =
        new TimeAxis(
            from,
            Math.max(survey.lastSeen(), from + 1000),
            Math.max(60, longest * Svg.GLYPH + 12),
            Svg.WIDTH - 8);
  }

  void writeTo(Markup page) {
    double bottom = AXIS + shown.size() * (double) ROW;
    Svg svg =
        Svg.ofShapes(
            page,
            bottom + 6,
            "Sessions of " + Quantity.count(shown.size(), "host") + " over time, UTC");
    for (TimeSpan gap : gaps) {
      if (gap.to() >= axis.from() && gap.from() <= axis.to()) {
        double x = axis.place(gap.from());
        svg.rect(
            x,
            AXIS - 4,
            Math.max(1, axis.place(gap.to()) - x),
            bottom - AXIS + 4,
            "gap",
            "not observed " + UtcTime.toMinute(gap.from()) + " to " + UtcTime.toMinute(gap.to()));
      }
    }
    for (TimeAxis.Mark mark : axis.marks()) {
      svg.line(mark.place(), AXIS - 4, mark.place(), bottom, "grid");
      String anchor = mark.place() > Svg.WIDTH - 60 ? "end" : "middle";
      svg.text(mark.place(), AXIS - 9, anchor, "tick", mark.label());
      if (!mark.date().isEmpty()) {
        svg.text(mark.place(), AXIS - 21, anchor, "tick strong", mark.date());
      }
    }
    for (int i = 0; i < shown.size(); i++) {
      host(svg, shown.get(i), AXIS + i * (double) ROW);
    }
    svg.end();
    if (all.size() > shown.size()) {
      page.element(
          "p",
          "and " + Quantity.count(all.size() - (long) shown.size(), "more host"),
          "class",
          "more");
    }
  }

  private void host(Svg svg, HostTable.Host host, double top) {
    MiningTally tally = host.tally();
    svg.group(
        host.client()
            + ": "
            + Quantity.count(tally.sessions(), "session")
            + ", active "
            + Quantity.duration(tally.activeMillis())
            + ", "
            + Names.pools(tally));
    svg.line(axis.left(), top + ROW - 0.5, axis.right(), top + ROW - 0.5, "grid");
    svg.text(axis.left() - 8, top + 13, "end", "label", host.client());
    byte[] cells = strips.cells(host.client());
    for (int level = 1; level <= LEVELS; level++) {
      int tall = level == ReportSurvey.ATTEMPT_LEVEL ? ATTEMPT_BAR : BAR;
      String path = path(cells, level, top + (ROW - tall) / 2.0, tall);
      if (!path.isEmpty()) {
        svg.path(path, kind(level));
      }
    }
    svg.endGroup();
  }

  /** The bars of one level. */
  private String path(byte[] cells, int level, double top, int tall) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != level) {
        continue;
      }
      int end = i;
      while (end + 1 < cells.length && cells[end + 1] == level) {
        end++;
      }
      double x = axis.place(strips.origin() + i * strips.cellMillis());
      double until = axis.place(strips.origin() + (end + 1L) * strips.cellMillis());
      path.append('M').append(Svg.at(x)).append(' ').append(Svg.at(top));
      // What is shorter than a line is wide is still to be seen.
      path.append('h').append(Svg.at(Math.max(1.5, until - x)));
      path.append('v').append(tall).append('H').append(Svg.at(x)).append('z');
      i = end;
    }
    return path.toString();
  }

  private static String kind(int level) {
    return level == ReportSurvey.ATTEMPT_LEVEL
        ? "attempt"
        : Confidence.values()[level - ReportSurvey.ATTEMPT_LEVEL - 1]
            .name()
            .toLowerCase(Locale.ROOT);
  }
}
