// SPDX-License-Identifier: Apache-2.0
/**
 * A made-up world of pools, miners, other traffic and a prober, of which everything is known: it
 * measures windows against lists without time. The fold and the matcher are the real ones, the
 * world is not: what it assumes is listed in {@link io.minetrace.probe.simulation.Assumption}, and
 * printed with every result.
 */
package io.minetrace.probe.simulation;
