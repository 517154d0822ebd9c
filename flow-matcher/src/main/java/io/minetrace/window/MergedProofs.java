// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Puts observations that the catalog keeps packed between those it has rows of, so that a snapshot
 * is the same whether they are packed or not. Some six bytes of each are held, and all of one
 * endpoint's at a time.
 */
final class MergedProofs implements SnapshotContents.ObservationSink {

  /** The observations of one row, none of them unpacked yet: what they all are, and their times. */
  private static final class Packed {
    private final ObservationProof all;
    private final byte[] times;

    Packed(ObservationProof all, byte[] times) {
      this.all = all;
      this.times = times;
    }
  }

  private final SnapshotContents.ObservationSink sink;
  private final NavigableMap<Endpoint, List<Packed>> packed = new TreeMap<>();
  private final Deque<ObservationProof> ahead = new ArrayDeque<>();

  MergedProofs(SnapshotContents.ObservationSink sink) {
    this.sink = sink;
  }

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

  @Override
  public void accept(ObservationProof observation) throws IOException {
    give(observation);
    sink.accept(observation);
  }

  /** Gives those that no row comes after. */
  void finish() throws IOException {
    give(null);
  }

  /** Gives those that come before a row; all of them before null. */
  private void give(ObservationProof row) throws IOException {
    while (true) {
      if (ahead.isEmpty() && isDue(row)) {
        unpack(packed.pollFirstEntry());
      }
      if (ahead.isEmpty() || (row != null && ahead.peek().compareTo(row) > 0)) {
        return;
      }
      sink.accept(ahead.poll());
    }
  }

  private void unpack(Map.Entry<Endpoint, List<Packed>> ofEndpoint) {
    List<ObservationProof> unpacked = new ArrayList<>();
    for (Packed some : ofEndpoint.getValue()) {
      VisitTimes.read(some.times, (startedAt, endedAt) -> unpacked.add(some.all.at(endedAt)));
    }
    unpacked.sort(null);
    ahead.addAll(unpacked);
  }

  private boolean isDue(ObservationProof row) {
    return !packed.isEmpty() && (row == null || packed.firstKey().compareTo(row.endpoint()) <= 0);
  }
}
