// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import java.util.List;

/** Octets to and from each pool. */
final class PoolChart {

  private static final int SHOWN_POOLS = 15;

  /** In glyphs. */
  private static final int BROADEST_NAME = 48;

  /** Room for what stands behind a bar. */
  private static final int AMOUNT = 230;

  private static final int ROW = 19;
  private static final int BAR = 11;

  private final List<ReportSurvey.Pool> pools;

  /**
   * Of pools.
   *
   * @param pools those with most octets first
   */
  PoolChart(List<ReportSurvey.Pool> pools) {
    this.pools = pools;
  }

  void writeTo(Markup page) {
    List<ReportSurvey.Pool> shown = pools.subList(0, Math.min(SHOWN_POOLS, pools.size()));
    double longest = shown.stream().mapToDouble(pool -> Svg.glyphs(name(pool))).max().orElse(0);
    double left = Math.max(60, longest * Svg.GLYPH + 12);
    double room = Svg.WIDTH - AMOUNT - left;
    long most = shown.stream().mapToLong(ReportSurvey.Pool::octets).max().orElse(1);
    Svg svg = Svg.ofText(page, shown.size() * (double) ROW + 6, "Bytes to and from each pool");
    for (int i = 0; i < shown.size(); i++) {
      ReportSurvey.Pool pool = shown.get(i);
      double top = i * (double) ROW;
      double width = most <= 0 ? 0 : Math.max(0, room * pool.octets() / most);
      svg.text(left - 8, top + 13, "end", "label", name(pool));
      svg.rect(
          left,
          top + (ROW - BAR) / 2.0,
          Math.max(1.5, width),
          BAR,
          "bytes",
          Names.oneOf(pool.label())
              + ": "
              + Quantity.count(pool.octets())
              + " bytes in "
              + Quantity.count(pool.flows(), "flow record"));
      svg.text(
          left + width + 8,
          top + 13,
          "start",
          "tick",
          Quantity.bytes(pool.octets()) + " in " + Quantity.count(pool.flows(), "record"));
    }
    svg.end();
    if (pools.size() > shown.size()) {
      page.element(
          "p",
          "and " + Quantity.count(pools.size() - (long) shown.size(), "more pool"),
          "class",
          "more");
    }
  }

  private static String name(ReportSurvey.Pool pool) {
    String all = Names.oneOf(pool.label());
    int most = BROADEST_NAME;
    String name = Names.shown(all, most);
    while (Svg.glyphs(name) > BROADEST_NAME) {
      name = Names.shown(all, --most);
    }
    return name;
  }
}
