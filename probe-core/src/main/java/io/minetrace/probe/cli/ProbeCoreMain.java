// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandRunner;
import io.minetrace.cli.ProgramVersion;
import picocli.CommandLine.Command;

/** Entry point of {@code probe-core}. */
@Command(
    name = "probe-core",
    description = "Probes mining pools and keeps the catalog of when each was available.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ProbeCommand.class, CatalogCommand.class, DaemonCommand.class})
public final class ProbeCoreMain {

  private ProbeCoreMain() {}

  public static void main(String[] arguments) {
    System.exit(CommandRunner.runProgram(new ProbeCoreMain(), arguments));
  }
}
