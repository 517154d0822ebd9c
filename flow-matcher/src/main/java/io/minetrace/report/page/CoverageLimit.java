// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import io.minetrace.report.UtcTime;
import io.minetrace.window.TimeSpan;
import java.util.List;
import java.util.Optional;

/** When somebody looked at all, and whose observations they are. */
final class CoverageLimit implements Limit {

  private static final int SHOWN_GAPS = 8;

  private final Manifest manifest;

  CoverageLimit(Manifest manifest) {
    this.manifest = manifest;
  }

  @Override
  public void addTo(Definitions box) {
    JsonTree windows = manifest.windows();
    Optional<Double> share = windows.decimal("coverage_share");
    String hours =
        windows
            .number("hours_with_flows")
            .map(
                h ->
                    " of the "
                        + Quantity.count(h, "UTC hour with flows lies", "UTC hours with flows lie"))
            .orElse(" of the hours with flows lie");
    long outside = windows.number("flow_records_outside_of_time").orElse(0L);
    boolean isNothingLeft = outside > 0 && windows.number("hours_with_flows").orElse(1L) == 0;
    box.item(
        "Coverage",
        share
            .filter(s -> !isNothingLeft)
            .map(
                s ->
                    Quantity.percent(s)
                        + hours
                        + " in time in which services were observed: to"
                        + " the hour, and by the prober as a whole, not for each service.")
            .orElse(isNothingLeft ? "No flow is of the time asked for." : "Not recorded."),
        gaps(),
        outside == 0
            ? ""
            : Quantity.count(outside, "flow record was", "flow records were")
                + " outside of the time asked for, and left out.");
    if (windows.text("source").isEmpty() && windows.text("snapshot_id").isEmpty()) {
      box.item("Windows", "Not recorded.");
      return;
    }
    box.item(
        "Windows",
        windows
                .text("as_of")
                .map(CoverageLimit::newest)
                .orElse("They came without the observations behind them")
            + windows
                .text("signed_by")
                .map(key -> "; its signature by key " + key + " is good.")
                .orElse("; no signature was asked for."));
  }

  private static String newest(String time) {
    return "The newest observation behind them is of "
        + Manifest.millis(time).map(UtcTime::toMinute).orElse(time);
  }

  private String gaps() {
    List<TimeSpan> gaps = manifest.gaps();
    long all = manifest.windows().number("stretches_not_covered").orElse((long) gaps.size());
    StringBuilder text = new StringBuilder();
    for (TimeSpan gap : gaps.subList(0, Math.min(SHOWN_GAPS, gaps.size()))) {
      text.append(text.length() == 0 ? "Nobody looked in: " : "; ").append(Manifest.minutes(gap));
    }
    if (all > SHOWN_GAPS) {
      text.append("; and ").append(Quantity.count(all - SHOWN_GAPS)).append(" more (run.json)");
    }
    if (text.length() > 0) {
      text.append(". There, that nothing was found means nothing.");
    }
    return text.toString();
  }
}
