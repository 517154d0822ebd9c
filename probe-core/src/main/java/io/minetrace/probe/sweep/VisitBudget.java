// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.net.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many visits beside the scheduled ones an endpoint may get: six a day, and with the scheduled
 * ones no more than three in ten minutes. Remembers only the endpoints that got one today. Not safe
 * for use by several threads.
 */
final class VisitBudget {

  private static final long DAY_MILLIS = 86_400_000L;
  private static final long SPAN_MILLIS = 10 * 60_000L;
  private static final int IN_SPAN = 3;
  private static final int A_DAY = 6;

  private final Map<Endpoint, List<Long>> today = new HashMap<>();
  private final Map<Endpoint, Integer> used = new HashMap<>();
  private long day = Long.MIN_VALUE;

  /**
   * Takes one visit more.
   *
   * @param visitedAt when the visit was that this one comes after
   * @param wanted when it would best be made
   * @return when it may be made; empty if there is none left today
   */
  OptionalLong take(Endpoint endpoint, long visitedAt, long wanted) {
    if (Math.floorDiv(visitedAt, DAY_MILLIS) != day) {
      day = Math.floorDiv(visitedAt, DAY_MILLIS);
      today.values().forEach(times -> times.removeIf(time -> time < visitedAt - SPAN_MILLIS));
      today.values().removeIf(List::isEmpty);
      used.clear();
    }
    if (used.getOrDefault(endpoint, 0) == A_DAY) {
      return OptionalLong.empty();
    }
    List<Long> times = today.computeIfAbsent(endpoint, key -> new ArrayList<>());
    if (!times.contains(visitedAt)) {
      times.add(visitedAt);
    }
    times.sort(null);
    long at = wanted;
    if (times.size() >= IN_SPAN) {
      at = Math.max(at, times.get(times.size() - IN_SPAN) + SPAN_MILLIS);
    }
    times.add(at);
    while (times.size() > IN_SPAN) {
      times.remove(0);
    }
    used.merge(endpoint, 1, Integer::sum);
    return OptionalLong.of(at);
  }
}
