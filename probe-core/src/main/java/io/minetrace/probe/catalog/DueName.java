// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

/**
 * A name whose question is due.
 *
 * @param failures answers in a row without an address
 */
public record DueName(String fqdn, int failures) {}
