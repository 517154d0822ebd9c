// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.hash.Sha256;
import io.minetrace.net.Endpoint;
import java.util.List;
import java.util.OptionalLong;

/**
 * A maximal run of UP observations of one endpoint in which every hole could be bridged. Times are
 * milliseconds since 1970-01-01T00:00Z.
 *
 * @param up first and last UP answer: proven at both ends
 * @param notBefore the usable non-UP directly before; empty if there was none, or an UP came before
 * @param notAfter the usable non-UP directly after, however late; empty while nothing came, or if
 *     an UP comes next
 * @param intervalMillis the time planned until the next visit, as of the last UP; never negative
 * @param upCount UP observations in the run
 * @param missedCount usable non-UP observations in its bridged holes
 * @param bridged the bridged holes that hold a non-UP, each from the UP before it to the UP after
 *     it, in order
 * @param maxGapMillis the longest time between two neighbouring UPs
 * @param evidence the strongest of the run
 * @param segments in order, covering {@code up} without gaps; at least one
 */
public record AvailabilityWindow(
    Endpoint endpoint,
    TimeSpan up,
    OptionalLong notBefore,
    OptionalLong notAfter,
    BoundReason startReason,
    BoundReason endReason,
    long intervalMillis,
    long upCount,
    long missedCount,
    List<TimeSpan> bridged,
    long maxGapMillis,
    Evidence evidence,
    List<WindowSegment> segments)
    implements Comparable<AvailabilityWindow> {

  public AvailabilityWindow {
    bridged = List.copyOf(bridged);
    segments = List.copyOf(segments);
    require(notBefore.isEmpty() || notBefore.getAsLong() < up.from(), endpoint, up, "not_before");
    require(notAfter.isEmpty() || notAfter.getAsLong() > up.to(), endpoint, up, "not_after");
    require(intervalMillis >= 0, endpoint, up, "interval_ms");
    require(upCount >= 1 && missedCount >= 0 && maxGapMillis >= 0, endpoint, up, "counts");
    require(!segments.isEmpty(), endpoint, up, "segments");
    for (TimeSpan hole : bridged) {
      require(up.from() <= hole.from() && hole.to() <= up.to(), endpoint, up, "bridged");
    }
  }

  private static void require(boolean holds, Endpoint endpoint, TimeSpan up, String what) {
    if (!holds) {
      throw new IllegalArgumentException(
          "availability window of "
              + endpoint
              + " from "
              + up.from()
              + ": "
              + what
              + " does not fit");
    }
  }

  /** First 16 hex digits of SHA-256 of {@code address|port|transport|first_up}. */
  public String windowId() {
    String key =
        String.join(
            "|",
            endpoint.address().toString(),
            Integer.toString(endpoint.port()),
            endpoint.transport().keyword(),
            Long.toString(up.from()));
    return Sha256.shortHex(key);
  }

  /** The segment that holds the instant, or the nearest one; of two equally near, the later. */
  public WindowSegment segmentAt(long instant) {
    WindowSegment best = segments.get(0);
    for (WindowSegment segment : segments) {
      if (distance(segment.span(), instant) <= distance(best.span(), instant)) {
        best = segment;
      }
    }
    return best;
  }

  private static long distance(TimeSpan span, long instant) {
    return Math.max(0, Math.max(span.from() - instant, instant - span.to()));
  }

  /** By endpoint, then {@code first_up}: the order of every file of ours. */
  @Override
  public int compareTo(AvailabilityWindow other) {
    int byEndpoint = endpoint.compareTo(other.endpoint);
    return byEndpoint != 0 ? byEndpoint : Long.compare(up.from(), other.up.from());
  }
}
