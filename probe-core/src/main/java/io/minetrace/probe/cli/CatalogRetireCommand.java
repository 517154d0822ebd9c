// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.InstantText;
import io.minetrace.cli.TextTable;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.Retirement;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog retire}. */
@Command(
    name = "retire",
    description = {
      "Takes a pool, a host name, a port under a name, or an address and port out of use: it is not",
      "visited any more and leaves the lists (catalog export), but stays in the windows of the past, in",
      "snapshots and in what is found by searching, marked as retired. Nothing is deleted. An endpoint",
      "that several names lead to is visited while one of them is in use. Without WHAT it lists who",
      "retired what, and took it back."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or as it was already",
      "1:internal error",
      "2:wrong usage, or not in the catalog; nothing was changed",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogRetireCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Parameters(
      paramLabel = "WHAT",
      arity = "0..1",
      description = "A pool, FQDN, FQDN:PORT, or ADDRESS:PORT ([2001:db8::1]:3333 for IPv6).")
  private Optional<String> what = Optional.empty();

  @Option(names = "--why", paramLabel = "TEXT", description = "Why; required, and kept on record.")
  private String why = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who decides it (default: the user that runs this).")
  private String decidedBy;

  @Option(
      names = "--at",
      converter = InstantText.class,
      paramLabel = "TIME",
      description =
          "Since when: 2026-05-02, or 2026-05-02T14:20Z; not in the future (default: now).")
  private Optional<Instant> at = Optional.empty();

  @Option(names = "--undo", description = "Take it back: it is in use again.")
  private boolean undo;

  @Override
  public Integer call() throws IOException {
    Instant now = InstantSource.system().instant();
    if (what.isPresent() && why.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--why: missing (it is kept on record)");
    }
    if (what.isEmpty() && (undo || at.isPresent() || !why.isEmpty())) {
      throw new ParameterException(spec.commandLine(), "no WHAT given");
    }
    if (at.isPresent() && at.get().isAfter(now)) {
      throw new ParameterException(spec.commandLine(), "--at: " + at.get() + " is in the future");
    }
    return database.run(
        catalog -> {
          if (what.isPresent()) {
            change(catalog, what.get(), now.toEpochMilli());
          } else {
            print(catalog.retirementHistory());
          }
          return ExitCode.OK;
        });
  }

  private void change(Catalog catalog, String target, long now) {
    long since = at.map(Instant::toEpochMilli).orElse(now);
    Optional<Retirement> entered;
    try {
      entered =
          undo
              ? catalog.unretire(target, since, why, decidedBy, now)
              : catalog.retire(target, since, why, decidedBy, now);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          TextTable.printable(e.getMessage()),
          "'catalog search' finds what there is");
    }
    if (entered.isEmpty()) {
      say(target + (undo ? " is not retired" : " is retired already") + "; nothing was changed");
      return;
    }
    say(
        String.format(
            Locale.ROOT,
            "%s %s: %s since %s; %,d endpoints in all are not visited any more, windows stay",
            entered.get().kind().name().toLowerCase(Locale.ROOT),
            entered.get().target(),
            undo ? "in use again" : "retired",
            InstantText.toSecond(since),
            catalog.retiredEndpoints()));
  }

  private void print(List<Retirement> history) {
    if (history.isEmpty()) {
      say("nothing was ever retired");
      return;
    }
    TextTable table = new TextTable();
    table.row("ENTERED", "KIND", "WHAT", "NOW", "SINCE", "BY", "WHY");
    for (Retirement retirement : history) {
      table.row(
          InstantText.toSecond(retirement.decidedAt()),
          retirement.kind().name().toLowerCase(Locale.ROOT),
          retirement.target(),
          retirement.undone() ? "in use" : "retired",
          InstantText.toSecond(retirement.at()),
          retirement.decidedBy(),
          retirement.why());
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
  }

  private void say(String words) {
    spec.commandLine().getErr().println(TextTable.printable(words));
    spec.commandLine().getErr().flush();
  }
}
