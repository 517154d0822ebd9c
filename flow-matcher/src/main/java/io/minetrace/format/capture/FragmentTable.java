// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.FlowColumn;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The packets of which fragments came, in order of their first one. One that is complete stays for
 * a while, so that a copy of a fragment is known for what it is. Used by one thread.
 */
final class FragmentTable {

  /** Bytes of fragments that may wait for others. */
  static final int MAX_BYTES = 16 << 20;

  /** As long as systems wait for the other fragments (RFC 1122 §3.3.2: 60 s to 120 s; Linux 30). */
  private static final long MAX_MILLIS = 60_000;

  private final Map<FragmentedDatagram.Key, FragmentedDatagram> datagrams = new LinkedHashMap<>();
  private final List<FragmentedDatagram> replaced = new ArrayList<>();
  private final long maxBytes;
  private long bytes;
  private long reassembled;
  private long duplicates;
  private long contradictions;

  FragmentTable(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes the fragment that was found in a packet.
   *
   * @return the whole, if it was the last that was missing
   */
  Optional<FragmentedDatagram> add(CapturedPacket packet, TransportFinder fragment) {
    FragmentedDatagram.Key key =
        new FragmentedDatagram.Key(
            fragment.source(), fragment.destination(), fragment.protocol(), fragment.fragmentId());
    Optional<FragmentedDatagram> known = Optional.ofNullable(datagrams.get(key));
    if (known.isPresent() && known.get().isComplete()) {
      if (known.get().holds(packet, fragment)) {
        duplicates++;
        return Optional.empty();
      }
      // Identifications begin again after 65,536 packets.
      remove(known.get());
      known = Optional.empty();
    } else if (known.isPresent() && isOld(known.get(), packet.millis())) {
      // Its own fragments would have come: these are of a later packet.
      remove(known.get());
      replaced.add(known.get());
      known = Optional.empty();
    }
    FragmentedDatagram datagram = known.orElseGet(() -> begin(key, packet));
    int before = datagram.footprint();
    switch (datagram.add(packet, fragment)) {
      case TAKEN -> {}
      case DUPLICATE -> duplicates++;
      case CONTRADICTORY, IMPOSSIBLE -> contradictions++;
    }
    bytes += datagram.footprint() - before;
    if (!datagram.isComplete()) {
      return Optional.empty();
    }
    reassembled++;
    return Optional.of(datagram);
  }

  private FragmentedDatagram begin(FragmentedDatagram.Key key, CapturedPacket packet) {
    FragmentedDatagram datagram = new FragmentedDatagram(key, packet);
    datagrams.put(key, datagram);
    bytes += datagram.footprint();
    return datagram;
  }

  private void remove(FragmentedDatagram datagram) {
    datagrams.remove(datagram.key());
    bytes -= datagram.footprint();
  }

  /**
   * Gives up those that wait too long, or for which there is no room.
   *
   * @param now capture time in milliseconds, or {@link FlowColumn#ABSENT_LONG}
   * @return the incomplete ones, with those that made way for a later one
   */
  List<FragmentedDatagram> removeOld(long now) {
    List<FragmentedDatagram> incomplete = new ArrayList<>(replaced);
    replaced.clear();
    Iterator<FragmentedDatagram> oldest = datagrams.values().iterator();
    while (oldest.hasNext()) {
      FragmentedDatagram datagram = oldest.next();
      if (!isOld(datagram, now) && bytes <= maxBytes) {
        break;
      }
      oldest.remove();
      bytes -= datagram.footprint();
      if (!datagram.isComplete()) {
        incomplete.add(datagram);
      }
    }
    return incomplete;
  }

  private static boolean isOld(FragmentedDatagram datagram, long now) {
    return now != FlowColumn.ABSENT_LONG
        && datagram.firstMillis() != FlowColumn.ABSENT_LONG
        && now - datagram.firstMillis() > MAX_MILLIS;
  }

  /** Gives up all; returns the incomplete ones. */
  List<FragmentedDatagram> removeAll() {
    List<FragmentedDatagram> incomplete = new ArrayList<>(replaced);
    replaced.clear();
    datagrams.values().stream().filter(datagram -> !datagram.isComplete()).forEach(incomplete::add);
    datagrams.clear();
    bytes = 0;
    return incomplete;
  }

  /** For a person to read; empty if there was no fragment. */
  Optional<String> describe() {
    if (reassembled == 0 && duplicates == 0 && contradictions == 0) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("packets put together: ").append(reassembled);
    if (duplicates > 0) {
      text.append(", copies of fragments: ").append(duplicates);
    }
    if (contradictions > 0) {
      text.append(", contradictory fragments: ").append(contradictions);
    }
    return Optional.of(text.toString());
  }
}
