// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.window.SnapshotFile;
import io.minetrace.window.UnusableWindowsException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code flow-matcher snapshot}: what a snapshot file holds, without a database. */
@Command(
    name = "snapshot",
    description = "Examines, verifies and compares snapshot files, without a database.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SnapshotInfoCommand.class,
      SnapshotVerifyCommand.class,
      SnapshotDiffCommand.class,
      SnapshotAffectedCommand.class,
      SnapshotCoverageCommand.class
    })
final class SnapshotCommand {

  /** Opens a snapshot file, or fails with the exit code for windows. */
  static SnapshotFile open(Path file) throws IOException {
    try {
      return SnapshotFile.open(file);
    } catch (UnusableWindowsException e) {
      throw new CommandFailure(
          ExitCode.NO_WINDOWS,
          e.getMessage(),
          file.toString().endsWith(".csv")
              ? "a bare windows.csv has no manifest; these commands need the whole snapshot (.zip)"
              : "");
    }
  }
}
