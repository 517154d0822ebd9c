// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.CommandRunner;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.MatchChoices;
import io.minetrace.cli.ProgramVersion;
import io.minetrace.cli.SourceChoices;
import io.minetrace.spark.source.CaptureFiles;
import io.minetrace.spark.source.SourceSettings;
import io.minetrace.window.JdbcWindows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code spark-job}: labels the flows of many captures. The same result as {@code flow-matcher
 * match}, digest for digest, as Parquet.
 */
@Command(
    name = "spark-job",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    description = {
      "Labels the flows that were connections to a mining service, on Spark.",
      "Prints the result's digest, which is that of flow-matcher match on the same input."
    },
    footer = {
      "",
      "Options of spark-submit, as --master and --driver-memory, are given along with these.",
      "Output: OUT/labelled/flow_date=YYYY-MM-DD/run_id=ID/, OUT/sessions/run_id=ID/ (with"
          + " --sessions), OUT/files/run_id=ID/ (counts of each input), OUT/_runs/ID.json (what was"
          + " asked, and what came of it). A run replaces what one of the same id left; if it fails,"
          + " that stays as it was."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done, with or without matches",
      "1:OUT cannot be written, or internal error",
      "2:wrong usage",
      "3:done, but part of the input was skipped or corrupt",
      "4:no readable record at all",
      "5:windows missing, damaged, or covering too little of the capture's time",
      "7:OUT exists and is a file",
      "130, 143:interrupted; partial output was removed"
    })
public final class MatchJob implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--flows",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Flow files, directories (with all below them) or globs, in any file system of Hadoop.")
  private List<String> flows;

  @Option(
      names = {"-w", "--windows"},
      required = true,
      paramLabel = "WINDOWS",
      description =
          "Availability windows: a snapshot (.zip) of the catalog, a bare windows.csv, in any file"
              + " system of Hadoop, or the catalog itself as jdbc:mariadb://… (read once, by the"
              + " driver).")
  private String windows;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description = "Directory for the output, beside that of other runs.")
  private String out;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Name of this run: letters, digits and . _ - (default: made from input, windows and"
              + " the options that rows depend on, so that the same run replaces itself).")
  private Optional<String> runId = Optional.empty();

  @Mixin private MatchChoices choices;

  @Mixin private SessionChoices sessions;

  @Mixin private SourceChoices source;

  /** Runs in the driver that spark-submit starts. */
  public static void main(String[] arguments) {
    int code = CommandRunner.run(new MatchJob(), arguments);
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
    System.exit(code);
  }

  @Override
  public Integer call() throws IOException {
    checkOptions();
    SourceSettings settings =
        new SourceSettings(
            source.zone().map(ZoneId::getId).orElse(""),
            source.mapping().map(Path::toString).orElse(""),
            source.mappingText(spec));
    SparkSession spark =
        SparkSession.builder()
            .appName("minetrace match")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            // All columns of ours in Spark's own messages, rather than a warning that some are not.
            .config("spark.sql.debug.maxToStringFields", "100")
            // Absurd times of damaged files are written as they are.
            .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
            .getOrCreate();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PrintWriter err = spec.commandLine().getErr();
    CaptureFiles inputs = CaptureFiles.list(flows, hadoop);
    for (String problem : inputs.problems()) {
      err.println("error: " + problem);
    }
    if (inputs.files().isEmpty()) {
      throw nothingRead(inputs);
    }
    RunOutput.requireApart(out, inputs.files(), hadoop);
    try (DriverWindows fetched = DriverWindows.fetch(windows, hadoop)) {
      MatchRun run =
          new MatchRun(
              spark,
              inputs,
              fetched,
              MatchSettings.of(choices, settings),
              choices.minCoverage(),
              sessions,
              err);
      String id = runId.orElseGet(() -> run.defaultId(rowParameters()));
      RunOutput output = RunOutput.at(out, id, hadoop);
      RunRecord record =
          new RunRecord(id, parameters(), JdbcWindows.withoutSecrets(windows), fetched.snapshot());
      RunResult result = run.into(output, record);
      result.printSummary(err);
      err.println("wrote " + output.path() + " (run " + id + ", " + output.recordFile() + ")");
      err.flush();
      spec.commandLine().getOut().println("digest " + result.digest().hex());
      spec.commandLine().getOut().flush();
      return result.exitCode().code();
    }
  }

  private void checkOptions() {
    choices.check(spec);
    source.readOptions(spec);
    if (runId.isPresent() && !runId.get().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw usage(
          "--run-id: '" + runId.get() + "' (expected: letters, digits and . _ -, at most 100)");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static CommandFailure nothingRead(CaptureFiles inputs) {
    return new CommandFailure(
        ExitCode.UNREADABLE_INPUT,
        inputs.passedOver().describeNothingElse() + "; no records were read, nothing was written");
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = choices.parameters();
    parameters.putAll(source.parameters());
    parameters.putAll(sessions.parameters());
    parameters.put("flows", String.join(" ", flows));
    return parameters;
  }

  /**
   * Without those that only decide what is told of the rows, or whether any are given; the files
   * that the paths stand for are in the run's name by themselves.
   */
  private Map<String, String> rowParameters() {
    Map<String, String> parameters = choices.parameters();
    parameters.remove("min_coverage");
    parameters.putAll(source.parameters());
    parameters.putAll(sessions.rowParameters());
    return parameters;
  }
}
