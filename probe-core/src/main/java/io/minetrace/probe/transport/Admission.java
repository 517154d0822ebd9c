// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.IpAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Decides when connections may begin: in the order they came, but for those to an address, a block
 * or a name that has as many open as it may, or that must be left alone for a while. Knows no
 * clock: times are milliseconds of any steady count, handed in and never decreasing. Threads may
 * share it.
 *
 * <pre>
 *  add ─► line of the address ─ its pause over ─► ready ─ room, rate ─► open ─ ended ─┐
 *            ▲ ▲                                   │  ▲                               │
 *            │ └──────── pause of the address ─────┼──┼───────────────────────────────┘
 *          again                       full block ─┴──┘ full name: parked there until one ends
 * </pre>
 *
 * <p>Each step costs the same however many wait, but for the logarithm of the addresses that pause.
 */
final class Admission {

  private final Pacing pacing;
  private final StartRate rate;
  private final Map<IpAddress, Line> lines = new HashMap<>();
  private final Map<IpAddress, Place> blocks = new HashMap<>();
  private final Map<String, Place> names = new HashMap<>();

  /** Lines that may go on as far as their address is concerned, those that came first first. */
  private final Deque<Line> ready = new ArrayDeque<>();

  /** Lines whose address must be left alone until some time; also empty ones, to be forgotten. */
  private final PriorityQueue<Line> pausing =
      new PriorityQueue<>(Comparator.comparingLong((Line line) -> line.freeAt));

  private int open;

  Admission(Pacing pacing) {
    this.pacing = pacing;
    this.rate = new StartRate(pacing.connectionsPerSecond());
  }

  /** Who wants to connect where, as far as the limits are concerned. */
  record Visitor(IpAddress address, Optional<String> fqdn) {}

  private record Waiting(Visitor visitor, Runnable connection) {}

  /** Those who wait for one address. It is at one place at a time: open, ready, pausing, parked. */
  private static final class Line {
    private final IpAddress address;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long freeAt;

    Line(IpAddress address) {
      this.address = address;
    }
  }

  /** A block or a name: how many connections are open there, and the lines that wait for that. */
  private static final class Place {
    private final Deque<Line> parked = new ArrayDeque<>();
    private int open;
  }

  synchronized void add(Visitor visitor, Runnable connection) {
    Line line = lines.get(visitor.address());
    if (line == null) {
      line = new Line(visitor.address());
      lines.put(visitor.address(), line);
      ready.add(line);
    }
    line.waiting.add(new Waiting(visitor, connection));
  }

  /**
   * Ends a connection, and lets the visit that it belonged to wait for the next one, before all
   * others that want to go to the address.
   */
  synchronized void again(Visitor visitor, Runnable connection, long now) {
    long pause = Math.max(pacing.addressPauseMillis(), pacing.followUpPauseMillis());
    Line line = lines.computeIfAbsent(visitor.address(), Line::new);
    line.waiting.addFirst(new Waiting(visitor, connection));
    leave(visitor, line, now + pause);
  }

  /** The connections that may begin now; each must be {@link #ended} some time. */
  synchronized List<Runnable> admit(long now) {
    while (!pausing.isEmpty() && pausing.peek().freeAt <= now) {
      Line line = pausing.remove();
      if (line.waiting.isEmpty()) {
        lines.remove(line.address);
      } else {
        ready.add(line);
      }
    }
    List<Runnable> admitted = new ArrayList<>();
    while (!ready.isEmpty() && open < pacing.openConnections() && rate.next() <= now) {
      Line line = ready.remove();
      Visitor visitor = line.waiting.getFirst().visitor();
      Place block = blocks.computeIfAbsent(block(visitor.address()), key -> new Place());
      if (block.open >= pacing.openPerBlock()) {
        block.parked.add(line);
        visitor.fqdn().map(names::get).ifPresent(name -> unpark(name, pacing.openPerName()));
      } else if (isFull(visitor.fqdn())) {
        names.get(visitor.fqdn().orElseThrow()).parked.add(line);
        unpark(block, pacing.openPerBlock());
      } else {
        block.open++;
        visitor.fqdn().ifPresent(n -> names.computeIfAbsent(n, key -> new Place()).open++);
        open++;
        rate.begun(now);
        admitted.add(line.waiting.remove().connection());
      }
    }
    return admitted;
  }

  private boolean isFull(Optional<String> fqdn) {
    return fqdn.map(names::get).map(name -> name.open >= pacing.openPerName()).orElse(false);
  }

  /** Lets one line try again, if there is room; it was parked for want of it. */
  private void unpark(Place place, int limit) {
    if (place.open < limit && !place.parked.isEmpty()) {
      ready.add(place.parked.remove());
    }
  }

  /** When to ask again although no connection has ended; empty if there is nothing to wait for. */
  synchronized OptionalLong nextAt() {
    if (open >= pacing.openConnections()) {
      return OptionalLong.empty();
    }
    if (!ready.isEmpty()) {
      return OptionalLong.of(rate.next());
    }
    return pausing.isEmpty() ? OptionalLong.empty() : OptionalLong.of(pausing.peek().freeAt);
  }

  /** All that have not begun, whatever the pacing says; each must be {@link #ended} as well. */
  synchronized List<Runnable> drain() {
    List<Runnable> all = new ArrayList<>();
    for (Line line : lines.values()) {
      for (Waiting waiting : line.waiting) {
        Visitor visitor = waiting.visitor();
        blocks.computeIfAbsent(block(visitor.address()), key -> new Place()).open++;
        visitor.fqdn().ifPresent(n -> names.computeIfAbsent(n, key -> new Place()).open++);
        open++;
        all.add(waiting.connection());
      }
    }
    lines.clear();
    ready.clear();
    pausing.clear();
    blocks.values().forEach(block -> block.parked.clear());
    names.values().forEach(name -> name.parked.clear());
    return all;
  }

  synchronized void ended(Visitor visitor, long now) {
    leave(visitor, lines.get(visitor.address()), now + pacing.addressPauseMillis());
  }

  private void leave(Visitor visitor, Line line, long freeAt) {
    open--;
    if (line != null) { // it was forgotten if all was drained
      line.freeAt = freeAt;
      pausing.add(line);
    }
    leave(blocks, block(visitor.address()), pacing.openPerBlock());
    visitor.fqdn().ifPresent(name -> leave(names, name, pacing.openPerName()));
  }

  private <K> void leave(Map<K, Place> places, K key, int limit) {
    Place place = places.get(key);
    place.open--;
    unpark(place, limit);
    if (place.open == 0 && place.parked.isEmpty()) {
      places.remove(key);
    }
  }

  /** The first address of the /24 or /48 that an address lies in. */
  private static IpAddress block(IpAddress address) {
    return address.isIpv4()
        ? new IpAddress(address.high(), address.low() & ~0xffL)
        : new IpAddress(address.high() & ~0xffffL, 0);
  }
}
