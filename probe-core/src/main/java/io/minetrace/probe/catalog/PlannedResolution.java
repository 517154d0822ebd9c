// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.dns.Resolution;

/**
 * What a name resolved to.
 *
 * @param nextDueAt when the name is due again
 * @param endpointsDueAt when endpoints that are new by it are due
 * @param failures answers in a row, this one included, without an address
 */
public record PlannedResolution(
    Resolution resolution, long nextDueAt, long endpointsDueAt, int failures) {}
