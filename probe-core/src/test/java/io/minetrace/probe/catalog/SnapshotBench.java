// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.catalog.server.ServerChoice;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long a snapshot of 100,000 windows and twenty million observations takes. */
public final class SnapshotBench {

  private static final int ENDPOINTS = 5_000;
  private static final int OBSERVATIONS_OF_EACH = 4_000;
  private static final int WINDOWS_OF_EACH = 20;
  private static final double WANTED_SECONDS = 20;

  private SnapshotBench() {}

  /**
   * Runs it; the catalog is filled if it is empty.
   *
   * @param arguments where the catalog may live
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    Path directory = Path.of(arguments[0]);
    boolean slow;
    try (Catalog catalog =
        Catalog.open(new DatabaseLocation.Embedded(directory, ServerChoice.SYSTEM_OR_BUNDLED))) {
      LargeCatalog.fill(catalog, ENDPOINTS, OBSERVATIONS_OF_EACH, WINDOWS_OF_EACH);
      Path file = directory.resolve("bench.zip");
      long began = System.nanoTime();
      catalog.writeSnapshot(file);
      double seconds = (System.nanoTime() - began) / 1e9;
      slow = seconds > WANTED_SECONDS;
      try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
        out.printf(
            "%,d windows, %,d observations, %,d bytes in %.1f s (wanted: %.0f)%n",
            snapshot.windows().size(),
            (long) ENDPOINTS * OBSERVATIONS_OF_EACH,
            Files.size(file),
            seconds,
            WANTED_SECONDS);
      }
      Files.delete(file);
    }
    System.exit(slow ? 1 : 0);
  }
}
