// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.match.Scores;
import io.minetrace.snapshot.SnapshotSignature;
import io.minetrace.snapshot.VerifyingKey;
import io.minetrace.window.JdbcWindows;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.UnusableWindowsException;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options {@code -w} and {@code --windows-key}: where the availability windows come from. */
final class WindowsSource {

  @Option(
      names = {"-w", "--windows"},
      required = true,
      paramLabel = "WINDOWS",
      description =
          "Availability windows: a snapshot (.zip) of the catalog, a bare windows.csv,"
              + " or the catalog itself as jdbc:mariadb://…")
  private String source;

  @Option(
      names = "--windows-key",
      paramLabel = "PUBLIC",
      description =
          "Use the snapshot only if the signature beside it (FILE.zip.sig) is good by this public"
              + " key (PEM).")
  private Optional<Path> key = Optional.empty();

  private Optional<String> signedBy = Optional.empty();

  /** Opens it, or fails with the exit code for windows, or for a signature that does not fit. */
  WindowSnapshot open() throws IOException {
    Optional<String> signedId = key.isPresent() ? Optional.of(signedId()) : Optional.empty();
    WindowSnapshot snapshot = open(source);
    if (signedId.isPresent() && !signedId.get().equals(snapshot.id())) {
      snapshot.close();
      throw new CommandFailure(ExitCode.NO_WINDOWS, source + ": changed while it was opened");
    }
    return snapshot;
  }

  /** The files that are read for it; a database is none. */
  List<Path> files() {
    return source.startsWith("jdbc:")
        ? List.of()
        : List.of(Path.of(source), SnapshotSignature.beside(Path.of(source)));
  }

  /** Id of the key that the windows were found to be signed by; empty if none was asked for. */
  Optional<String> signedBy() {
    return signedBy;
  }

  /** The id that a good signature is of; opening verifies that the windows belong to it. */
  private String signedId() throws IOException {
    VerifyingKey verifyingKey = SnapshotVerifyCommand.readKey(key.orElseThrow());
    if (source.startsWith("jdbc:")) {
      throw new CommandFailure(
          ExitCode.USAGE, "--windows-key is for a snapshot file, not for a database");
    }
    try (SnapshotFile snapshot = SnapshotCommand.open(Path.of(source))) {
      SnapshotSignature.Finding finding =
          SnapshotSignature.check(
              snapshot, SnapshotSignature.beside(Path.of(source)), verifyingKey);
      if (finding.state() != SnapshotSignature.State.VALID) {
        throw new CommandFailure(ExitCode.MISMATCH, finding.message());
      }
      signedBy = Optional.of(verifyingKey.id());
      return snapshot.id();
    }
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
