// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import picocli.CommandLine.Command;

/** {@code probe-core catalog doubt}: stretches in which failures are not believed. */
@Command(
    name = "doubt",
    description = {
      "A doubt says that failures in a stretch of time are no fact about the pools: our network was",
      "down, or an address banned us. It changes no observation; windows are computed without those",
      "failures until it is released."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CatalogDoubtListCommand.class,
      CatalogDoubtOpenCommand.class,
      CatalogDoubtReleaseCommand.class
    })
final class CatalogDoubtCommand {}
