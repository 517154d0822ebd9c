// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * When the predecessor was looking. A sweep visits one endpoint after another for some minutes, and
 * then there is silence until the next: ten minutes without a visit end one. Holds a bit for each
 * minute of the history.
 */
final class SmashedSweeps {

  private static final long MINUTE = 60_000;
  private static final int SILENCE_MINUTES = 10;

  /** As the predecessor is set up, where its history is too short to tell. */
  private static final long DEFAULT_INTERVAL = 180 * MINUTE;

  private final BitSet minutes = new BitSet();

  /** One sweep, in milliseconds; the minutes in which it began and ended. */
  record Sweep(long from, long to) {}

  /** Adds a visit. */
  void add(long time) {
    minutes.set((int) (time / MINUTE));
  }

  /** In order of time. */
  List<Sweep> all() {
    List<Sweep> sweeps = new ArrayList<>();
    int from = minutes.nextSetBit(0);
    while (from >= 0) {
      int last = from;
      int next = minutes.nextSetBit(from + 1);
      while (next >= 0 && next - last < SILENCE_MINUTES) {
        last = next;
        next = minutes.nextSetBit(next + 1);
      }
      sweeps.add(new Sweep(from * MINUTE, last * MINUTE));
      from = next;
    }
    return sweeps;
  }

  /** The median time from the beginning of one sweep to that of the next. */
  long intervalMillis() {
    List<Sweep> sweeps = all();
    long[] spacings = new long[Math.max(0, sweeps.size() - 1)];
    for (int i = 0; i < spacings.length; i++) {
      spacings[i] = sweeps.get(i + 1).from() - sweeps.get(i).from();
    }
    Arrays.sort(spacings);
    return spacings.length == 0 ? DEFAULT_INTERVAL : spacings[spacings.length / 2];
  }
}
