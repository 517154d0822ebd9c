// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

/**
 * What was named, or lay below what was named, and could not be read as an input.
 *
 * @param name as the user gave it, or as it was found
 * @param message a line that says why
 */
public record NotRead(String name, String message) {}
