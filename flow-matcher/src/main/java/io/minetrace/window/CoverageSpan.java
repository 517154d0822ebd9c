// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

/** A stretch in which a vantage was looking at all; outside of these nothing is known. */
public record CoverageSpan(String vantage, TimeSpan span) implements Comparable<CoverageSpan> {

  /** By vantage, then time: the order of the snapshot. */
  @Override
  public int compareTo(CoverageSpan other) {
    int byVantage = vantage.compareTo(other.vantage);
    return byVantage != 0 ? byVantage : span.compareTo(other.span);
  }
}
