// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what nfdump prints by default and with {@code -o long}, {@code extended}, {@code biline}
 * and {@code bilong}: lines for people, in which an arrow stands between source and destination.
 *
 * <pre>
 * Date first seen          Duration  Proto  Src IP Addr:Port     Dst IP Addr:Port  Packets  Bytes Flows
 * 2026-05-02 14:00:00.251    59.747  TCP    10.20.0.11:47391 -> 192.0.2.20:3333        180  1.2 M     1
 * </pre>
 *
 * A two-headed arrow makes the row bidirectional: "In" is forward and "Out" the way back. Counters
 * may be abbreviated (without {@code -N}). An IPv6 address is given only where it stands in full
 * ({@code -6}); one that nfdump condensed makes its line bad. Times are local and say no zone.
 *
 * <p>Source: nfdump 1.7.1's own output.
 */
public final class NfdumpLine implements RecordDecoder {

  private static final String FIRST_COLUMN = "Date first seen";

  /** The columns behind the destination, longest names first. */
  private enum Column {
    OUT_PACKETS("Out Pkt", 1),
    IN_PACKETS("In Pkt", 1),
    OUT_OCTETS("Out Byte", 1),
    IN_OCTETS("In Byte", 1),
    PACKETS("Packets", 1),
    OCTETS("Bytes", 1),
    FLAGS("Flags", 0),
    TOS("Tos", 0),
    OTHER_COUNT("pps", 1),
    BITS("bps", 1),
    OCTETS_PER_PACKET("Bpp", 1),
    FLOWS("Flows", 1);

    private final String title;
    private final boolean abbreviated;

    Column(String title, int abbreviated) {
      this.title = title;
      this.abbreviated = abbreviated == 1;
    }
  }

  private static final Binding START = Binding.of(FIRST_COLUMN, Slot.START, Cell.TIME);
  private static final Binding DURATION = Binding.of("Duration", Slot.DURATION, Cell.DURATION);
  private static final Binding PROTOCOL = Binding.of("Proto", Slot.PROTOCOL, Cell.PROTOCOL);
  private static final Binding SOURCE = Binding.of("Src IP Addr", Slot.SOURCE, Cell.ADDRESS);
  private static final Binding SOURCE_PORT = Binding.of("Src Port", Slot.SOURCE_PORT, Cell.PORT);
  private static final Binding DESTINATION =
      Binding.of("Dst IP Addr", Slot.DESTINATION, Cell.ADDRESS);
  private static final Binding DESTINATION_PORT =
      Binding.of("Dst Port", Slot.DESTINATION_PORT, Cell.PORT);

  private final CellSplitter cells = new CellSplitter();
  private List<Column> columns = List.of();

  private NfdumpLine() {}

  /** Whether an input that begins so was printed by nfdump for people. */
  public static boolean recognises(byte[] head) {
    int at = TableDialect.start(head);
    int end = LineFeed.lineFeed(head, at, head.length);
    return isHeader(head, at, end);
  }

  private static boolean isHeader(byte[] bytes, int from, int to) {
    return Ascii.begins(bytes, from, to, FIRST_COLUMN)
        && Ascii.find(bytes, from, to, "Src IP Addr:Port") >= 0
        && Ascii.find(bytes, from, to, "Dst IP Addr:Port") >= 0;
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    DecodeReport report = new DecodeReport(input.name(), "nfdump lines");
    return new TextReader(
        input, new LineFeed(input, report), new NfdumpLine(), new Row(options), report);
  }

  @Override
  public Verdict decode(RecordFeed record, Row row) {
    byte[] bytes = record.bytes();
    int from = record.from();
    int to = record.to();
    if (isHeader(bytes, from, to)) {
      columns = columns(bytes, Ascii.find(bytes, from, to, "Dst IP Addr:Port"), to);
      return Verdict.NO_RECORD;
    }
    if (from == to || isRemark(bytes, from, to)) {
      return Verdict.NO_RECORD;
    }
    if (!record.isTerminated()) {
      // The last cell is a number: a digit less is another one.
      return Verdict.CUT;
    }
    cells.split(bytes, from, to, CellSplitter.SPACES);
    return line(bytes, row);
  }

  private static boolean isRemark(byte[] bytes, int from, int to) {
    return Ascii.begins(bytes, from, to, "Summary:")
        || Ascii.begins(bytes, from, to, "Time window:")
        || Ascii.begins(bytes, from, to, "Total flows processed:")
        || Ascii.begins(bytes, from, to, "Sys:")
        || Ascii.begins(bytes, from, to, "No matching flows");
  }

  private static List<Column> columns(byte[] bytes, int from, int to) {
    List<Column> found = new ArrayList<>();
    int at = from + "Dst IP Addr:Port".length();
    while (at < to) {
      int before = found.size();
      for (Column column : Column.values()) {
        if (found.size() == before && Ascii.begins(bytes, at, to, column.title)) {
          found.add(column);
          at += column.title.length();
        }
      }
      at += found.size() == before ? 1 : 0;
    }
    return found;
  }

  private Verdict line(byte[] bytes, Row row) {
    int arrow = arrow(bytes);
    // Date, time, duration, protocol, source, arrow, destination.
    if (arrow < 5 || arrow + 1 >= cells.count()) {
      row.bad("no line of a flow (expected: source -> destination)");
      return Verdict.BAD;
    }
    row.read(START, bytes, cells.start(0), cells.end(1));
    if (arrow == 5) {
      row.read(DURATION, bytes, cells.start(2), cells.end(2));
    }
    // A duration of several words is of days, or of times in the wrong order: no end is known.
    read(PROTOCOL, bytes, arrow - 2, row);
    boolean both = Ascii.is(bytes, cells.start(arrow), cells.end(arrow), "<->");
    endpoint(bytes, arrow - 1, SOURCE, SOURCE_PORT, row);
    endpoint(bytes, arrow + 1, DESTINATION, DESTINATION_PORT, row);
    int cell = arrow + 2;
    for (Column column : columns) {
      if (cell >= cells.count()) {
        row.bad("line ends before " + column.title);
        break;
      }
      int last = column.abbreviated && isUnit(bytes, cell + 1) ? cell + 1 : cell;
      value(column, both, bytes, cells.start(cell), cells.end(last), row);
      cell = last + 1;
    }
    if (cell < cells.count()) {
      row.bad("line of more cells than its header");
    }
    return row.finish();
  }

  private int arrow(byte[] bytes) {
    for (int i = 0; i < cells.count(); i++) {
      if (Ascii.is(bytes, cells.start(i), cells.end(i), "->")
          || Ascii.is(bytes, cells.start(i), cells.end(i), "<->")) {
        return i;
      }
    }
    return -1;
  }

  private void read(Binding binding, byte[] bytes, int cell, Row row) {
    row.read(binding, bytes, cells.start(cell), cells.end(cell));
  }

  /** An address and a port with a colon between; of IPv6 nfdump writes a point there. */
  private void endpoint(byte[] bytes, int cell, Binding address, Binding port, Row row) {
    int from = cells.start(cell);
    int to = cells.end(cell);
    boolean ipv6 = Ascii.find(bytes, from, to, ":") != Ascii.findLast(bytes, from, to, ':');
    int split = ipv6 ? Ascii.find(bytes, from, to, ".") : Ascii.findLast(bytes, from, to, ':');
    if (split < 0) {
      row.bad("'" + Ascii.shown(bytes, from, to) + "' (expected: address and port)");
      return;
    }
    row.read(address, bytes, from, split);
    row.read(port, bytes, split + 1, to);
  }

  private boolean isUnit(byte[] bytes, int cell) {
    return cell < cells.count()
        && cells.end(cell) - cells.start(cell) == 1
        && "kMGT".indexOf(bytes[cells.start(cell)]) >= 0;
  }

  private static void value(Column column, boolean both, byte[] bytes, int from, int to, Row row) {
    switch (column) {
      case PACKETS -> count(Slot.PACKETS, column, bytes, from, to, row);
      case OCTETS -> count(Slot.OCTETS, column, bytes, from, to, row);
      case IN_PACKETS -> count(Slot.PACKETS, column, bytes, from, to, row);
      case IN_OCTETS -> count(Slot.OCTETS, column, bytes, from, to, row);
      case OUT_PACKETS ->
          count(both ? Slot.REVERSE_PACKETS : Slot.POST_PACKETS, column, bytes, from, to, row);
      case OUT_OCTETS ->
          count(both ? Slot.REVERSE_OCTETS : Slot.POST_OCTETS, column, bytes, from, to, row);
      case FLAGS -> row.read(Binding.of(column.title, Slot.FLAGS, Cell.FLAGS), bytes, from, to);
      case TOS, OTHER_COUNT, BITS, OCTETS_PER_PACKET, FLOWS -> {
        // Nothing of a flow's.
      }
    }
  }

  private static void count(Slot slot, Column column, byte[] bytes, int from, int to, Row row) {
    row.read(Binding.of(column.title, slot, Cell.COUNT), bytes, from, to);
  }

  @Override
  public void tell(DecodeReport report) {
    // The row tells all there is.
  }
}
