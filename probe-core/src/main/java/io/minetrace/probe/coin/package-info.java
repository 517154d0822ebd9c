// SPDX-License-Identifier: Apache-2.0
/**
 * From what a reply tells of the work to the coin that is mined and the pool that signs it. Pure
 * functions and the tables that come with the program, without sockets, clocks or database; uses
 * {@code io.minetrace.probe} only. What the tables know of coins is the starting catalog's, so that
 * coin and algorithm mean the same in both.
 */
package io.minetrace.probe.coin;
