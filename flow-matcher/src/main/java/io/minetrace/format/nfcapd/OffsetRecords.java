// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowNote;

/**
 * Decodes the flow records of layout 3 (nfdump 1.8), which say where each extension begins. Used by
 * one thread.
 *
 * <pre>
 *    0 u16 type 16          8 u32 exporter               16 u64 extensions, a bit each
 *    2 u16 size            12 u8  engine type, id        24 u16 offset of each, lowest bit first,
 *    4 u16 extensions      14 u8  export version               from the start of the record
 *    6 u16 flags           15 u8  fill
 * </pre>
 *
 * The extensions are numbered anew against layout 2. Source: nfdump 1.8 (beta), {@code
 * src/libnffile/nfxV4.h}.
 */
final class OffsetRecords {

  private static final int HEADER_BYTES = 24;

  private static final int EVENT = 1;
  private static final int SAMPLED = 2;

  /** Bytes of the extensions that are read, by number; 0 for those that are not. */
  private static final int[] BYTES = {
    0, 48, 8, 32, 0, 0, 24, 0, 0, 0, 0, 4, 16, 0, 0, 0, 0, 0, 8, 32, 4, 15, 0, 0, 0, 0, 0, 0, 0, 0,
    16
  };

  private final WriterOrder order;
  private final DecodeReport report;
  private final RecordSources sources;

  OffsetRecords(WriterOrder order, DecodeReport report, RecordSources sources) {
    this.order = order;
    this.report = report;
    this.sources = sources;
  }

  /**
   * Appends a flow.
   *
   * @param at where the record begins in {@code block}
   * @param offset the same in the file
   * @return whether a row was added; otherwise the record was reported
   */
  boolean flow(Columns to, byte[] block, int at, int size, long offset) {
    if (size < HEADER_BYTES) {
      return bad(size, offset, "flow record size: " + size + " (expected: at least 24)");
    }
    long extensions = order.i64(block, at + 16);
    int count = Long.bitCount(extensions);
    int dataOffset = HEADER_BYTES + 2 * count;
    if (count != order.u16(block, at + 4) || dataOffset > size) {
      return bad(
          size,
          offset,
          "extensions: "
              + order.u16(block, at + 4)
              + " in "
              + size
              + " bytes (expected: "
              + count
              + " by the bitmap)");
    }
    int row = to.batch.append();
    int flags = order.u16(block, at + 6);
    if ((flags & EVENT) != 0) {
      to.notes[row] |= FlowNote.EVENT.bit();
    }
    if ((flags & SAMPLED) != 0) {
      to.notes[row] |= FlowNote.COUNTERS_SCALED.bit();
    }
    sources.turnTo(order.i32(block, at + 8));
    to.source(row, sources);
    boolean hasAddresses = false;
    long left = extensions;
    for (int i = 0; i < count; i++, left &= left - 1) {
      int id = Long.numberOfTrailingZeros(left);
      int bytes = id < BYTES.length ? BYTES[id] : 0;
      int data = order.u16(block, at + HEADER_BYTES + 2 * i);
      if (data < dataOffset || data > size - bytes) {
        to.batch.dropLast();
        return bad(
            size,
            offset,
            "extension "
                + id
                + " offset: "
                + data
                + " (expected: "
                + dataOffset
                + ".."
                + (size - bytes)
                + ")");
      }
      if (bytes > 0) {
        hasAddresses |= extension(to, row, id, block, at + data);
      }
    }
    if (!hasAddresses) {
      to.batch.dropLast();
      report.add(Reason.NOT_FLOW_EXPORT, offset, size, "record without addresses");
    }
    return hasAddresses;
  }

  private boolean bad(int size, long offset, String problem) {
    report.add(Reason.BAD_RECORD, offset, size, problem);
    return false;
  }

  /** Takes one extension; returns whether it is one that makes the record a flow. */
  private boolean extension(Columns to, int row, int id, byte[] block, int at) {
    switch (id) {
      case 1 -> generic(to, row, block, at);
      case 2 -> {
        to.ipv4(row, order.i32(block, at), order.i32(block, at + 4));
        return true;
      }
      case 3 -> {
        to.sourceHigh[row] = order.i64(block, at);
        to.sourceLow[row] = order.i64(block, at + 8);
        to.destinationHigh[row] = order.i64(block, at + 16);
        to.destinationLow[row] = order.i64(block, at + 24);
        return true;
      }
      case 6 -> {
        to.postPackets[row] = order.i64(block, at + 8);
        to.postOctets[row] = order.i64(block, at + 16);
      }
      case 11 -> to.exporterIpv4(row, order.i32(block, at));
      case 12 -> to.exporterIpv6(row, order.i64(block, at), order.i64(block, at + 8));
      case 18 -> to.natIpv4(row, order.i32(block, at), order.i32(block, at + 4));
      case 19 -> {
        to.natSourceHigh[row] = order.i64(block, at);
        to.natSourceLow[row] = order.i64(block, at + 8);
        to.natDestinationHigh[row] = order.i64(block, at + 16);
        to.natDestinationLow[row] = order.i64(block, at + 24);
      }
      case 20 -> to.natPorts(row, order.u16(block, at), order.u16(block, at + 2));
      case 21 -> {
        // The type beside it is left 0 by collectors of the beta; a translator leaves the event 0.
        to.firewallEvent(row, block[at + 14] & 0xff);
        to.eventTime(row, order.i64(block, at));
      }
      case 30 -> to.domain[row] = order.i64(block, at + 8) & 0xffff_ffffL;
      default -> {
        // Not one of those with a size above.
      }
    }
    return false;
  }

  private void generic(Columns to, int row, byte[] block, int at) {
    to.times(row, order.i64(block, at), order.i64(block, at + 8), order.i64(block, at + 16));
    to.packets[row] = order.i64(block, at + 24);
    to.octets[row] = order.i64(block, at + 32);
    to.sourcePort[row] = order.u16(block, at + 40);
    to.destinationPort[row] = order.u16(block, at + 42);
    to.protocol[row] = block[at + 44] & 0xff;
    to.tcpFlags(row, block[at + 45] & 0xff);
  }
}
