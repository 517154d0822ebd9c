// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.window.CalibrationCell;
import java.util.Arrays;
import java.util.List;

/** The score of each situation and bucket: the catalog's own where well measured, else built in. */
public final class Scores {

  /** The built-in table. */
  public static final Scores BUILT_IN = calibrated(List.of());

  /** Fewer held-out observations than this say too little. */
  public static final long MIN_HELD_OUT = 1000;

  private final int[][] scores = new int[Situation.values().length][];

  private Scores() {}

  /**
   * The built-in table, with the cells that hold enough observations replaced by what they
   * measured.
   */
  public static Scores calibrated(List<CalibrationCell> cells) {
    Scores table = new Scores();
    for (Situation situation : Situation.values()) {
      int[] row = new int[situation.buckets()];
      for (int bucket = 0; bucket < row.length; bucket++) {
        row[bucket] = situation.builtInScore(bucket);
      }
      table.scores[situation.ordinal()] = row;
    }
    for (CalibrationCell cell : cells) {
      Situation situation = Situation.valueOf(cell.situation());
      if (cell.heldOut() >= MIN_HELD_OUT && cell.bucket() < situation.buckets()) {
        table.scores[situation.ordinal()][cell.bucket()] = (int) Math.round(100 * cell.upShare());
      }
    }
    return table;
  }

  /** 0 to 100. */
  public int of(Situation situation, int bucket) {
    return scores[situation.ordinal()][bucket];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scores table && Arrays.deepEquals(scores, table.scores);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(scores);
  }
}
