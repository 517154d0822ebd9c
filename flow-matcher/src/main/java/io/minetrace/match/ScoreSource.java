// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.window.CalibrationCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the score of one situation and bucket comes from, for whoever must defend it.
 *
 * @param score in force, 0 to 100
 * @param builtIn the score of the built-in table
 * @param measured what the snapshot's calibration measured, if it did
 */
public record ScoreSource(
    Situation situation, int bucket, int score, int builtIn, Optional<CalibrationCell> measured) {

  /** Every situation and bucket with the score that a run with this calibration uses. */
  public static List<ScoreSource> all(List<CalibrationCell> calibration) {
    Scores scores = Scores.calibrated(calibration);
    List<ScoreSource> sources = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      for (int bucket = 0; bucket < situation.buckets(); bucket++) {
        sources.add(
            new ScoreSource(
                situation,
                bucket,
                scores.of(situation, bucket),
                situation.builtInScore(bucket),
                cell(calibration, situation, bucket)));
      }
    }
    return sources;
  }

  private static Optional<CalibrationCell> cell(
      List<CalibrationCell> calibration, Situation situation, int bucket) {
    // Of doubles the last one counts, as in the scores.
    return calibration.stream()
        .filter(cell -> cell.situation().equals(situation.name()) && cell.bucket() == bucket)
        .reduce((first, last) -> last);
  }

  /** Whether the measurement, not the built-in table, gives the score. */
  public boolean isMeasured() {
    return measured.isPresent() && measured.get().heldOut() >= Scores.MIN_HELD_OUT;
  }
}
