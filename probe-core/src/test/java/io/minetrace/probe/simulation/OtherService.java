// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.net.Endpoint;
import io.minetrace.window.TimeSpan;

/**
 * Something at an address of a pool that is no mining: a web site beside it, or whoever got the
 * address later.
 *
 * @param visitsADay by our hosts
 * @param scans whether it also scans our network
 */
record OtherService(Endpoint endpoint, TimeSpan span, double visitsADay, boolean scans) {}
