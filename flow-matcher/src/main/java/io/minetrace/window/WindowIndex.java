// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The windows of many endpoints, found by address, port and protocol number without an object per
 * question. Immutable; may be shared by threads.
 *
 * <p>Most flows are nobody's, so the questions come cheapest first: {@link #mayHold} looks at one
 * bit, {@link #find} probes an open-addressing table of longs.
 */
public final class WindowIndex {

  /** The answer of {@link #find} for an endpoint without windows. */
  public static final int NONE = -1;

  /** From the number of a bit to that of its word. */
  private static final int WORD_SHIFT = 6;

  private final List<AvailabilityWindow> windows;
  private final long[] highs;
  private final long[] lows;

  /** port · 256 + protocol number, or 0 for an empty slot (no endpoint has port 0). */
  private final int[] services;

  /** Number of the endpoint's first window. */
  private final int[] firsts;

  private final int mask;

  /**
   * One bit for every endpoint, told by its address and port together, in as many words as the
   * table has slots. One multiplication of ints tells the bit: both ends of a flow are asked for in
   * 2 ns, where a Bloom filter of a fourth of the size takes 5. A set of ports would be smaller,
   * but catalogs have endpoints on port 443, where half of all flows go; and one of addresses would
   * let through whatever goes to an address that a pool shares with half of the web.
   */
  private final long[] filter;

  private final int filterShift;

  /**
   * @param windows of any order; those of one endpoint must not overlap
   */
  public WindowIndex(List<AvailabilityWindow> windows) {
    this.windows = sorted(windows);
    int endpoints = 0;
    for (int i = 0; i < this.windows.size(); i++) {
      endpoints += isFirst(i) ? 1 : 0;
    }
    // At most half full, so that a miss ends after about one slot.
    int slots = Integer.highestOneBit(Math.max(8, endpoints * 2 - 1)) * 2;
    highs = new long[slots];
    lows = new long[slots];
    services = new int[slots];
    firsts = new int[slots];
    mask = slots - 1;
    filter = new long[slots];
    // As many places as the filter has bits; beyond 2^26 slots not all of its words are used.
    filterShift = Math.max(0, Integer.SIZE - WORD_SHIFT - Integer.numberOfTrailingZeros(slots));
    for (int i = 0; i < this.windows.size(); i++) {
      if (isFirst(i)) {
        insert(this.windows.get(i).endpoint(), i);
      }
    }
  }

  /** The windows in order; the list itself if it cannot change and is in order, as a snapshot's. */
  private static List<AvailabilityWindow> sorted(List<AvailabilityWindow> windows) {
    AvailabilityWindow previous = null;
    for (AvailabilityWindow window : windows) {
      if (previous != null && previous.compareTo(window) > 0) {
        List<AvailabilityWindow> sorted = new ArrayList<>(windows);
        Collections.sort(sorted);
        return List.copyOf(sorted);
      }
      previous = window;
    }
    return List.copyOf(windows);
  }

  private boolean isFirst(int i) {
    return i == 0 || !windows.get(i).endpoint().equals(windows.get(i - 1).endpoint());
  }

  private void insert(Endpoint endpoint, int first) {
    long high = endpoint.address().high();
    long low = endpoint.address().low();
    int service = service(endpoint.port(), endpoint.transport().protocolIdentifier());
    int place = filterPlace(low, endpoint.port());
    filter[place >>> WORD_SHIFT] |= 1L << place;
    int slot = slot(mix(high, low, service));
    while (services[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    highs[slot] = high;
    lows[slot] = low;
    services[slot] = service;
    firsts[slot] = first;
  }

  private static int service(int port, int protocolIdentifier) {
    return port << 8 | protocolIdentifier;
  }

  /** Multiplicative mixing: pool addresses differ in few low bits, ports repeat. */
  private static long mix(long high, long low, int service) {
    return (high * 31 + low) * 0x9E3779B97F4A7C15L + service * 0xD6E8FEB86659FD93L;
  }

  private int slot(long mixed) {
    return (int) (mixed >>> 32 ^ mixed >>> 17) & mask;
  }

  /** The number of a bit of the filter: the highest bits of the product, which are mixed best. */
  private int filterPlace(long low, int port) {
    return (((int) (low >>> 32) ^ (int) low ^ port << 16) * 0x9E3779B9) >>> filterShift;
  }

  /**
   * Whether windows of an endpoint with this port and this lower half of its address may exist;
   * false is sure, true is wrong for less than one in a hundred. Any values will do.
   */
  public boolean mayHold(long low, int port) {
    int place = filterPlace(low, port);
    return (filter[place >>> WORD_SHIFT] >>> place & 1) != 0;
  }

  /**
   * The number of the first window of an endpoint, or {@link #NONE}. Its further windows follow,
   * see {@link #ofFirst}.
   *
   * @param high first half of the address, as in {@link io.minetrace.net.IpAddress}
   * @param low second half
   * @param port 0 to 65535, or negative for absent
   * @param protocolIdentifier 0 to 255, or negative for absent
   */
  public int find(long high, long low, int port, int protocolIdentifier) {
    if (port <= 0 || (protocolIdentifier & ~0xff) != 0) {
      return NONE;
    }
    int service = service(port, protocolIdentifier);
    int slot = slot(mix(high, low, service));
    while (services[slot] != 0) {
      if (lows[slot] == low && highs[slot] == high && services[slot] == service) {
        return firsts[slot];
      }
      slot = (slot + 1) & mask;
    }
    return NONE;
  }

  /** The windows of an endpoint in order of time; none if it has none. */
  public List<AvailabilityWindow> of(Endpoint endpoint) {
    int first =
        find(
            endpoint.address().high(),
            endpoint.address().low(),
            endpoint.port(),
            endpoint.transport().protocolIdentifier());
    return first == NONE ? List.of() : ofFirst(first);
  }

  /** The windows of the endpoint whose first window has this number, in order of time. */
  public List<AvailabilityWindow> ofFirst(int first) {
    int end = first + 1;
    while (end < windows.size()
        && windows.get(end).endpoint().equals(windows.get(first).endpoint())) {
      end++;
    }
    return windows.subList(first, end);
  }

  /** All windows, sorted. */
  public List<AvailabilityWindow> windows() {
    return windows;
  }
}
