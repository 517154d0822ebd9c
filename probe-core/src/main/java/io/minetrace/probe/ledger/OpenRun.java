// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run of UPs that may still grow. Keeps stretches of equal state, not single observations. */
final class OpenRun {

  private final Endpoint endpoint;
  private final WindowLedger.Edge start;
  private final long firstUp;
  private final ServiceTimeline services = new ServiceTimeline();
  private final List<TimeSpan> bridged;

  /** The window that an earlier fold made of the run's beginning; its observations are not here. */
  private final Optional<AvailabilityWindow> beginning;

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
    this.bridged = new ArrayList<>();
    this.beginning = Optional.empty();
    take(up);
  }

  /** A run of which the beginning is known as a window only. */
  OpenRun(AvailabilityWindow window) {
    this.endpoint = window.endpoint();
    this.start = new WindowLedger.Edge(window.notBefore(), window.startReason());
    this.firstUp = window.up().from();
    this.bridged = new ArrayList<>(window.bridged());
    this.beginning = Optional.of(window);
    this.lastUp = window.up().to();
    this.intervalMillis = window.intervalMillis();
    this.upCount = window.upCount();
    this.missedCount = window.missedCount();
    this.maxGapMillis = window.maxGapMillis();
    this.evidence = window.evidence();
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
    if (beginning.isEmpty()) {
      services.add(up.time(), up.service());
    }
  }

  /**
   * Whether the run's window can be told when it is extended. Not where the beginning is known as a
   * window only and the segments change: the state that a segment shows may be that of several
   * observations, and which coins came before which is not in it.
   */
  boolean canTell(LedgerEntry up, List<NameAttribution> names) {
    return beginning.map(window -> isMoreOfTheSame(window, up, names)).orElse(true);
  }

  private boolean isMoreOfTheSame(
      AvailabilityWindow window, LedgerEntry up, List<NameAttribution> names) {
    ServiceState known = ServiceState.of(lastSegment(window));
    TimeSpan since = new TimeSpan(lastUp + 1, up.time());
    return known.joinedWith(up.service()).equals(Optional.of(known))
        && !up.service().coins().isEmpty()
        && names.stream().noneMatch(name -> name.changesIn(since));
  }

  private static WindowSegment lastSegment(AvailabilityWindow window) {
    return window.segments().get(window.segments().size() - 1);
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
        beginning.map(this::lengthened).orElseGet(() -> services.segments(names)));
  }

  /** The segments of the beginning, the last of which goes on to the last UP. */
  private List<WindowSegment> lengthened(AvailabilityWindow window) {
    WindowSegment last = lastSegment(window);
    List<WindowSegment> segments = new ArrayList<>(window.segments());
    segments.set(
        segments.size() - 1,
        ServiceTimeline.spanning(last, new TimeSpan(last.span().from(), lastUp)));
    return segments;
  }
}
