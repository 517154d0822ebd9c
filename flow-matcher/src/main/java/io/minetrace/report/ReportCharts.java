// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Confidence;
import io.minetrace.window.TimeSpan;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The charts of a report, as inline SVG that needs no script and prints as it is seen. */
final class ReportCharts {

  private static final int WIDTH = 1000;
  private static final int ROW = 19;
  private static final int BAR = 11;
  private static final int AXIS = 34;

  /** The width of a digit of the labels' font. */
  private static final double GLYPH = 6.65;

  private static final int SHOWN_HOSTS = 40;
  private static final int SHOWN_POOLS = 15;

  /** More bars than these, and days become weeks, weeks months. */
  private static final int MOST_BARS = 92;

  private static final int LEVELS = ReportSurvey.ATTEMPT_LEVEL + Confidence.values().length;

  private final Markup page;

  ReportCharts(Markup page) {
    this.page = page;
  }

  private static String at(double number) {
    String text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private void text(double x, double y, String anchor, String kind, String text) {
    page.element("text", text, "x", at(x), "y", at(y), "text-anchor", anchor, "class", kind);
  }

  private void line(double x1, double y1, double x2, double y2, String kind) {
    page.element("line", "", "x1", at(x1), "y1", at(y1), "x2", at(x2), "y2", at(y2), "class", kind);
  }

  private void rect(double x, double y, double width, double height, String kind, String title) {
    page.open(
        "rect", "x", at(x), "y", at(y), "width", at(width), "height", at(height), "class", kind);
    page.element("title", title).close();
  }

  private void start(double height, String label) {
    page.open(
        "svg", "viewBox", "0 0 " + WIDTH + " " + at(height), "role", "img", "aria-label", label);
  }

  /**
   * Hosts down, time across, a bar a session.
   *
   * @param gaps hours with flows that were not covered
   */
  void hosts(HostTable hosts, ReportSurvey survey, List<TimeSpan> gaps) {
    List<HostTable.Host> all = new ArrayList<>(hosts.miners());
    all.addAll(hosts.attemptedOnly());
    List<HostTable.Host> shown = all.subList(0, Math.min(SHOWN_HOSTS, all.size()));
    int longest = shown.stream().mapToInt(host -> host.client().length()).max().orElse(0);
    double left = Math.max(60, longest * GLYPH + 12);
    double bottom = AXIS + shown.size() * (double) ROW;
    long from = survey.firstSeen();
    TimeAxis axis = new TimeAxis(from, Math.max(survey.lastSeen(), from + 1000), left, WIDTH - 8);
    start(bottom + 6, "Sessions of " + shown.size() + " hosts over time, UTC");
    for (TimeSpan gap : gaps) {
      if (gap.to() >= axis.from() && gap.from() <= axis.to()) {
        double x = axis.place(gap.from());
        rect(
            x,
            AXIS - 4,
            Math.max(1, axis.place(gap.to()) - x),
            bottom - AXIS + 4,
            "gap",
            "not observed " + UtcTime.toMinute(gap.from()) + " to " + UtcTime.toMinute(gap.to()));
      }
    }
    for (TimeAxis.Mark mark : axis.marks()) {
      line(mark.place(), AXIS - 4, mark.place(), bottom, "grid");
      String anchor = mark.place() > WIDTH - 60 ? "end" : "middle";
      text(mark.place(), AXIS - 9, anchor, "tick", mark.label());
      if (!mark.date().isEmpty()) {
        text(mark.place(), AXIS - 21, anchor, "tick strong", mark.date());
      }
    }
    for (int i = 0; i < shown.size(); i++) {
      host(shown.get(i), survey.strips(), axis, AXIS + i * (double) ROW);
    }
    page.close();
    if (all.size() > shown.size()) {
      page.element(
          "p",
          "and " + Quantity.count(all.size() - (long) shown.size(), "more host"),
          "class",
          "more");
    }
  }

  private void host(HostTable.Host host, TimeStrips strips, TimeAxis axis, double top) {
    MiningTally tally = host.tally();
    page.open("g");
    page.element(
        "title",
        host.client()
            + ": "
            + Quantity.count(tally.sessions(), "session")
            + ", active "
            + Quantity.duration(tally.activeMillis())
            + ", "
            + String.join(", ", tally.labels()));
    line(axis.left(), top + ROW - 0.5, axis.right(), top + ROW - 0.5, "grid");
    text(axis.left() - 8, top + 13, "end", "label", host.client());
    byte[] cells = strips.cells(host.client());
    for (int level = 1; level <= LEVELS; level++) {
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
        // What is shorter than a line is wide is still to be seen.
        path.append('M').append(at(x)).append(' ').append(at(top + (ROW - BAR) / 2.0));
        path.append('h').append(at(Math.max(1.5, until - x)));
        path.append('v').append(BAR).append('H').append(at(x)).append('z');
        i = end;
      }
      if (path.length() > 0) {
        page.open("path", "d", path.toString(), "class", kind(level)).close();
      }
    }
    page.close();
  }

  private static String kind(int level) {
    return level == ReportSurvey.ATTEMPT_LEVEL
        ? "attempt"
        : Confidence.values()[level - ReportSurvey.ATTEMPT_LEVEL - 1]
            .name()
            .toLowerCase(Locale.ROOT);
  }

  /** Matches of each day, stacked by confidence, the surest at the foot. */
  void days(NavigableMap<LocalDate, long[]> days) {
    Grain grain = Grain.DAY;
    while (grain.next() != grain && grain.count(days.firstKey(), days.lastKey()) > MOST_BARS) {
      grain = grain.next();
    }
    NavigableMap<LocalDate, long[]> bars = new TreeMap<>();
    for (Map.Entry<LocalDate, long[]> day : days.entrySet()) {
      long[] sum =
          bars.computeIfAbsent(
              grain.first(day.getKey()), first -> new long[Confidence.values().length]);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += day.getValue()[i];
      }
    }
    long most = 1;
    for (long[] bar : bars.values()) {
      most = Math.max(most, java.util.Arrays.stream(bar).sum());
    }
    double height = 150;
    double left = Math.max(60, Quantity.count(most).length() * GLYPH + 12);
    LocalDate first = bars.firstKey();
    long slots = grain.count(first, bars.lastKey());
    double slot = (WIDTH - 8 - left) / Math.max(slots, 8);
    start(height + 40, "Matches by " + grain.word() + " and confidence");
    line(left, 10, WIDTH - 8, 10, "grid");
    text(left - 8, 14, "end", "tick", Quantity.count(most));
    for (Map.Entry<LocalDate, long[]> bar : bars.entrySet()) {
      long index = grain.count(first, bar.getKey()) - 1;
      double foot = height + 10;
      for (int i = Confidence.values().length - 1; i >= 0; i--) {
        long count = bar.getValue()[i];
        if (count == 0) {
          continue;
        }
        double tall = Math.max(1, height * count / most);
        Confidence confidence = Confidence.values()[i];
        rect(
            left + index * slot + slot * 0.1,
            foot - tall,
            slot * 0.8,
            tall,
            confidence.name().toLowerCase(Locale.ROOT),
            grain.label(bar.getKey()) + ": " + Quantity.count(count) + " " + confidence);
        foot -= tall;
      }
    }
    line(left, height + 10, WIDTH - 8, height + 10, "axis");
    text(left - 8, height + 14, "end", "tick", "0");
    long every = Math.max(1, (slots + 7) / 8);
    for (long index = 0; index < slots; index += every) {
      text(
          left + (index + 0.5) * slot,
          height + 26,
          "middle",
          "tick",
          grain.label(grain.after(first, index)));
    }
    page.close();
  }

  /** How long a bar stands for. */
  private enum Grain {
    DAY(ChronoUnit.DAYS),
    WEEK(ChronoUnit.WEEKS),
    MONTH(ChronoUnit.MONTHS),
    YEAR(ChronoUnit.YEARS);

    private final ChronoUnit unit;

    Grain(ChronoUnit unit) {
      this.unit = unit;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    Grain next() {
      return values()[Math.min(ordinal() + 1, values().length - 1)];
    }

    LocalDate first(LocalDate day) {
      return switch (this) {
        case DAY -> day;
        case WEEK -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
        case MONTH -> day.withDayOfMonth(1);
        case YEAR -> day.withDayOfYear(1);
      };
    }

    long count(LocalDate from, LocalDate to) {
      return unit.between(first(from), first(to)) + 1;
    }

    LocalDate after(LocalDate from, long many) {
      return first(from).plus(many, unit);
    }

    String label(LocalDate bar) {
      return switch (this) {
        case DAY -> bar.toString();
        case WEEK -> "week of " + bar;
        case MONTH -> bar.toString().substring(0, bar.toString().length() - 3);
        case YEAR -> Integer.toString(bar.getYear());
      };
    }
  }

  /** Octets to and from each pool. */
  void pools(List<ReportSurvey.Pool> pools) {
    List<ReportSurvey.Pool> shown = pools.subList(0, Math.min(SHOWN_POOLS, pools.size()));
    int longest = shown.stream().mapToInt(pool -> name(pool).length()).max().orElse(0);
    double left = Math.max(60, longest * GLYPH + 12);
    double room = WIDTH - 90 - left;
    long most = shown.stream().mapToLong(ReportSurvey.Pool::octets).max().orElse(1);
    start(shown.size() * (double) ROW + 6, "Bytes to and from each pool");
    for (int i = 0; i < shown.size(); i++) {
      ReportSurvey.Pool pool = shown.get(i);
      double top = i * (double) ROW;
      double width = most <= 0 ? 0 : Math.max(0, room * pool.octets() / most);
      text(left - 8, top + 13, "end", "label", name(pool));
      rect(
          left,
          top + (ROW - BAR) / 2.0,
          Math.max(1.5, width),
          BAR,
          "bytes",
          String.join(" or ", pool.label())
              + ": "
              + Quantity.count(pool.octets())
              + " bytes in "
              + Quantity.count(pool.flows(), "flow record"));
      text(left + width + 8, top + 13, "start", "tick", Quantity.bytes(pool.octets()));
    }
    page.close();
    if (pools.size() > shown.size()) {
      page.element(
          "p",
          "and " + Quantity.count(pools.size() - (long) shown.size(), "more pool"),
          "class",
          "more");
    }
  }

  private static String name(ReportSurvey.Pool pool) {
    String name = String.join(" or ", pool.label());
    int longest = 48;
    return name.length() <= longest ? name : name.substring(0, longest - 1) + "…";
  }
}
