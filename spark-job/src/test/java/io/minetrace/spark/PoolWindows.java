// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.Evidence;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSegment;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** A snapshot of two services that were observed every three hours from 1 to 4 May 2026. */
public final class PoolWindows {

  public static final String POOL = "192.0.2.20";
  public static final int POOL_PORT = 3333;
  public static final String WEB_POOL = "2001:db8::20";
  public static final int WEB_POOL_PORT = 443;

  private static final long FROM = millis("2026-05-01T00:00:00Z");
  private static final long TO = millis("2026-05-04T00:00:00Z");
  private static final long INTERVAL = Duration.ofHours(3).toMillis();

  private PoolWindows() {}

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  public static Path write(Path file) {
    List<Endpoint> services =
        List.of(
            Endpoint.parse(POOL + ":" + POOL_PORT),
            Endpoint.parse("[" + WEB_POOL + "]:" + WEB_POOL_PORT));
    List<AvailabilityWindow> windows = new ArrayList<>();
    List<ObservationProof> observations = new ArrayList<>();
    for (Endpoint service : services) {
      windows.add(window(service));
      for (long time = FROM; time <= TO; time += INTERVAL) {
        observations.add(
            new ObservationProof(service, time, "here", Verdict.UP, Evidence.E4, "stratum1"));
      }
    }
    Collections.sort(windows);
    Collections.sort(observations);
    SnapshotContents contents =
        new SnapshotContents(
            "test catalog",
            windows,
            List.of(new CoverageSpan("here", new TimeSpan(FROM, TO))),
            List.of(),
            sink -> {
              for (ObservationProof observation : observations) {
                sink.accept(observation);
              }
            });
    try {
      WindowSnapshot.write(contents, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AvailabilityWindow window(Endpoint service) {
    TimeSpan up = new TimeSpan(FROM, TO);
    WindowSegment segment =
        new WindowSegment(
            up,
            List.of("Example", "Übung"),
            List.of("eu1.example-pool.test", "eu2.example-pool.test"),
            List.of(),
            List.of("XMR"),
            CoinBasis.OBSERVED,
            List.of("stratum1"),
            Channel.PLAIN,
            "",
            false,
            false);
    return new AvailabilityWindow(
        service,
        up,
        OptionalLong.empty(),
        OptionalLong.empty(),
        BoundReason.OPEN,
        BoundReason.OPEN,
        INTERVAL,
        (TO - FROM) / INTERVAL + 1,
        0,
        List.of(),
        INTERVAL,
        Evidence.E4,
        List.of(segment));
  }
}
