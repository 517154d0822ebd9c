// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.IpAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Decides when visits may begin: in the order they came, but for those to an address that is being
 * visited or must be left alone for a while. Knows no clock: times are milliseconds of any steady
 * count, handed in and never decreasing. Threads may share it.
 */
final class Admission {

  /** How many addresses of the past are remembered before those long free are dropped. */
  private static final int REMEMBERED = 4096;

  private static final long WHILE_OPEN = Long.MAX_VALUE;

  private final Pacing pacing;
  private final Map<IpAddress, Queue<Runnable>> waiting = new LinkedHashMap<>();
  private final Map<IpAddress, Long> freeAt = new HashMap<>();
  private int open;
  private long nextStart = Long.MIN_VALUE;

  Admission(Pacing pacing) {
    this.pacing = pacing;
  }

  synchronized void add(IpAddress address, Runnable visit) {
    waiting.computeIfAbsent(address, a -> new ArrayDeque<>()).add(visit);
  }

  /** The visits that may begin now; each must be {@link #ended} some time. */
  synchronized List<Runnable> admit(long now) {
    List<Runnable> admitted = new ArrayList<>();
    Iterator<Map.Entry<IpAddress, Queue<Runnable>>> entries = waiting.entrySet().iterator();
    while (entries.hasNext() && open < pacing.openVisits() && nextStart <= now) {
      Map.Entry<IpAddress, Queue<Runnable>> entry = entries.next();
      if (freeAt(entry.getKey()) <= now) {
        admitted.add(entry.getValue().remove());
        freeAt.put(entry.getKey(), WHILE_OPEN);
        open++;
        nextStart = now + 1000 / pacing.visitsPerSecond();
        if (entry.getValue().isEmpty()) {
          entries.remove();
        }
      }
    }
    return admitted;
  }

  private long freeAt(IpAddress address) {
    return freeAt.getOrDefault(address, Long.MIN_VALUE);
  }

  /** When to ask again although no visit has ended; empty if there is nothing to wait for. */
  synchronized OptionalLong nextAt() {
    if (open >= pacing.openVisits()) {
      return OptionalLong.empty();
    }
    return waiting.keySet().stream()
        .mapToLong(address -> Math.max(freeAt(address), nextStart))
        .filter(at -> at != WHILE_OPEN)
        .min();
  }

  /** All that have not begun, whatever the pacing says; each must be {@link #ended} as well. */
  synchronized List<Runnable> drain() {
    List<Runnable> all = new ArrayList<>();
    waiting.values().forEach(all::addAll);
    waiting.clear();
    open += all.size();
    return all;
  }

  synchronized void ended(IpAddress address, long now) {
    open--;
    freeAt.put(address, now + pacing.addressPauseMillis());
    if (freeAt.size() > REMEMBERED) {
      freeAt.values().removeIf(at -> at <= now);
    }
  }
}
