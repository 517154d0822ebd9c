// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.net.IpAddress;
import io.minetrace.report.FlowClock;
import io.minetrace.report.UtcTime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher inspect}: what a file is, what is in it, and what could not be read. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Says of each file its format, exporters, time span and flows, and what was skipped.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "2:wrong usage",
      "3:done, but part of the input was skipped or corrupt",
      "4:no readable record at all"
    })
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "As for match.")
  private List<String> paths;

  @Mixin private SourceChoices source;

  @Override
  public Integer call() throws IOException {
    ReadOptions options = source.readOptions(spec);
    InputFiles inputs = InputFiles.of(paths);
    inputs.problems().forEach(problem -> System.err.println("error: " + problem));
    boolean partial = !inputs.problems().isEmpty();
    long records = 0;
    for (Path input : inputs.files()) {
      FlowClock clock = new FlowClock();
      try (FlowReader reader = FlowsCommand.open(input, options)) {
        try {
          FlowBatch batch = new FlowBatch();
          while (reader.next(batch)) {
            clock.add(batch);
          }
        } catch (IOException e) {
          System.err.println("error: " + IoMessages.describe(e));
          partial = true;
        }
        print(reader.report(), clock, System.out);
        partial |= reader.report().isPartial();
        records += reader.report().records();
      } catch (IOException e) {
        System.err.println("error: " + IoMessages.describe(e));
        partial = true;
      }
    }
    if (records == 0) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, "no records were read");
    }
    return (partial ? ExitCode.PARTIAL_INPUT : ExitCode.OK).code();
  }

  private static void print(DecodeReport report, FlowClock clock, PrintStream out) {
    TextTable table = new TextTable();
    table.row("file", report.file());
    table.row("format", report.format());
    table.row("flows", Long.toString(report.records()));
    table.row(
        "time span",
        clock
            .span()
            .map(s -> UtcTime.format(s.from()) + " … " + UtcTime.format(s.to()))
            .orElse("none"));
    if (clock.timeless() > 0) {
      table.row("without time", Long.toString(clock.timeless()));
    }
    table.row(
        "blocks or packets", report.unitsRead() + " read, " + report.unitsSkipped() + " skipped");
    table.row("exporters", exporters(report));
    if (report.lateRecords() > 0) {
      table.row("late templates", report.lateRecords() + " flows decoded with a later template");
    }
    if (report.lostByExporter() > 0) {
      table.row("sequence gaps", report.lostByExporter() + " never arrived in this file");
    }
    report.facts().forEach(table::row);
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      table.row(
          entry.getKey().isLoss() ? "not decoded" : "passed over", InputMessages.describe(entry));
    }
    table.printTo(out);
    out.println();
  }

  private static String exporters(DecodeReport report) {
    if (report.exporters().isEmpty()) {
      return "not said";
    }
    return report.exporters().entrySet().stream()
        .map(
            e ->
                (e.getKey().address().equals(IpAddress.UNSPECIFIED)
                        ? "unknown"
                        : e.getKey().address().toString())
                    + " domain "
                    + e.getKey().domain()
                    + " ("
                    + e.getValue()
                    + " flows)")
        .collect(Collectors.joining(", "));
  }
}
