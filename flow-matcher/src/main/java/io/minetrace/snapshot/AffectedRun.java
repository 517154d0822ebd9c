// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.report.EarlierRun;
import io.minetrace.window.TimeSpan;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Whether an earlier result may come out otherwise with newer windows, and on which days.
 *
 * <p>A result holds the flows that matched, not those that did not and would now: so the days are
 * those on which the run had flows at all and some endpoint of the catalog gets another answer.
 * They may be more than needed, never fewer.
 *
 * @param verdict on the run
 * @param days on which its flows may get another answer
 * @param inputs of the run that have flows on these days
 * @param rows of the result on these days
 */
public record AffectedRun(Verdict verdict, HourSet days, List<String> inputs, long rows) {

  /** What can be said of a run. */
  public enum Verdict {
    /** Some of its flows may get another answer. */
    AFFECTED,
    /** Made with the older snapshot, and none of its flows gets another answer. */
    UNAFFECTED,
    /** Made with the newer snapshot already. */
    CURRENT,
    /** Made with windows that are in neither snapshot, so nothing is known of it. */
    OTHER_SNAPSHOT
  }

  public AffectedRun {
    inputs = List.copyOf(inputs);
  }

  /**
   * Judges a run.
   *
   * @param changed hours in which the answers of the two snapshots differ
   */
  public static AffectedRun of(EarlierRun run, String olderId, String newerId, HourSet changed) {
    if (run.snapshotId().equals(newerId)) {
      return none(Verdict.CURRENT);
    }
    if (!run.snapshotId().equals(olderId)) {
      return none(Verdict.OTHER_SNAPSHOT);
    }
    HourSet reached = changed.widened(run.slack());
    HourSet days = new HourSet();
    List<String> inputs = List.of();
    if (run.inputs().isEmpty()) {
      // A run that does not tell its flows' times may have had some at any time.
      days.addAll(reached);
    } else {
      inputs =
          run.inputs().stream()
              .filter(input -> addHours(run, input, reached, days))
              .map(EarlierRun.Input::path)
              .toList();
    }
    if (days.isEmpty()) {
      return none(Verdict.UNAFFECTED);
    }
    return new AffectedRun(Verdict.AFFECTED, days, inputs, rows(run, days));
  }

  private static AffectedRun none(Verdict verdict) {
    return new AffectedRun(verdict, new HourSet(), List.of(), 0);
  }

  /** Adds the hours of an input in which something is reached; returns whether there are any. */
  private static boolean addHours(
      EarlierRun run, EarlierRun.Input input, HourSet reached, HourSet days) {
    HourSet ofInput = new HourSet();
    for (TimeSpan span : run.times(input).stream().toList()) {
      HourSet touched = reached.within(span);
      if (!touched.isEmpty() && input.timeless() > 0) {
        // A flow without time stands for all of the span, and its row for the first day.
        touched.add(span);
      }
      ofInput.addAll(touched);
    }
    days.addAll(ofInput);
    return !ofInput.isEmpty();
  }

  private static long rows(EarlierRun run, HourSet days) {
    long rows = 0;
    for (Map.Entry<LocalDate, Long> day : run.rows().entrySet()) {
      rows += days.contains(day.getKey()) ? day.getValue() : 0;
    }
    return rows;
  }
}
