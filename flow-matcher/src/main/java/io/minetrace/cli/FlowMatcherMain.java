// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import picocli.CommandLine.Command;

/** Entry point of {@code flow-matcher}. */
@Command(
    name = "flow-matcher",
    description =
        "Says which flows were connections to a mining pool, for which coin, how sure, and why.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      MatchCommand.class,
      FlowsCommand.class,
      InspectCommand.class,
      LookupCommand.class,
      ExplainCommand.class,
      ReportCommand.class,
      VerifyCommand.class,
      CandidatesCommand.class,
      EvaluateCommand.class,
      SnapshotCommand.class
    })
public final class FlowMatcherMain {

  FlowMatcherMain() {}

  public static void main(String[] arguments) {
    System.exit(CommandRunner.runProgram(new FlowMatcherMain(), arguments));
  }
}
