// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.Observation;
import java.util.OptionalLong;

/**
 * A visit that was made, and when the endpoint is due next.
 *
 * @param nextDueAt empty if it is not to be visited any more
 */
public record PlannedVisit(Observation observation, OptionalLong nextDueAt) {}
