// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.net.IpAddress;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.WindowIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that an index has windows of, whatever the port, found without an object per
 * question. Immutable; may be shared by threads.
 */
final class PoolAddresses {

  /** The answer of {@link #find} for an address without windows. */
  static final int NONE = -1;

  private final List<AvailabilityWindow> windows;
  private final long[] highs;
  private final long[] lows;

  /** Number of the address's first window and 1, or 0 for an empty slot. */
  private final int[] firsts;

  private final int mask;

  PoolAddresses(WindowIndex index) {
    windows = index.windows();
    int addresses = 0;
    for (int i = 0; i < windows.size(); i++) {
      addresses += isFirst(i) ? 1 : 0;
    }
    // At most a quarter full: most questions are about addresses that are not in it.
    int slots = Integer.highestOneBit(Math.max(8, addresses * 2 - 1)) * 4;
    highs = new long[slots];
    lows = new long[slots];
    firsts = new int[slots];
    mask = slots - 1;
    for (int i = 0; i < windows.size(); i++) {
      if (isFirst(i)) {
        IpAddress address = address(i);
        int slot = slot(address.high(), address.low());
        while (firsts[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        highs[slot] = address.high();
        lows[slot] = address.low();
        firsts[slot] = i + 1;
      }
    }
  }

  private IpAddress address(int i) {
    return windows.get(i).endpoint().address();
  }

  private boolean isFirst(int i) {
    return i == 0 || !address(i).equals(address(i - 1));
  }

  private int slot(long high, long low) {
    long mixed = (high * 31 + low) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32 ^ mixed >>> 17) & mask;
  }

  /** The number of the first window of an address, or {@link #NONE}. */
  int find(long high, long low) {
    int slot = slot(high, low);
    while (firsts[slot] != 0) {
      if (lows[slot] == low && highs[slot] == high) {
        return firsts[slot] - 1;
      }
      slot = (slot + 1) & mask;
    }
    return NONE;
  }

  /** The windows of each endpoint of an address, those of one endpoint in order of time. */
  List<List<AvailabilityWindow>> endpoints(int first) {
    List<List<AvailabilityWindow>> endpoints = new ArrayList<>();
    int from = first;
    for (int i = first + 1; i <= windows.size(); i++) {
      boolean sameAddress = i < windows.size() && !isFirst(i);
      if (!sameAddress || !windows.get(i).endpoint().equals(windows.get(from).endpoint())) {
        endpoints.add(windows.subList(from, i));
        from = i;
      }
      if (!sameAddress) {
        break;
      }
    }
    return endpoints;
  }
}
