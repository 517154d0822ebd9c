// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

/**
 * A file of a result, as it was written.
 *
 * @param name below the result's place, with {@code /} between directories
 * @param bytes its length
 * @param sha256 in hex
 */
public record ResultFile(String name, long bytes, String sha256) {}
