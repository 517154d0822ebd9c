// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.evaluation.Share;
import io.minetrace.match.Placement;
import io.minetrace.match.Situation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts of UPs by situation and bucket. */
final class Cells {

  private final Map<Situation, Share[]> shares = new EnumMap<>(Situation.class);

  void add(Placement placement, boolean wasUp) {
    Share[] ofSituation =
        shares.computeIfAbsent(placement.situation(), s -> new Share[s.buckets()]);
    Share before = ofSituation[placement.bucket()];
    ofSituation[placement.bucket()] = (before == null ? Share.NONE : before).and(wasUp);
  }

  List<MeasuredCell> measured() {
    List<MeasuredCell> cells = new ArrayList<>();
    shares.forEach(
        (situation, ofSituation) -> {
          for (int bucket = 0; bucket < ofSituation.length; bucket++) {
            if (ofSituation[bucket] != null) {
              cells.add(new MeasuredCell(situation, bucket, ofSituation[bucket]));
            }
          }
        });
    return cells;
  }
}
