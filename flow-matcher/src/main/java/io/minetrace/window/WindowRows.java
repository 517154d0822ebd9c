// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts windows together from rows of one segment each, as a file or the database's view gives them:
 * the rows of a window stand together, its segments in order, windows in their own order.
 */
final class WindowRows {

  /** The last millisecond of the year 9999: a later time is a damaged number. */
  static final long LAST_TIME = 253_402_300_799_999L;

  private final Consumer<AvailabilityWindow> sink;
  private AvailabilityWindow previous;
  private final List<WindowSegment> segments = new ArrayList<>();
  private String openId = "";
  private Function<List<WindowSegment>, AvailabilityWindow> open = ignored -> null;

  /**
   * @param sink takes each window when the row behind its last one has come, or at the end
   */
  WindowRows(Consumer<AvailabilityWindow> sink) {
    this.sink = sink;
  }

  /**
   * Adds the next row.
   *
   * @param row the text of a column; empty for absent
   * @throws IllegalArgumentException saying which cell is wrong, or which order was broken
   */
  void add(Function<WindowColumn, String> row) {
    String id = row.apply(WindowColumn.WINDOW_ID);
    if (!id.equals(openId)) {
      closeWindow();
      openId = id;
      open = window(row);
    }
    long number = number(row, WindowColumn.SEGMENT);
    if (number != segments.size()) {
      throw new IllegalArgumentException(
          "segment: " + number + " of window " + id + " (expected: " + segments.size() + ")");
    }
    segments.add(segment(row));
  }

  /** Gives the last window, for no more rows come. */
  void finish() {
    closeWindow();
  }

  private void closeWindow() {
    if (segments.isEmpty()) {
      return;
    }
    AvailabilityWindow window = open.apply(segments);
    if (!window.windowId().equals(openId)) {
      throw new IllegalArgumentException(
          "window_id: "
              + openId
              + " (expected: "
              + window.windowId()
              + " by its endpoint and start)");
    }
    if (previous != null && previous.compareTo(window) >= 0) {
      throw new IllegalArgumentException(
          "window " + openId + " of " + window.endpoint() + " is out of order");
    }
    if (previous != null
        && previous.endpoint().equals(window.endpoint())
        && previous.up().to() >= window.up().from()) {
      throw new IllegalArgumentException(
          "window " + openId + " of " + window.endpoint() + " overlaps the one before");
    }
    segments.clear();
    previous = window;
    sink.accept(window);
  }

  private static Function<List<WindowSegment>, AvailabilityWindow> window(
      Function<WindowColumn, String> row) {
    Endpoint endpoint =
        new Endpoint(
            IpAddress.parse(row.apply(WindowColumn.ADDRESS)),
            (int) number(row, WindowColumn.PORT, 65_535),
            TransportProtocol.ofKeyword(row.apply(WindowColumn.TRANSPORT)));
    TimeSpan up =
        new TimeSpan(number(row, WindowColumn.FIRST_UP), number(row, WindowColumn.LAST_UP));
    OptionalLong notBefore = optional(row, WindowColumn.NOT_BEFORE);
    OptionalLong notAfter = optional(row, WindowColumn.NOT_AFTER);
    BoundReason startReason = word(row, WindowColumn.START_REASON, BoundReason::valueOf);
    BoundReason endReason = word(row, WindowColumn.END_REASON, BoundReason::valueOf);
    long interval = number(row, WindowColumn.INTERVAL_MS);
    long ups = number(row, WindowColumn.UP_COUNT);
    long missed = number(row, WindowColumn.MISSED_COUNT);
    List<TimeSpan> bridged = bridged(row.apply(WindowColumn.BRIDGED));
    long maxGap = number(row, WindowColumn.MAX_GAP_MS);
    Evidence evidence = word(row, WindowColumn.EVIDENCE, Evidence::valueOf);
    return segments ->
        new AvailabilityWindow(
            endpoint,
            up,
            notBefore,
            notAfter,
            startReason,
            endReason,
            interval,
            ups,
            missed,
            bridged,
            maxGap,
            evidence,
            segments);
  }

  private static WindowSegment segment(Function<WindowColumn, String> row) {
    return new WindowSegment(
        new TimeSpan(number(row, WindowColumn.SEGMENT_FROM), number(row, WindowColumn.SEGMENT_TO)),
        set(row, WindowColumn.POOLS),
        set(row, WindowColumn.FQDNS),
        set(row, WindowColumn.STALE_FQDNS),
        set(row, WindowColumn.COINS),
        word(row, WindowColumn.COIN_BASIS, CoinBasis::ofWord),
        set(row, WindowColumn.PROTOCOLS),
        word(row, WindowColumn.CHANNEL, Channel::ofWord),
        row.apply(WindowColumn.SOFTWARE),
        flag(row, WindowColumn.SHARED),
        flag(row, WindowColumn.SWITCHING));
  }

  private static long number(Function<WindowColumn, String> row, WindowColumn column) {
    return number(row, column, LAST_TIME);
  }

  private static long number(Function<WindowColumn, String> row, WindowColumn column, long most) {
    return number(row.apply(column), column.columnName(), 0, most);
  }

  /**
   * A whole number of a file.
   *
   * @throws IllegalArgumentException if it is none, or out of its range
   */
  static long number(String text, String name, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (least <= number && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": '" + text + "' (expected: a number)", e);
    }
    throw new IllegalArgumentException(
        name + ": " + text + " (expected: " + least + ".." + most + ")");
  }

  private static OptionalLong optional(Function<WindowColumn, String> row, WindowColumn column) {
    return row.apply(column).isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(number(row, column));
  }

  private static <T> T word(
      Function<WindowColumn, String> row, WindowColumn column, Function<String, T> parser) {
    String text = row.apply(column);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column.columnName() + ": '" + text + "' is unknown", e);
    }
  }

  private static List<String> set(Function<WindowColumn, String> row, WindowColumn column) {
    String text = row.apply(column);
    return text.isEmpty() ? List.of() : List.of(text.split("\\|", -1));
  }

  private static boolean flag(Function<WindowColumn, String> row, WindowColumn column) {
    String text = row.apply(column);
    return switch (text) {
      case "0" -> false;
      case "1" -> true;
      default ->
          throw new IllegalArgumentException(
              column.columnName() + ": '" + text + "' (expected: 0 or 1)");
    };
  }

  private static List<TimeSpan> bridged(String text) {
    List<TimeSpan> holes = new ArrayList<>();
    for (String hole : text.isEmpty() ? new String[0] : text.split("\\|", -1)) {
      String[] ends = hole.split("/", -1);
      if (ends.length != 2) {
        throw new IllegalArgumentException("bridged: '" + hole + "' (expected: from/to)");
      }
      holes.add(
          new TimeSpan(
              number(ends[0], "bridged", 0, LAST_TIME), number(ends[1], "bridged", 0, LAST_TIME)));
    }
    return holes;
  }
}
