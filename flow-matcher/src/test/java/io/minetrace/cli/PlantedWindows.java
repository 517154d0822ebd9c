// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A snapshot of two of the pools that are planted in the sample flows. */
final class PlantedWindows {

  private PlantedWindows() {}

  /** Up all the time. */
  static void write(Path file) throws IOException {
    write(file, "2020-01-01T00:00", "2099-01-01T00:00");
  }

  static void write(Path file, String from, String to) throws IOException {
    write(
        file,
        List.of(
            up("198.51.100.10:3333", from, to).window(),
            up("[2001:db8:f0::10]:3333", from, to).window()));
  }

  /** These windows, with the time of the first as coverage, and without proofs. */
  static void write(Path file, List<AvailabilityWindow> windows) throws IOException {
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            windows,
            List.of(new CoverageSpan("v", windows.get(0).up())),
            List.of(),
            sink -> {}),
        file);
  }
}
