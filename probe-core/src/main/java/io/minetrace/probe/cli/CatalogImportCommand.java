// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.TextTable;
import io.minetrace.net.HostPort;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.NameIndicator;
import io.minetrace.probe.catalog.PassiveName;
import io.minetrace.probe.catalog.exchange.BadRow;
import io.minetrace.probe.catalog.exchange.CatalogImport;
import io.minetrace.probe.catalog.exchange.FileKind;
import io.minetrace.probe.catalog.exchange.ImportNews;
import io.minetrace.probe.catalog.exchange.ImportReport;
import io.minetrace.probe.catalog.exchange.UnreadableFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog import}. */
@Command(
    name = "import",
    description = {
      "Imports files (also .gz), recognised by their content: histories of visits",
      "(observations.csv), services of pools (pools.csv), what probe --json printed (of",
      "which only what was proven is taken), and lists: Maltrail trails, names, addresses,",
      "hosts files, MISP events, STIX 2.1 bundles, Suricata datasets and rules, Zeek files,",
      "ipset save, nftables sets, Sigma rules, and what catalog export wrote, and passive DNS",
      "in the common output format (COF: when names of pools pointed where). Of a list, a",
      "name or an address without a port is kept and resolved, but not probed; a pattern,",
      "*.pool.example, is kept for DNS and TLS only: search tells of it. A bad row is",
      "named and left out.",
      "With --from-smashed, takes over the database of the predecessor, sMaSheD, or a dump of it.",
      "Importing a file again changes nothing."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "3:done, but some rows were bad and left out",
      "4:a file cannot be read, or is of no known kind",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogImportCommand implements Callable<Integer> {

  private static final int PRINTED_BAD_ROWS = 20;

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Mixin private SmashedOptions smashed;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "The files.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      defaultValue = CatalogImport.UNKNOWN_POOL,
      description = {
        "Whose the services are that probe --json proved, or of which a list names no pool",
        "(default: ${DEFAULT-VALUE})."
      })
  private String pool;

  @Option(
      names = "--dry-run",
      description = {
        "Change nothing; print what would be new, a service a line. Not for histories and",
        "probe results."
      })
  private boolean dryRun;

  private long bad;

  @Override
  public Integer call() throws IOException {
    if (smashed.isGiven()) {
      return smashed.run(
          spec, database, files, dryRun ? CatalogImport.Effect.NONE : CatalogImport.Effect.ADD);
    }
    smashed.refuseWithoutSource(spec);
    if (files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing required parameter: 'FILE' (or --from-smashed SOURCE)");
    }
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new CommandFailure(
            ExitCode.UNREADABLE_INPUT, file + ": no such file, or it cannot be read");
      }
    }
    if (!pool.matches("[^|\\p{Cntrl}]{1,190}")) {
      throw new ParameterException(
          spec.commandLine(), "--pool: '" + pool + "' (expected: 1 to 190 characters, no '|')");
    }
    return database.run(
        catalog -> {
          CatalogImport importer =
              new CatalogImport(
                  catalog,
                  this::print,
                  pool,
                  dryRun ? CatalogImport.Effect.NONE : CatalogImport.Effect.ADD,
                  dryRun ? new DryRun() : service -> {});
          for (Path file : files) {
            print(file, importOne(importer, file));
          }
          if (!dryRun) {
            catalog.foldAll(folded -> {});
          }
          spec.commandLine().getOut().flush();
          return bad == 0 ? ExitCode.OK : ExitCode.PARTIAL_INPUT;
        });
  }

  private static ImportReport importOne(CatalogImport importer, Path file) throws IOException {
    try {
      return importer.importFile(file);
    } catch (UnreadableFileException e) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, e.getMessage());
    }
  }

  /** Prints what would be new. */
  private final class DryRun implements ImportNews {

    @Override
    public void service(DeclaredService service) {
      print(service);
    }

    @Override
    public void indicator(NameIndicator indicator) {
      say(
          "+ "
              + indicator.pattern()
              + " (in DNS and TLS only)"
              + (indicator.pool().isEmpty() ? "" : " (" + indicator.pool() + ")"));
    }

    @Override
    public void passive(PassiveName name) {
      say(
          "+ %s at %s from %s to %s%s"
              .formatted(
                  name.fqdn(),
                  name.address(),
                  Instant.ofEpochMilli(name.seen().from()),
                  Instant.ofEpochMilli(name.seen().to()),
                  name.whose() == PassiveName.Whose.FOREIGN ? " (no pool's)" : ""));
    }
  }

  private void say(String line) {
    spec.commandLine().getOut().println(TextTable.printable(line));
  }

  private void print(DeclaredService service) {
    spec.commandLine()
        .getOut()
        .println(
            TextTable.printable(
                "+ "
                    + (service.port() == 0
                        ? service.fqdn()
                        : new HostPort(service.fqdn(), service.port()).toString())
                    + (service.coin().isEmpty() ? "" : " " + service.coin())
                    + (service.pool().isEmpty() ? "" : " (" + service.pool() + ")")));
  }

  private void print(BadRow row) {
    bad++;
    PrintWriter err = spec.commandLine().getErr();
    if (bad <= PRINTED_BAD_ROWS) {
      err.println(TextTable.printable(row.toString()));
    } else if (bad == PRINTED_BAD_ROWS + 1) {
      err.println("more bad rows are counted, and not shown");
    }
  }

  private void print(Path file, ImportReport report) {
    spec.commandLine()
        .getErr()
        .printf(
            "%s: %,d %s: %,d new, %,d known already, %,d bad%s%s%n",
            file,
            report.rows(),
            report.kind().content(),
            report.added(),
            report.known(),
            report.bad(),
            report.patterns() == 0
                ? ""
                : ", %,d of them patterns, kept for DNS and TLS only".formatted(report.patterns()),
            report.unproven() == 0
                ? ""
                : ", %,d %s, left out"
                    .formatted(
                        report.unproven(),
                        report.kind() == FileKind.PASSIVE_DNS
                            ? "of other names or types"
                            : "not proven"));
  }
}
