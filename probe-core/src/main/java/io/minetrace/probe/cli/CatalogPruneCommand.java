// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.ExitCode;
import io.minetrace.cli.InstantText;
import io.minetrace.cli.TextTable;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.PruneClass;
import io.minetrace.probe.catalog.PruneEntry;
import io.minetrace.probe.catalog.PruneOrder;
import io.minetrace.probe.catalog.PruneReport;
import io.minetrace.probe.catalog.RebuildMode;
import io.minetrace.probe.catalog.SnapshotRelease;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code probe-core catalog prune}. */
@Command(
    name = "prune",
    description = {
      "Says what is old enough to leave the catalog, by month, and with --apply has it leave. Without",
      "options it lists what has left, when and on whose word.",
      "",
      "@|bold observations|@ leave their rows and are packed, some six bytes each: time, verdict,",
      "evidence, protocols, coins and software of each stay, so that windows are recomputed, calibrated",
      "and written into snapshots as before, to the same snapshot id. What leaves is the rest: bytes,",
      "height, difficulty, block, certificate, name asked for. Whole rows stay of the first and last UP",
      "of every window, of every non-UP and the neighbours of each, of confirmations, and of what has",
      "a transcript.",
      "@|bold transcripts|@ are deleted but for those of the first and last UP of a window.",
      "@|bold resolutions|@ (answers of name servers) are deleted but for those with which a name's time",
      "on an address begins or ends.",
      "",
      "Nothing that a snapshot was made of leaves: a snapshot of the same state can be made again.",
      "Interrupted, what has left is on record; run it again for the rest."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, with or without anything to leave",
      "1:internal error",
      "2:wrong usage; nothing was changed",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogPruneCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description =
          "Observations of before: an age as 90d, 26w, 18mo or 2y, or a date (2026-05-02). The same as "
              + "--class observations=AGE.")
  private Optional<String> olderThan = Optional.empty();

  @Option(
      names = "--class",
      paramLabel = "CLASS=AGE",
      description = "observations, transcripts or resolutions of before. Can be repeated.")
  private Map<String, String> classes = new LinkedHashMap<>();

  @Option(names = "--apply", description = "Do it; without this, it is only said.")
  private boolean apply;

  @Option(names = "--why", paramLabel = "TEXT", description = "Why; kept on record.")
  private String why = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who decides it (default: the user that runs this).")
  private String decidedBy;

  @Override
  public Integer call() throws IOException {
    Instant now = InstantSource.system().instant();
    Map<PruneClass, Long> limits = limits(now);
    if (limits.isEmpty() && (apply || !why.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "nothing to prune: give --older-than AGE or --class CLASS=AGE");
    }
    return database.run(
        catalog -> {
          if (limits.isEmpty()) {
            printRecord(catalog.prunes());
          } else {
            prune(catalog, limits, now.toEpochMilli());
          }
          return ExitCode.OK;
        });
  }

  /** In the order in which they go: an observation stays while its transcript does. */
  private Map<PruneClass, Long> limits(Instant now) {
    Map<String, String> all = new LinkedHashMap<>(classes);
    if (olderThan.isPresent()
        && all.putIfAbsent(PruneClass.OBSERVATIONS.word(), olderThan.get()) != null) {
      throw new ParameterException(
          spec.commandLine(), "--older-than and --class observations=AGE: which of them?");
    }
    Map<PruneClass, Long> limits = new TreeMap<>((a, b) -> Integer.compare(rank(a), rank(b)));
    all.forEach(
        (word, age) -> {
          PruneClass what =
              PruneClass.ofWord(word)
                  .orElseThrow(
                      () ->
                          wrong(
                              "--class: '"
                                  + word
                                  + "' (expected: observations, transcripts or resolutions)"));
          try {
            limits.put(what, new AgeText(age).before(now).toEpochMilli());
          } catch (TypeConversionException e) {
            throw wrong(e.getMessage());
          }
        });
    return limits;
  }

  private static int rank(PruneClass what) {
    return switch (what) {
      case TRANSCRIPTS -> 0;
      case OBSERVATIONS -> 1;
      case RESOLUTIONS -> 2;
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), TextTable.printable(message));
  }

  private void prune(Catalog catalog, Map<PruneClass, Long> limits, long now) {
    Map<PruneClass, PruneReport> reports = new LinkedHashMap<>();
    TextTable table = new TextTable();
    table.row("CLASS", "MONTH", apply ? "ROWS GONE" : "ROWS TO GO");
    limits.forEach(
        (what, before) -> {
          PruneReport report =
              catalog.prune(
                  new PruneOrder(what, before, why, decidedBy, now),
                  apply ? RebuildMode.APPLY : RebuildMode.COMPARE,
                  looked -> {});
          reports.put(what, report);
          report
              .gone()
              .forEach((month, rows) -> table.row(what.word(), month.toString(), number(rows)));
        });
    if (reports.values().stream().anyMatch(report -> report.rows() > 0)) {
      table.lines().forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().flush();
    }
    reports.forEach((what, report) -> say(summary(what, limits.get(what), report)));
    if (limits.containsKey(PruneClass.OBSERVATIONS)) {
      sayReleases(catalog.releases());
    }
    say(apply ? "done, and on record" : "nothing was changed (see --apply)");
  }

  private String summary(PruneClass what, long before, PruneReport report) {
    String places = what == PruneClass.RESOLUTIONS ? "names" : "endpoints";
    String verb =
        what == PruneClass.OBSERVATIONS
            ? (apply ? "are packed" : "would be packed")
            : (apply ? "are deleted" : "would be deleted");
    return String.format(
        Locale.ROOT,
        "%s before %s: %,d rows of %,d %s %s, %,d older ones stay",
        what.word(),
        InstantText.toSecond(before),
        report.rows(),
        report.places(),
        places,
        verb,
        report.stayed());
  }

  private void sayReleases(List<SnapshotRelease> releases) {
    if (!releases.isEmpty()) {
      SnapshotRelease last = releases.get(releases.size() - 1);
      say(
          String.format(
              Locale.ROOT,
              "%,d snapshots have left this catalog, the last one as of %s: all they rest on stays",
              releases.size(),
              last.asOf().isPresent() ? InstantText.toSecond(last.asOf().getAsLong()) : "nothing"));
    }
  }

  private void printRecord(List<PruneEntry> prunes) {
    if (prunes.isEmpty()) {
      say("nothing has left the catalog by retention");
      return;
    }
    TextTable table = new TextTable();
    table.row("NUMBER", "WHEN", "CLASS", "BEFORE", "ROWS", "MONTHS", "BY", "WHY");
    for (PruneEntry prune : prunes) {
      PruneOrder order = prune.order();
      table.row(
          Long.toString(prune.number()),
          InstantText.toSecond(order.decidedAt()),
          order.what().word(),
          InstantText.toSecond(order.before()),
          number(prune.rows()),
          prune.gone().isEmpty() ? "-" : prune.gone().firstKey() + ".." + prune.gone().lastKey(),
          order.decidedBy(),
          order.why().isEmpty() ? "-" : order.why());
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void say(String words) {
    spec.commandLine().getErr().println(words);
    spec.commandLine().getErr().flush();
  }
}
