// SPDX-License-Identifier: Apache-2.0
/**
 * From what a reply tells of the work to the coin that is mined. Pure functions and tables, without
 * sockets or clocks.
 */
package io.minetrace.probe.coin;
