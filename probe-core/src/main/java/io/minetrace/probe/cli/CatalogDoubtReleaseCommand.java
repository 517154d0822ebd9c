// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DoubtEntry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog doubt release}. */
@Command(
    name = "release",
    description = {
      "Releases doubts, so that the failures in them count again, and brings the windows up to date.",
      "The doubts stay in the catalog."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage, or a doubt that does not hold; nothing was changed",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogDoubtReleaseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Parameters(paramLabel = "NUMBER", arity = "1..*", description = "As 'doubt list' shows it.")
  private List<Long> numbers;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who decides it (default: the user that runs this).")
  private String releasedBy;

  @Override
  public Integer call() throws IOException {
    List<Long> wanted = numbers.stream().distinct().toList();
    return database.run(
        catalog -> {
          refuseOthers(catalog, wanted);
          long now = InstantSource.system().millis();
          wanted.forEach(number -> catalog.releaseDoubt(number, releasedBy, now));
          catalog.foldAll(folded -> {});
          spec.commandLine().getErr().println(wanted.size() + " released, windows are up to date");
          spec.commandLine().getErr().flush();
          return ExitCode.OK;
        });
  }

  private static void refuseOthers(Catalog catalog, List<Long> wanted) {
    List<Long> holding =
        catalog.doubts().stream()
            .filter(doubt -> doubt.releasedBy().isEmpty())
            .map(DoubtEntry::number)
            .toList();
    List<String> others =
        wanted.stream().filter(n -> !holding.contains(n)).map(String::valueOf).toList();
    if (!others.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "no doubt that holds: " + String.join(", ", others),
          "'catalog doubt list' shows those that do");
    }
  }
}
