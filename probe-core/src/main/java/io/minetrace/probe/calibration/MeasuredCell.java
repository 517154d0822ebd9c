// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.evaluation.Share;
import io.minetrace.match.Situation;
import io.minetrace.window.CalibrationCell;

/**
 * How many of the held-out observations that were told as one situation and bucket were UP.
 *
 * @param ups of at least one observation
 */
public record MeasuredCell(Situation situation, int bucket, Share ups) {

  /** As snapshots carry it. */
  public CalibrationCell toCalibrationCell() {
    return new CalibrationCell(situation.name(), bucket, ups.all(), ups.value());
  }
}
