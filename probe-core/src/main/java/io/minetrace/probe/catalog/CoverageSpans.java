// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.ledger.WindowLedger;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stretches in which one vantage was looking. Signs of life (visits, heartbeats) become one
 * stretch when they are no further apart than two neighbouring UPs of their interval may be.
 */
public final class CoverageSpans {

  /** A heartbeat is due every half hour, and vouches for the next one. */
  public static final long HEARTBEAT_INTERVAL_MILLIS = 12 * 60_000L;

  /**
   * One stretch.
   *
   * @param intervalMillis until the next sign of life, as planned by the last one
   */
  public record Stretch(long from, long to, long intervalMillis) {

    private boolean reaches(Stretch later) {
      return later.from - to <= WindowLedger.limitMillis(intervalMillis);
    }

    private Stretch with(Stretch other) {
      Stretch last = other.to > to ? other : this;
      return new Stretch(Math.min(from, other.from), last.to, last.intervalMillis);
    }
  }

  private final TreeMap<Long, Stretch> stretches = new TreeMap<>();

  /** Adds a sign of life. */
  public void add(long from, long to, long intervalMillis) {
    Stretch added = new Stretch(from, to, intervalMillis);
    Map.Entry<Long, Stretch> earlier = stretches.floorEntry(from);
    if (earlier != null && earlier.getValue().reaches(added)) {
      added = earlier.getValue().with(added);
      stretches.remove(earlier.getKey());
    }
    Map.Entry<Long, Stretch> later = stretches.ceilingEntry(added.from());
    while (later != null && added.reaches(later.getValue())) {
      stretches.remove(later.getKey());
      added = added.with(later.getValue());
      later = stretches.ceilingEntry(added.from());
    }
    stretches.put(added.from(), added);
  }

  /** In order of time, none touching another. */
  public Collection<Stretch> stretches() {
    return stretches.values();
  }
}
