// SPDX-License-Identifier: Apache-2.0
/** The command {@code probe-core}: one class a subcommand. */
package io.minetrace.probe.cli;
