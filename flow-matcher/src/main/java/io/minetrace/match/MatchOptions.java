// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.util.Optional;

/**
 * What a user may choose about matching.
 *
 * @param slack how far a flow is widened at both ends, for clocks that differ; not negative
 * @param timeless what a flow without times is taken to span; without it such flows do not match
 * @param minConfidence matches below are not given
 */
public record MatchOptions(Duration slack, Optional<TimeSpan> timeless, Confidence minConfidence) {

  public static final MatchOptions DEFAULT =
      new MatchOptions(Duration.ZERO, Optional.empty(), Confidence.POSSIBLE);

  public MatchOptions {
    if (slack.isNegative()) {
      throw new IllegalArgumentException("slack: " + slack + " (expected: not negative)");
    }
  }

  public MatchOptions withSlack(Duration newSlack) {
    return new MatchOptions(newSlack, timeless, minConfidence);
  }

  public MatchOptions withTimeless(TimeSpan span) {
    return new MatchOptions(slack, Optional.of(span), minConfidence);
  }

  public MatchOptions withMinConfidence(Confidence least) {
    return new MatchOptions(slack, timeless, least);
  }
}
