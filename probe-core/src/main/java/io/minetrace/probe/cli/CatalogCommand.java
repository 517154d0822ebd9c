// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import picocli.CommandLine.Command;

/** {@code probe-core catalog}: what is known of pools, and since when. */
@Command(
    name = "catalog",
    description = "Fills, searches and exports the catalog of mining pools.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CatalogInitCommand.class,
      CatalogImportCommand.class,
      CatalogExportCommand.class,
      CatalogSearchCommand.class,
      CatalogCalibrateCommand.class,
      CatalogDoubtCommand.class,
      CatalogOptOutCommand.class,
      CatalogPruneCommand.class,
      CatalogRebuildCommand.class,
      CatalogRetireCommand.class,
      CatalogSnapshotCommand.class,
      CatalogKeygenCommand.class,
      CatalogSignCommand.class
    })
final class CatalogCommand {}
