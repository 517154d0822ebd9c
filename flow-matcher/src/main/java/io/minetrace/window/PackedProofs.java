// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Observations that the catalog keeps packed: some six bytes of each are held. */
final class PackedProofs {

  /** The observations of one row, none of them unpacked yet: what they all are, and their times. */
  private static final class Packed {
    private final ObservationProof all;
    private final byte[] times;

    Packed(ObservationProof all, byte[] times) {
      this.all = all;
      this.times = times;
    }
  }

  private final Map<Endpoint, List<Packed>> packed = new HashMap<>();

  /**
   * Adds packed ones.
   *
   * @param all what they are but for their times
   * @param times as {@link VisitTimes} has them
   */
  void add(ObservationProof all, byte[] times) {
    packed
        .computeIfAbsent(all.endpoint(), endpoint -> new ArrayList<>(1))
        .add(new Packed(all, times));
  }

  /** Those of an endpoint, in no order; none if all of its are rows. */
  List<ObservationProof> of(Endpoint endpoint) {
    List<ObservationProof> unpacked = new ArrayList<>();
    for (Packed some : packed.getOrDefault(endpoint, List.of())) {
      VisitTimes.read(some.times, (startedAt, endedAt) -> unpacked.add(some.all.at(endedAt)));
    }
    return unpacked;
  }
}
