// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Availability windows for tests, written as one would tell them. Times are UTC. */
public final class WindowFixture {

  private final Endpoint endpoint;
  private final long firstUp;
  private final long lastUp;
  private OptionalLong notBefore = OptionalLong.empty();
  private OptionalLong notAfter = OptionalLong.empty();
  private long interval = Duration.ofHours(3).toMillis();
  private final List<TimeSpan> bridged = new ArrayList<>();
  private final List<WindowSegment> segments = new ArrayList<>();

  private WindowFixture(String endpoint, String firstUp, String lastUp) {
    this.endpoint = Endpoint.parse(endpoint);
    this.firstUp = at(firstUp);
    this.lastUp = at(lastUp);
  }

  public static WindowFixture up(String endpoint, String firstUp, String lastUp) {
    return new WindowFixture(endpoint, firstUp, lastUp);
  }

  /** Milliseconds of {@code 2026-05-02T10:00}. */
  public static long at(String utc) {
    return Instant.parse(utc + (utc.length() > 16 ? "Z" : ":00Z")).toEpochMilli();
  }

  public WindowFixture notBefore(String time) {
    notBefore = OptionalLong.of(at(time));
    return this;
  }

  public WindowFixture notAfter(String time) {
    notAfter = OptionalLong.of(at(time));
    return this;
  }

  public WindowFixture every(Duration newInterval) {
    interval = newInterval.toMillis();
    return this;
  }

  public WindowFixture bridged(String from, String to) {
    bridged.add(new TimeSpan(at(from), at(to)));
    return this;
  }

  public WindowFixture segment(String from, String to, String pool, String... coins) {
    segments.add(segment(at(from), at(to), pool, CoinBasis.OBSERVED, "stratum1", coins));
    return this;
  }

  /** A segment of another protocol than a pool's. */
  public WindowFixture segment(WindowSegment segment) {
    segments.add(segment);
    return this;
  }

  public static WindowSegment segment(
      long from, long to, String pool, CoinBasis basis, String protocol, String... coins) {
    return new WindowSegment(
        new TimeSpan(from, to),
        List.of(pool),
        List.of(pool.toLowerCase(java.util.Locale.ROOT) + ".example"),
        List.of(),
        List.of(coins),
        basis,
        List.of(protocol),
        Channel.PLAIN,
        "",
        false,
        false);
  }

  public AvailabilityWindow window() {
    List<WindowSegment> all =
        segments.isEmpty()
            ? List.of(segment(firstUp, lastUp, "Pool", CoinBasis.OBSERVED, "stratum1", "XMR"))
            : segments;
    return new AvailabilityWindow(
        endpoint,
        new TimeSpan(firstUp, lastUp),
        notBefore,
        notAfter,
        notBefore.isPresent() ? BoundReason.DOWN : BoundReason.OPEN,
        notAfter.isPresent() ? BoundReason.DOWN : BoundReason.OPEN,
        interval,
        2,
        bridged.size(),
        bridged,
        interval,
        Evidence.E4,
        all);
  }
}
