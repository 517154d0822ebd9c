// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.ExitCode;
import io.minetrace.cli.InstantText;
import io.minetrace.cli.TextTable;
import io.minetrace.probe.catalog.DoubtEntry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog doubt list}. */
@Command(
    name = "list",
    description = "Lists the doubts that hold.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogDoubtListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Option(names = "--all", description = "The released ones as well.")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    return database.run(
        catalog -> {
          print(
              catalog.doubts().stream()
                  .filter(doubt -> all || doubt.releasedBy().isEmpty())
                  .toList());
          return ExitCode.OK;
        });
  }

  private void print(List<DoubtEntry> doubts) {
    if (doubts.isEmpty()) {
      spec.commandLine().getErr().println(all ? "no doubt was ever opened" : "no doubt holds");
      spec.commandLine().getErr().flush();
      return;
    }
    TextTable table = new TextTable();
    table.row("NUMBER", "ABOUT", "VANTAGE", "FROM", "TO", "DECIDED BY", "RELEASED BY", "REASON");
    for (DoubtEntry doubt : doubts) {
      table.row(
          Long.toString(doubt.number()),
          doubt.scope(),
          doubt.vantage().orElse("all"),
          InstantText.toSecond(doubt.from()),
          doubt.to() == Long.MAX_VALUE ? "further notice" : InstantText.toSecond(doubt.to()),
          doubt.decidedBy(),
          doubt.releasedBy().orElse("-"),
          doubt.reason());
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
  }
}
