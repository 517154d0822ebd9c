// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.ExitCode;
import io.minetrace.probe.catalog.exchange.StartingCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog init}. */
@Command(
    name = "init",
    description = {
      "Makes the catalog and loads the pools, names, ports and coins that come with the program.",
      "They are what public documents say; nothing of it has been probed. Can be repeated."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogInitCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Option(
      names = "--sources",
      paramLabel = "permissive|all",
      defaultValue = "all",
      description = {
        "permissive: only rows that a source under a permissive licence states, and no",
        "descriptions of coins, whose rows do not name their sources;",
        "all (the default): every row."
      })
  private StartingCatalog.Sources sources;

  @Override
  public Integer call() throws IOException {
    return database.run(
        catalog -> {
          StartingCatalog.Report report = StartingCatalog.load(catalog, sources);
          catalog.foldAll(folded -> {});
          PrintWriter err = spec.commandLine().getErr();
          err.printf(
              "starting catalog: %,d services, %,d of them new%n",
              report.services(), report.added());
          err.printf(
              "beside them %,d names for DNS and TLS only, %,d new; %,d coins described, %,d new%n",
              report.names(), report.namesAdded(), report.coins(), report.coinsAdded());
          return ExitCode.OK;
        });
  }
}
