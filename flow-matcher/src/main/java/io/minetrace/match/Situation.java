// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import java.time.Duration;
import java.util.List;

/**
 * Where an instant stands among the observations of an endpoint, in the order that breaks ties,
 * each with the built-in scores of its buckets. Edges are the first and last UP of a window.
 */
public enum Situation {
  /** Inside a window, not in a bridged hole. */
  IN_WINDOW(99),
  /** Strictly inside a bridged hole: one probe missed between two that did not. */
  BRIDGED_MISS(80),
  /** At most one interval from an edge beyond which nothing usable was observed yet. */
  MARGIN_OPEN(99),
  /** Between two UPs without any observation between them, too far apart to bridge. */
  GAP_BETWEEN_UPS(99),
  /** As MARGIN_OPEN and further away; buckets by {@link #DISTANCES}. */
  OPEN_END(99, 99, 98, 96, 93, 87),
  /** Between an edge and the non-UP beyond it, at most one interval away; buckets by quarter. */
  MARGIN_CLOSED(83, 71, 56, 41),
  /** As MARGIN_CLOSED and further away; buckets by {@link #DISTANCES}. */
  GAP_ONE_SIDE(93, 92, 76, 57, 36, 12);

  /** Upper bounds, inclusive, of the distance buckets in milliseconds. */
  static final List<Long> DISTANCES =
      List.of(
          Duration.ofHours(12).toMillis(),
          Duration.ofDays(1).toMillis(),
          Duration.ofDays(2).toMillis(),
          Duration.ofDays(4).toMillis(),
          Duration.ofDays(7).toMillis(),
          Duration.ofDays(14).toMillis());

  /** No statement reaches further than this from a proven UP. */
  static final long REACH = DISTANCES.get(DISTANCES.size() - 1);

  private final List<Integer> scores;

  Situation(Integer... scores) {
    this.scores = List.of(scores);
  }

  /** How many buckets this situation is told apart in. */
  public int buckets() {
    return scores.size();
  }

  /** The score of a bucket, 0 to 100, from the history that the rules were made on. */
  public int builtInScore(int bucket) {
    return scores.get(bucket);
  }

  /** In words, how far from the edge of a window a bucket lies; empty where there is only one. */
  public String bucketText(int bucket) {
    return switch (this) {
      case IN_WINDOW, BRIDGED_MISS, MARGIN_OPEN, GAP_BETWEEN_UPS -> "";
      case MARGIN_CLOSED -> "quarter " + (bucket + 1) + " of 4 of the way to one interval";
      case OPEN_END, GAP_ONE_SIDE ->
          bucket == 0
              ? "to " + hours(0) + " from the edge"
              : hours(bucket - 1) + " to " + hours(bucket) + " from the edge";
    };
  }

  private static String hours(int distance) {
    Duration far = Duration.ofMillis(DISTANCES.get(distance));
    return far.toDays() == 0 ? far.toHours() + " h" : far.toDays() + " d";
  }
}
