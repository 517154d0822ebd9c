// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.Evidence;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A snapshot of the pools that the sample flows were made with, up for all of a century. */
final class CenturyWindows {

  private CenturyWindows() {}

  /** Writes it. */
  static void write(Path target) throws IOException {
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (String pool : List.of("198.51.100.10:3333", "[2001:db8:f0::10]:3333")) {
      windows.add(up(pool, "2020-01-01T00:00", "2099-01-01T00:00").window());
    }
    AvailabilityWindow first = windows.get(0);
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            windows,
            List.of(new CoverageSpan("v", first.up())),
            List.of(),
            sink ->
                sink.accept(
                    new ObservationProof(
                        first.endpoint(),
                        first.up().from(),
                        "v",
                        Verdict.UP,
                        Evidence.E4,
                        "stratum1"))),
        target);
  }
}
