// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.report.FlowPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher flows}: every flow record, in file order, as text. */
@Command(
    name = "flows",
    mixinStandardHelpOptions = true,
    description = "Decodes flow files to CSV or NDJSON on standard output, in file order.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "2:wrong usage",
      "3:done, but part of the input was skipped or corrupt",
      "4:no readable record at all"
    })
final class FlowsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "As for match.")
  private List<String> paths;

  @Option(
      names = {"-f", "--format"},
      defaultValue = "CSV",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private FlowPrinter.Syntax syntax;

  @Mixin private SourceChoices source;

  private boolean partial;
  private long records;

  @Override
  public Integer call() throws IOException {
    ReadOptions options = source.readOptions(spec);
    InputFiles inputs = InputFiles.of(paths);
    inputs.problems().forEach(problem -> System.err.println("error: " + problem));
    partial = !inputs.problems().isEmpty();
    try (FlowPrinter printer = syntax.start(new BufferedOutputStream(new StandardOutput()))) {
      for (Path input : inputs.files()) {
        print(input, options, printer);
      }
    } catch (UncheckedIOException e) {
      StandardOutput.checkGone(e.getCause());
      return ExitCode.OK.code();
    } catch (IOException e) {
      StandardOutput.checkGone(e);
      return ExitCode.OK.code();
    }
    if (records == 0) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, "no records were read");
    }
    return (partial ? ExitCode.PARTIAL_INPUT : ExitCode.OK).code();
  }

  private void print(Path input, ReadOptions options, FlowPrinter printer) {
    try (FlowReader reader = open(input, options)) {
      FlowBatch batch = new FlowBatch();
      while (reader.next(batch)) {
        records += batch.rows();
        try {
          printer.print(batch);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      InputMessages.printLosses(reader.report(), System.err);
      partial |= reader.report().isPartial();
    } catch (IOException e) {
      System.err.println("error: " + IoMessages.describe(input.toString(), e));
      partial = true;
    }
  }

  /** Opens an input as the user named it. */
  static FlowReader open(Path input, ReadOptions options) throws IOException {
    return input.equals(InputFiles.STDIN)
        ? FlowFile.open(input.toString(), System.in, options)
        : FlowFile.open(input.toString(), Files.newInputStream(input), options);
  }
}
