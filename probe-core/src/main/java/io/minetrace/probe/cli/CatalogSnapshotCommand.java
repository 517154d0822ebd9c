// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.IoMessages;
import io.minetrace.probe.catalog.SnapshotRelease;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog snapshot}. */
@Command(
    name = "snapshot",
    description = {
      "Writes the availability windows and the observations behind them to one file, for",
      "flow-matcher and Spark. The same state of the catalog gives the same bytes."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "5:database absent, or newer than the program",
      "7:output exists",
      "130, 143:interrupted"
    })
final class CatalogSnapshotCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Parameters(paramLabel = "FILE.zip", description = "The file to write.")
  private Path target;

  @Option(names = "--overwrite", description = "Replace the file if it exists.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(target) && !overwrite) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS, target + ": exists", "give another name, or --overwrite");
    }
    return database.run(
        catalog -> {
          try {
            catalog.writeSnapshot(target);
          } catch (IOException e) {
            throw new CommandFailure(
                ExitCode.INTERNAL_ERROR, target + ": cannot be written: " + IoMessages.describe(e));
          }
          try (WindowSnapshot snapshot = WindowSnapshot.open(target)) {
            long now = InstantSource.system().millis();
            catalog.released(
                new SnapshotRelease(
                    snapshot.id(), snapshot.asOf(), snapshot.windows().size(), now, now));
            spec.commandLine()
                .getErr()
                .printf(
                    "%s: %,d windows, snapshot %s%n",
                    target, snapshot.windows().size(), snapshot.id());
          }
          return ExitCode.OK;
        });
  }
}
