// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.UtcTime;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSnapshot;
import java.util.Locale;

/** Says in one sentence how the windows' time and the capture's do not meet. */
public final class CoverageText {

  private CoverageText() {}

  /**
   * That coverage does not suffice.
   *
   * @param flows first to last time of the flows
   * @param share of their hours that is covered, 0 to 1
   */
  public static String tooLittle(WindowSnapshot snapshot, TimeSpan flows, double share) {
    String observed =
        snapshot.coverage().isEmpty()
            ? "the windows were never observed"
            : "the windows were observed "
                + UtcTime.toMinute(
                    snapshot.coverage().stream().mapToLong(c -> c.span().from()).min().getAsLong())
                + " … "
                + UtcTime.toMinute(
                    snapshot.coverage().stream().mapToLong(c -> c.span().to()).max().getAsLong());
    return String.format(
        Locale.ROOT,
        "%s, the flows span %s … %s: %.0f %% covered",
        observed,
        UtcTime.toMinute(flows.from()),
        UtcTime.toMinute(flows.to()),
        100 * share);
  }
}
