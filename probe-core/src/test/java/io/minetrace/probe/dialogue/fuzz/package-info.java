// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzz targets of what strangers' replies are read with: one a carrier, since all families judge
 * every message of a carrier together. A normal build runs each on its seeds, the recorded replies,
 * and on what once broke it; {@code scripts/fuzz} searches for more.
 */
package io.minetrace.probe.dialogue.fuzz;
