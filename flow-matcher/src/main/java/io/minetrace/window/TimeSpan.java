// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

/**
 * A stretch of time, both ends included.
 *
 * @param from milliseconds since 1970-01-01T00:00Z
 * @param to the same, not before {@code from}
 */
public record TimeSpan(long from, long to) implements Comparable<TimeSpan> {

  public TimeSpan {
    if (to < from) {
      throw new IllegalArgumentException("time span: " + from + " to " + to + " runs backwards");
    }
  }

  public boolean contains(long instant) {
    return from <= instant && instant <= to;
  }

  public boolean touches(TimeSpan other) {
    return from <= other.to && other.from <= to;
  }

  @Override
  public int compareTo(TimeSpan other) {
    int byFrom = Long.compare(from, other.from);
    return byFrom != 0 ? byFrom : Long.compare(to, other.to);
  }
}
