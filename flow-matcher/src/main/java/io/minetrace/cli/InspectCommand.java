// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.FlowBatch;
import io.minetrace.format.options.ReadOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(names = "--json", description = "One JSON object a file, one a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ReadOptions options = source.readOptions(spec);
    InputFiles inputs = InputFiles.of(paths);
    inputs.problems().forEach(problem -> System.err.println("error: " + problem));
    if (inputs.files().isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT, inputs.passedOver().describeNothingElse());
    }
    boolean partial = !inputs.problems().isEmpty();
    long records = 0;
    FlowBatch batch = new FlowBatch();
    StandardOutput out = new StandardOutput();
    for (Path input : inputs.files()) {
      Inspection inspection = Inspection.of(input, options, batch);
      inspection.failure().ifPresent(failure -> System.err.println("error: " + failure));
      try {
        out.write(text(inspection));
      } catch (IOException e) {
        StandardOutput.checkGone(e);
        return ExitCode.OK.code();
      }
      partial |= inspection.isPartial();
      records += inspection.records();
    }
    if (inputs.passedOver().total() > 0) {
      System.err.println("passed over: " + inputs.passedOver().describe());
    }
    if (records == 0) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, "no records were read");
    }
    return (partial ? ExitCode.PARTIAL_INPUT : ExitCode.OK).code();
  }

  /** What is printed of one input, to be written at once. */
  private byte[] text(Inspection inspection) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    if (json) {
      InspectionJson.print(inspection, out);
    } else {
      InspectionText.print(inspection, out);
    }
    out.flush();
    return bytes.toByteArray();
  }
}
