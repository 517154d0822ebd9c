// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.match.Scores;
import io.minetrace.window.JdbcWindows;
import io.minetrace.window.UnusableWindowsException;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code -w}: where the availability windows come from. */
final class WindowsSource {

  @Option(
      names = {"-w", "--windows"},
      required = true,
      paramLabel = "WINDOWS",
      description =
          "Availability windows: a snapshot (.zip) of the catalog, a bare windows.csv,"
              + " or the catalog itself as jdbc:mariadb://…")
  private String source;

  /** Opens it, or fails with the exit code for windows. */
  WindowSnapshot open() throws IOException {
    return open(source);
  }

  /** Opens what the user named, or fails with the exit code for windows. */
  static WindowSnapshot open(String source) throws IOException {
    try {
      return source.startsWith("jdbc:")
          ? JdbcWindows.open(source)
          : WindowSnapshot.open(Path.of(source));
    } catch (UnusableWindowsException e) {
      throw new CommandFailure(ExitCode.NO_WINDOWS, e.getMessage());
    }
  }

  /** The scores that the windows bring along, else the built-in ones. */
  static Scores scores(WindowSnapshot snapshot) {
    try {
      return Scores.calibrated(snapshot.calibration());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.NO_WINDOWS, snapshot.source() + ": calibration: " + e.getMessage());
    }
  }
}
