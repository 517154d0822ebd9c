// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The greatest of everything that is limited, as the servers' kernel saw it. Its times are true to
 * a tick of its clock or two; what is within that is taken to be in the order that keeps the
 * limits. A limit that was not kept shows none the less: a connection lasts many times longer.
 */
final class FakePoolsLog {

  /** Twice a tick of 250 hertz. */
  private static final long TOLERANCE_MICROS = 8_000;

  private static final long SECOND_MICROS = 1_000_000;

  private final UnaryOperator<String> nameOf;
  private final Map<String, Integer> open = new HashMap<>();
  private final Map<String, Long> closedAt = new HashMap<>();
  private final Deque<Long> lastSecond = new ArrayDeque<>();
  private long connections;
  private int mostASecond;
  private int mostOpen;
  private int mostOfAddress;
  private int mostOfBlock;
  private int mostOfName;
  private long leastPauseMicros = Long.MAX_VALUE;

  private FakePoolsLog(UnaryOperator<String> nameOf) {
    this.nameOf = nameOf;
  }

  /**
   * Reads a log.
   *
   * @param nameOf the host name by which an address was visited
   */
  static String maxima(Path file, UnaryOperator<String> nameOf) {
    FakePoolsLog log = new FakePoolsLog(nameOf);
    try (Stream<String> lines = Files.lines(file)) {
      Map<String, Long> begun = new HashMap<>();
      lines
          .map(line -> Event.of(line, begun))
          .sorted(Comparator.comparingLong(Event::inOrderAt))
          .forEach(log::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.toString();
  }

  private record Event(long at, long inOrderAt, boolean opened, String address) {

    /**
     * @param begun when the connection to each address and port did; none ends before
     */
    static Event of(String line, Map<String, Long> begun) {
      String[] parts = line.split(",", -1);
      long at = Long.parseLong(parts[0]);
      boolean opened = parts[1].equals("open");
      String endpoint = parts[2] + " " + parts[3];
      if (opened) {
        begun.put(endpoint, at);
      }
      long inOrderAt = opened ? at : Math.max(at - TOLERANCE_MICROS, begun.get(endpoint));
      return new Event(at, inOrderAt, opened, parts[2]);
    }
  }

  private void take(Event event) {
    long at = event.at();
    String address = event.address();
    String block = "block " + address.substring(0, address.lastIndexOf('.'));
    String name = "name " + nameOf.apply(address);
    if (event.opened()) {
      connections++;
      lastSecond.add(at);
      while (lastSecond.getFirst() <= at - SECOND_MICROS + TOLERANCE_MICROS) {
        lastSecond.remove();
      }
      mostASecond = Math.max(mostASecond, lastSecond.size());
      mostOpen = Math.max(mostOpen, open.merge("all", 1, Integer::sum));
      mostOfAddress = Math.max(mostOfAddress, open.merge(address, 1, Integer::sum));
      mostOfBlock = Math.max(mostOfBlock, open.merge(block, 1, Integer::sum));
      mostOfName = Math.max(mostOfName, open.merge(name, 1, Integer::sum));
      Long closed = closedAt.get(address);
      if (closed != null) {
        leastPauseMicros = Math.min(leastPauseMicros, at - closed);
      }
    } else {
      open.merge("all", -1, Integer::sum);
      open.merge(address, -1, Integer::sum);
      open.merge(block, -1, Integer::sum);
      open.merge(name, -1, Integer::sum);
      closedAt.put(address, at);
    }
  }

  @Override
  public String toString() {
    return String.format(
        "%d connections; at most %d begun in a second, %d open, %d of an address, %d of a /24, %d of"
            + " a name; least pause of an address %s",
        connections,
        mostASecond,
        mostOpen,
        mostOfAddress,
        mostOfBlock,
        mostOfName,
        leastPauseMicros == Long.MAX_VALUE
            ? "none: each came once"
            : String.format("%.3f s", leastPauseMicros / 1e6));
  }
}
