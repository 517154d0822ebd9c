// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The windows of many endpoints, found by address, port and protocol number without an object per
 * question. Immutable; may be shared by threads.
 *
 * <p>Most flows are nobody's, so the questions come cheapest first: {@link #mayHavePort} is one bit
 * of a 65,536-bit set, {@link #find} one probe of an open-addressing table of longs.
 */
public final class WindowIndex {

  /** The answer of {@link #find} for an endpoint without windows. */
  public static final int NONE = -1;

  private final List<AvailabilityWindow> windows;
  private final long[] portBits = new long[65536 / 64];
  private final long[] highs;
  private final long[] lows;

  /** port · 256 + protocol number, or 0 for an empty slot (no endpoint has port 0). */
  private final int[] services;

  /** Number of the endpoint's first window. */
  private final int[] firsts;

  private final int mask;

  /**
   * @param windows of any order; those of one endpoint must not overlap
   */
  public WindowIndex(List<AvailabilityWindow> windows) {
    List<AvailabilityWindow> sorted = new ArrayList<>(windows);
    Collections.sort(sorted);
    this.windows = List.copyOf(sorted);
    // At most half full, so that a miss ends after about one slot.
    int slots = Integer.highestOneBit(Math.max(8, sorted.size() * 2 - 1)) * 2;
    highs = new long[slots];
    lows = new long[slots];
    services = new int[slots];
    firsts = new int[slots];
    mask = slots - 1;
    for (int i = 0; i < sorted.size(); i++) {
      if (i == 0 || !sorted.get(i).endpoint().equals(sorted.get(i - 1).endpoint())) {
        insert(sorted.get(i).endpoint(), i);
      }
    }
  }

  private void insert(Endpoint endpoint, int first) {
    long high = endpoint.address().high();
    long low = endpoint.address().low();
    int service = service(endpoint.port(), endpoint.transport().protocolIdentifier());
    int slot = slot(high, low, service);
    while (services[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    highs[slot] = high;
    lows[slot] = low;
    services[slot] = service;
    firsts[slot] = first;
    portBits[endpoint.port() >>> 6] |= 1L << endpoint.port();
  }

  private static int service(int port, int protocolIdentifier) {
    return port << 8 | protocolIdentifier;
  }

  private int slot(long high, long low, int service) {
    // Multiplicative mixing: pool addresses differ in few low bits, ports repeat.
    long mixed = (high * 31 + low) * 0x9E3779B97F4A7C15L + service * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 32 ^ mixed >>> 17) & mask;
  }

  /** Whether any endpoint has this port (0 to 65535, or negative for absent). */
  public boolean mayHavePort(int port) {
    return port >= 0 && (portBits[port >>> 6] & 1L << port) != 0;
  }

  /**
   * The number of the first window of an endpoint, or {@link #NONE}. Its further windows follow,
   * see {@link #ofFirst}.
   *
   * @param high first half of the address, as in {@link io.minetrace.net.IpAddress}
   * @param low second half
   * @param port 0 to 65535, or negative for absent
   */
  public int find(long high, long low, int port, int protocolIdentifier) {
    if (port <= 0) {
      return NONE;
    }
    int service = service(port, protocolIdentifier);
    int slot = slot(high, low, service);
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

  /** The transports that any endpoint has, as a set of protocol numbers. */
  public BitSet protocols() {
    BitSet protocols = new BitSet(256);
    for (AvailabilityWindow window : windows) {
      TransportProtocol transport = window.endpoint().transport();
      protocols.set(transport.protocolIdentifier());
    }
    return protocols;
  }
}
