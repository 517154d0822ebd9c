// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import java.util.List;

/**
 * How much of a capture the windows' coverage touches.
 *
 * @param share of the UTC hours with flows, 0 to 1
 * @param hours with flows
 * @param notCovered those of them without coverage, as stretches, in order
 * @param absurd flows with times before 1970 or after 9999, which are in none of those hours
 * @param outside flows that are not of the time that was asked for, and in none of those hours
 */
public record CoverageFacts(
    double share, int hours, List<TimeSpan> notCovered, long absurd, long outside) {

  public CoverageFacts {
    notCovered = List.copyOf(notCovered);
  }

  public static CoverageFacts of(FlowClock clock, List<CoverageSpan> coverage) {
    return new CoverageFacts(
        clock.share(coverage),
        clock.hourCount(),
        clock.notCovered(coverage),
        clock.absurd(),
        clock.outside());
  }
}
