// SPDX-License-Identifier: Apache-2.0
/**
 * The sweep: from what is due in the catalog through the prober to stored observations and windows.
 * Decides what is visited when, and what a visit means beyond its endpoint: an address that bans us
 * is left alone, a pool that fails as a whole is doubted.
 *
 * <p>What is due is in the catalog alone, so that a killed program goes on where it was. How fast
 * connections begin, and whom they may reach, is the prober's.
 */
package io.minetrace.probe.sweep;
