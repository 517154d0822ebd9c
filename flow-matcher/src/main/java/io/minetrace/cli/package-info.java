// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code flow-matcher}: one class a subcommand, and what the programs of this project
 * share in their manners ({@link io.minetrace.cli.ExitCode}, {@link
 * io.minetrace.cli.CommandRunner}). Only here and in the other programs' {@code cli} packages may
 * the clock, standard output and picocli be used.
 */
package io.minetrace.cli;
