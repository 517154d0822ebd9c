// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

/**
 * A part of one pass over what was due.
 *
 * @param from when the pass began
 * @param to when the last visit of this part ended
 * @param intervalMillis between two visits to an endpoint, as planned
 */
public record SweepSpan(long from, long to, long intervalMillis) {

  public SweepSpan {
    if (to < from) {
      throw new IllegalArgumentException("sweep from " + from + " to " + to);
    }
  }
}
