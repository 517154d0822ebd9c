// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.MatchChoices;
import io.minetrace.match.Confidence;
import io.minetrace.match.MatchOptions;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import io.minetrace.spark.source.SourceSettings;
import io.minetrace.window.TimeSpan;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * What a user chose about matching; travels to the executors.
 *
 * @param from flows that ended before are left out; {@code Long.MIN_VALUE} for none
 * @param to flows that began later are left out; {@code Long.MAX_VALUE} for none
 * @param source what the inputs do not say themselves
 */
record MatchSettings(
    Duration slack, Confidence minConfidence, long from, long to, SourceSettings source)
    implements Serializable {

  /** The user's choices in a form that travels. */
  static MatchSettings of(MatchChoices choices, SourceSettings source) {
    MatchOptions options = choices.options();
    return new MatchSettings(
        options.slack(),
        options.minConfidence(),
        choices.wanted().map(TimeSpan::from).orElse(Long.MIN_VALUE),
        choices.wanted().map(TimeSpan::to).orElse(Long.MAX_VALUE),
        source);
  }

  MatchOptions options() {
    MatchOptions options = MatchOptions.DEFAULT.withSlack(slack).withMinConfidence(minConfidence);
    boolean bounded = from != Long.MIN_VALUE && to != Long.MAX_VALUE;
    return bounded ? options.withTimeless(new TimeSpan(from, to)) : options;
  }

  /** The chosen time, if one was chosen. */
  Optional<TimeSpan> wanted() {
    return from == Long.MIN_VALUE && to == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new TimeSpan(from, to));
  }

  /** Whether a row's flow lies within the chosen time. */
  boolean wants(ResultRow row) {
    long start = row.number(ResultColumn.FLOW_START);
    long end = row.number(ResultColumn.FLOW_END);
    return Math.max(start, end) >= from && Math.min(start, end) <= to;
  }
}
