// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.net.IpAddress;

/**
 * Reads what {@code nfdump -o pipe} writes: numbers with {@code |} between, without a header. Times
 * count from 1970, so no zone is needed.
 *
 * <pre>
 * 1.7, 22 cells: family|first ms|last ms|protocol|
 *                source, 4 words|port|destination, 4 words|port|
 *                source AS|destination AS|in|out|flags|tos|packets|octets
 * 1.6, 24 cells: the same with first s|first ms|last s|last ms
 * </pre>
 *
 * An IPv4 address is the last of its four words. The last cell may be cut without a trace, so a
 * last line without a line end is never given.
 *
 * <p>Sources: nfdump 1.7.1's own output; {@code nfdump(1)} of 1.6.
 */
public final class NfdumpPipe implements RecordDecoder {

  private static final int CELLS = 22;
  private static final int OLD_CELLS = 24;
  private static final long MAX_WORD = 0xffff_ffffL;
  private static final int IPV4 = 2;
  private static final int IPV6 = 10;

  /** The families of other systems: BSD and macOS print their own numbers for IPv6. */
  private static final int[] OTHER_IPV6 = {23, 24, 26, 28, 30};

  private final long[] cells = new long[OLD_CELLS + 1];

  private NfdumpPipe() {}

  /** Whether an input that begins so is nfdump's. */
  public static boolean recognises(byte[] head) {
    int at = TableDialect.start(head);
    int end = LineFeed.lineFeed(head, at, head.length);
    int to = end > at && head[end - 1] == '\r' ? end - 1 : end;
    // The first line may be cut, but not before it has shown what it is.
    NfdumpPipe decoder = new NfdumpPipe();
    int count = decoder.split(head, at, to);
    return (count == CELLS || count == OLD_CELLS) && isFamily(decoder.cells[0]);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    DecodeReport report = new DecodeReport(input.name(), "nfdump pipe");
    return new TextReader(
        input, new LineFeed(input, report), new NfdumpPipe(), new Row(options), report);
  }

  private static boolean isFamily(long family) {
    if (family == IPV4 || family == IPV6) {
      return true;
    }
    for (int other : OTHER_IPV6) {
      if (family == other) {
        return true;
      }
    }
    return false;
  }

  /** The numbers of a line; returns their count, or a negative one where a cell is no number. */
  private int split(byte[] bytes, int from, int to) {
    int count = 0;
    long value = 0;
    int digits = 0;
    for (int i = from; i <= to; i++) {
      byte b = i < to ? bytes[i] : (byte) '|';
      if (b == '|') {
        if (digits == 0 || digits > 18 || count == cells.length) {
          return -1;
        }
        cells[count++] = value;
        value = 0;
        digits = 0;
      } else if (b >= '0' && b <= '9') {
        value = value * 10 + (b - '0');
        digits++;
      } else {
        return -1;
      }
    }
    return count;
  }

  @Override
  public Verdict decode(RecordFeed record, Row row) {
    byte[] bytes = record.bytes();
    int from = record.from();
    int to = record.to();
    if (from == to) {
      return Verdict.NO_RECORD;
    }
    if (!record.isTerminated()) {
      return Verdict.CUT;
    }
    int count = split(bytes, from, to);
    if (count != CELLS && count != OLD_CELLS) {
      if (Ascii.begins(bytes, from, to, "No matching flows")) {
        return Verdict.NO_RECORD;
      }
      row.bad(
          "line '"
              + Ascii.shown(bytes, from, to)
              + "' (expected: "
              + CELLS
              + " numbers, | between)");
      return Verdict.BAD;
    }
    boolean old = count == OLD_CELLS;
    time(row, Slot.START, old ? cells[1] * 1000 + cells[2] : cells[1]);
    time(row, Slot.END, old ? cells[3] * 1000 + cells[4] : cells[2]);
    return values(row, old ? 5 : 3);
  }

  private static void time(Row row, Slot slot, long millis) {
    if (millis != 0) {
      row.set(slot, millis);
    }
  }

  private Verdict values(Row row, int at) {
    boolean ipv4 = cells[0] == IPV4;
    if (!isFamily(cells[0])) {
      row.bad("address family: " + cells[0] + " (expected: 2 or 10)");
      return Verdict.BAD;
    }
    boolean fits =
        row.setUpTo(Slot.PROTOCOL, cells[at], 255)
            && address(row, Slot.SOURCE, at + 1, ipv4)
            && row.setUpTo(Slot.SOURCE_PORT, cells[at + 5], 65_535)
            && address(row, Slot.DESTINATION, at + 6, ipv4)
            && row.setUpTo(Slot.DESTINATION_PORT, cells[at + 10], 65_535)
            && row.addFlags(Slot.FLAGS, cells[at + 15]);
    if (!fits) {
      row.bad("a protocol, address word, port or flags out of range");
      return Verdict.BAD;
    }
    row.set(Slot.PACKETS, cells[at + 17]);
    row.set(Slot.OCTETS, cells[at + 18]);
    return row.finish();
  }

  private boolean address(Row row, Slot slot, int at, boolean ipv4) {
    for (int word = at; word < at + 4; word++) {
      if (cells[word] > MAX_WORD) {
        return false;
      }
    }
    if (ipv4) {
      row.setAddress(slot, 0, IpAddress.mappedLow((int) cells[at + 3]));
    } else {
      row.setAddress(slot, cells[at] << 32 | cells[at + 1], cells[at + 2] << 32 | cells[at + 3]);
    }
    return true;
  }

  @Override
  public void tell(DecodeReport report) {
    // The numbers say all.
  }
}
