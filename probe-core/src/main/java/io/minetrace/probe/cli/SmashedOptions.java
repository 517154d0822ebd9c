// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.TextTable;
import io.minetrace.probe.catalog.exchange.CatalogImport;
import io.minetrace.probe.catalog.exchange.UnreadableFileException;
import io.minetrace.probe.catalog.smashed.SmashedImport;
import io.minetrace.probe.catalog.smashed.SmashedReport;
import io.minetrace.probe.catalog.smashed.TemporaryFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What {@code catalog import} takes from a predecessor's database, and how. */
final class SmashedOptions {

  private static final String OPTION = "--from-smashed";
  private static final String USER = "--source-user";
  private static final String PASSWORD_FILE = "--source-password-file";
  private static final int PRINTED_PROBLEMS = 20;
  private static final Duration WRONG_CLOCKS = Duration.ofDays(1);

  @Option(
      names = OPTION,
      paramLabel = "SOURCE",
      description =
          "Instead of FILE: jdbc:mariadb://HOST/DATABASE of a running sMaSheD, which is only read, "
              + "or a dump of it by mysqldump (also .gz, .xz, .zst, .bz2), which is never executed.")
  private Optional<String> source = Optional.empty();

  @Option(
      names = USER,
      paramLabel = "NAME",
      description = "The user of the database of --from-smashed.")
  private Optional<String> user = Optional.empty();

  @Option(names = PASSWORD_FILE, paramLabel = "FILE", description = "File with its password.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--source-timezone",
      paramLabel = "ZONE",
      description =
          "Only where sMaSheD's database sessions were not in UTC: their zone, as Europe/Prague. "
              + "The hours at which its sweeps then began are printed: 00, 03, 06 and so on are right.")
  private ZoneId zone = ZoneOffset.UTC;

  @Option(
      names = "--vantage",
      paramLabel = "NAME",
      defaultValue = SmashedImport.VANTAGE,
      description = "Who made the visits of --from-smashed (default: ${DEFAULT-VALUE}).")
  private String vantage = SmashedImport.VANTAGE;

  @Option(
      names = "--strict",
      description = "With --from-smashed: change nothing if any row cannot be taken.")
  private boolean strict;

  private long problems;

  boolean isGiven() {
    return source.isPresent();
  }

  /** Passed over in silence, {@code --strict} would not be what was asked for. */
  void refuseWithoutSource(CommandSpec spec) {
    refuse(
        spec,
        "only with " + OPTION,
        List.of(USER, PASSWORD_FILE, "--source-timezone", "--vantage", "--strict"));
  }

  private static void refuse(CommandSpec spec, String why, List<String> options) {
    for (String option : options) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(spec.commandLine(), option + ": " + why);
      }
    }
  }

  int run(CommandSpec spec, DatabaseOptions database, List<Path> files, CatalogImport.Effect effect)
      throws IOException {
    if (!files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), OPTION + " and FILE cannot be given together");
    }
    refuse(spec, "not with " + OPTION + ", which knows its pools", List.of("--pool"));
    if (!vantage.matches("[^|\\p{Cntrl}]{1,190}")) {
      throw new ParameterException(
          spec.commandLine(), "--vantage: '" + vantage + "' (expected: 1 to 190 characters)");
    }
    String place = source.orElseThrow();
    boolean isUrl = place.startsWith("jdbc:");
    if (isUrl && !place.startsWith("jdbc:mariadb:")) {
      throw new ParameterException(
          spec.commandLine(), OPTION + ": expected: jdbc:mariadb://HOST/DATABASE, or a file");
    }
    if (!isUrl) {
      refuse(spec, "only with " + OPTION + " jdbc:mariadb://…", List.of(USER, PASSWORD_FILE));
    }
    if (!isUrl && (!Files.isReadable(Path.of(place)) || Files.isDirectory(Path.of(place)))) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT, place + ": no such file, or it cannot be read");
    }
    PrintWriter err = spec.commandLine().getErr();
    try (SmashedImport smashed =
        SmashedImport.open(
            place,
            user,
            password(),
            zone,
            vantage,
            InstantSource.system().instant().plus(WRONG_CLOCKS).toEpochMilli(),
            problem -> print(err, problem))) {
      if (effect == CatalogImport.Effect.NONE) {
        SmashedReport report = smashed.rehearse();
        report.lines(SmashedReport.Written.NOTHING).forEach(err::println);
        return codeOf(report).code();
      }
      if (strict) {
        SmashedReport report = smashed.rehearse();
        if (report.bad() > 0) {
          throw new CommandFailure(
              ExitCode.UNREADABLE_INPUT,
              report.bad() + " rows or parts cannot be taken; nothing was changed (--strict)");
        }
      }
      return database.run(
          catalog -> {
            SmashedReport report = smashed.into(catalog);
            catalog.foldAll(folded -> {});
            report.lines(SmashedReport.Written.CATALOG).forEach(err::println);
            return codeOf(report);
          });
    } catch (UnreadableFileException e) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, e.getMessage());
    } catch (TemporaryFileException e) {
      throw new CommandFailure(
          ExitCode.INTERNAL_ERROR,
          e.getMessage(),
          "MINETRACE_JAVA_OPTIONS=-Djava.io.tmpdir=DIRECTORY puts it elsewhere");
    }
  }

  private static ExitCode codeOf(SmashedReport report) {
    return report.bad() == 0 ? ExitCode.OK : ExitCode.PARTIAL_INPUT;
  }

  private Optional<String> password() throws IOException {
    return passwordFile.isPresent()
        ? Optional.of(Files.readString(passwordFile.get()).strip())
        : Optional.empty();
  }

  private void print(PrintWriter err, String problem) {
    problems++;
    if (problems <= PRINTED_PROBLEMS) {
      err.println(TextTable.printable(problem));
    } else if (problems == PRINTED_PROBLEMS + 1) {
      err.println("more that cannot be taken is counted, and not shown");
    }
  }
}
