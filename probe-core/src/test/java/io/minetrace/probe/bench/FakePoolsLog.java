// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The greatest of everything that is limited, as the servers saw it. */
final class FakePoolsLog {

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
      lines.forEach(log::line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.toString();
  }

  private void line(String line) {
    String[] parts = line.split(",", -1);
    long at = Long.parseLong(parts[0]);
    String address = parts[2];
    String block = "block " + address.substring(0, address.lastIndexOf('.'));
    String name = "name " + nameOf.apply(address);
    if (parts[1].equals("open")) {
      connections++;
      lastSecond.add(at);
      while (lastSecond.getFirst() <= at - SECOND_MICROS) {
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
