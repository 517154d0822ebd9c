// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

/**
 * How much context a result has.
 *
 * @param lines of clients with a port of an address
 * @param flows in them
 */
public record ContextCounts(long lines, long flows) {}
