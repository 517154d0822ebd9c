// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.InstantText;
import io.minetrace.cli.TextTable;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DoubtScope;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog doubt open}. */
@Command(
    name = "open",
    description = "Opens a doubt and brings the windows up to date.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage, or a pool that is not in the catalog; nothing was changed",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogDoubtOpenCommand implements Callable<Integer> {

  private static final String POOL = "pool:";

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Parameters(
      paramLabel = "ABOUT",
      description = "everything, pool:NAME, an address, or ADDRESS:PORT.")
  private String about;

  @Option(
      names = "--from",
      required = true,
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Failures from then on: 2026-05-02, or 2026-05-02T14:20Z.")
  private Instant from;

  @Option(
      names = "--to",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Until then; without it, until the doubt is released.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; kept with the doubt.")
  private String reason;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who decides it (default: the user that runs this).")
  private String decidedBy;

  @Override
  public Integer call() throws IOException {
    long end = to.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    if (end < from.toEpochMilli()) {
      throw new ParameterException(spec.commandLine(), "--to: " + end(to) + " is before --from");
    }
    DoubtScope scope = scope();
    return database.run(
        catalog -> {
          say(open(catalog, scope, end) + ": doubt opened, windows are up to date");
          return ExitCode.OK;
        });
  }

  private static String end(Optional<Instant> to) {
    return to.map(Instant::toString).orElse("");
  }

  private DoubtScope scope() {
    try {
      if (about.equals("everything")) {
        return new DoubtScope.OfEverything();
      }
      if (about.startsWith(POOL)) {
        return new DoubtScope.OfPool(about.substring(POOL.length()));
      }
      Optional<IpAddress> address = IpAddress.tryParse(about);
      return address.isPresent()
          ? new DoubtScope.OfAddress(address.get())
          : new DoubtScope.OfEndpoint(Endpoint.parse(about));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          TextTable.printable(
              "'" + about + "' (expected: everything, pool:NAME, an address or ADDRESS:PORT)"),
          e);
    }
  }

  private long open(Catalog catalog, DoubtScope scope, long end) {
    try {
      long now = InstantSource.system().millis();
      long number = catalog.openDoubt(scope, from.toEpochMilli(), end, reason, decidedBy, now);
      catalog.foldAll(folded -> {});
      return number;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, TextTable.printable(e.getMessage()));
    }
  }

  private void say(String words) {
    spec.commandLine().getErr().println(words);
    spec.commandLine().getErr().flush();
  }
}
