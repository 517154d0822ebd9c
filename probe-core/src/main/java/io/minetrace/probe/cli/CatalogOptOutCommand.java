// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.InstantText;
import io.minetrace.cli.TextTable;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.OptOutEntry;
import io.minetrace.probe.transport.OptOutList;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog opt-out}. */
@Command(
    name = "opt-out",
    description =
        "Lists who asked not to be probed, or adds or removes some of them. A daemon on "
            + "the same database (--db) heeds it within seconds; while one runs on the "
            + "embedded database, its --opt-out FILE is the way. What is known of them stays "
            + "in the catalog.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage, or --remove of what is not in the list; nothing was changed",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogOptOutCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Parameters(
      paramLabel = "ENTRY",
      description = "An address, a block, a host name, *.DOMAIN or pool:NAME.")
  private List<String> entries = new ArrayList<>();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Who asked, and how; kept with the entries.")
  private String reason = "";

  @Option(names = "--remove", description = "Take the entries from the list instead.")
  private boolean remove;

  @Override
  public Integer call() throws IOException {
    List<String> wanted = entries.stream().map(this::canonical).distinct().toList();
    if (wanted.isEmpty() && (remove || !reason.isEmpty())) {
      throw new CommandFailure(ExitCode.USAGE, "no ENTRY given", "see --help");
    }
    return database.run(
        catalog -> {
          if (wanted.isEmpty()) {
            print(catalog.optOuts());
          } else if (remove) {
            remove(catalog, wanted);
          } else {
            add(catalog, wanted);
          }
          return ExitCode.OK;
        });
  }

  private String canonical(String entry) {
    try {
      return OptOutList.canonicalEntry(entry);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          TextTable.printable("'" + entry + "' is no opt-out entry: " + e.getMessage()));
    }
  }

  private void add(Catalog catalog, List<String> wanted) {
    long now = InstantSource.system().millis();
    wanted.forEach(entry -> catalog.optOut(new OptOutEntry(entry, reason, now)));
    say(wanted.size() + " added");
  }

  private void remove(Catalog catalog, List<String> wanted) {
    List<OptOutEntry> known = catalog.optOuts();
    List<String> missing =
        wanted.stream().filter(entry -> known.stream().noneMatch(row -> is(row, entry))).toList();
    if (!missing.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          TextTable.printable("not in the list: " + String.join(", ", missing)),
          "'catalog opt-out' shows the list");
    }
    long now = InstantSource.system().millis();
    known.stream()
        .filter(row -> wanted.stream().anyMatch(entry -> is(row, entry)))
        .forEach(row -> catalog.withdrawOptOut(row.entry(), now));
    say(wanted.size() + " removed");
  }

  /** Rows that somebody wrote by hand may be spelt otherwise. */
  private static boolean is(OptOutEntry row, String entry) {
    try {
      return OptOutList.canonicalEntry(row.entry()).equals(entry);
    } catch (IllegalArgumentException e) {
      return row.entry().equals(entry);
    }
  }

  private void print(List<OptOutEntry> list) {
    if (list.isEmpty()) {
      say("nobody opted out");
      return;
    }
    TextTable table = new TextTable();
    table.row("ENTRY", "SINCE", "REASON");
    for (OptOutEntry entry : list) {
      table.row(entry.entry(), InstantText.toSecond(entry.addedAt()), entry.reason());
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
  }

  private void say(String words) {
    spec.commandLine().getErr().println(words);
    spec.commandLine().getErr().flush();
  }
}
