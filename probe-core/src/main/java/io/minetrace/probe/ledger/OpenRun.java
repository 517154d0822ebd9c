// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.List;

/** A run of UPs that may still grow. Keeps stretches of equal state, not single observations. */
final class OpenRun {

  private final Endpoint endpoint;
  private final WindowLedger.Edge start;
  private final long firstUp;
  private final ServiceTimeline services = new ServiceTimeline();
  private final List<TimeSpan> bridged = new ArrayList<>();
  private long lastUp;
  private long intervalMillis;
  private long upCount;
  private long missedCount;
  private long maxGapMillis;
  private Evidence evidence = Evidence.E0;

  OpenRun(Endpoint endpoint, LedgerEntry up, WindowLedger.Edge start) {
    this.endpoint = endpoint;
    this.start = start;
    this.firstUp = up.time();
    take(up);
  }

  long lastUp() {
    return lastUp;
  }

  /** The interval of the last UP. */
  long intervalMillis() {
    return intervalMillis;
  }

  void extend(LedgerEntry up, int misses) {
    if (misses > 0) {
      bridged.add(new TimeSpan(lastUp, up.time()));
      missedCount += misses;
    }
    maxGapMillis = Math.max(maxGapMillis, up.time() - lastUp);
    take(up);
  }

  private void take(LedgerEntry up) {
    lastUp = up.time();
    intervalMillis = up.intervalMillis();
    upCount++;
    if (up.evidence().compareTo(evidence) > 0) {
      evidence = up.evidence();
    }
    services.add(up.time(), up.service());
  }

  AvailabilityWindow window(WindowLedger.Edge end, List<NameAttribution> names) {
    TimeSpan up = new TimeSpan(firstUp, lastUp);
    return new AvailabilityWindow(
        endpoint,
        up,
        start.nonUp(),
        end.nonUp(),
        start.reason(),
        end.reason(),
        intervalMillis,
        upCount,
        missedCount,
        bridged,
        maxGapMillis,
        evidence,
        services.segments(names));
  }
}
