// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the catalog fresh: resolves the names that are due, visits the endpoints that are due, and
 * stores what came of it. An observation is acknowledged when the transaction that holds it and its
 * windows is committed, and not before.
 *
 * <p>What is due is in the database alone, so that a killed daemon goes on where it was. Manners
 * towards the network (pauses, limits, forbidden ranges) are the prober's.
 */
package io.minetrace.probe.daemon;
