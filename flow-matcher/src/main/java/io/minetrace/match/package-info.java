// SPDX-License-Identifier: Apache-2.0
/**
 * The answer: which flows were connections to a mining service, how sure, and why. A pure function
 * of flows, windows and options; no I/O, no clock. {@link io.minetrace.match.Matcher} is the door.
 *
 * <p>The many flows that match nothing are turned away on columns of primitives; objects exist for
 * matches only.
 */
package io.minetrace.match;
