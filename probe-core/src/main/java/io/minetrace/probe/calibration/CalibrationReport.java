// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.evaluation.Share;
import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param endpoints that had an observation
 * @param observations of theirs that say anything
 * @param cells in order of situation and bucket; those without a held-out observation are left out
 * @param holdOuts one for each share of the observations that was kept
 */
public record CalibrationReport(
    long endpoints, long observations, List<MeasuredCell> cells, List<HoldOut> holdOuts) {

  public CalibrationReport {
    cells = List.copyOf(cells);
    holdOuts = List.copyOf(holdOuts);
  }

  /**
   * What holding out all observations but every n-th came to.
   *
   * @param every n
   * @param heldOut how many of those held out were UP
   * @param precision of each claim: of the held-out observations it was made of, those that were UP
   * @param recall of each claim: of the held-out UPs, those it was made of
   * @param notMining of the instants told as NOT_MINING, those that were UP
   * @param notObserved the same of NOT_OBSERVED
   */
  public record HoldOut(
      int every,
      Share heldOut,
      Map<Claim, Share> precision,
      Map<Claim, Share> recall,
      Share notMining,
      Share notObserved) {

    public HoldOut {
      precision = Map.copyOf(precision);
      recall = Map.copyOf(recall);
    }
  }
}
