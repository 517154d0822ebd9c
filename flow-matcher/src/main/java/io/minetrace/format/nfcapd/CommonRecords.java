// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowNote;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes the flow records of layout 1 (nfdump 1.6) and the extension maps that say how they go on.
 * Used by one thread.
 *
 * <pre>
 *   type 1, before 1.6.13         type 10                       both
 *    4 u8  flags                   4 u8  flags                   8 u16 ms first, u16 ms last
 *    5 u8  exporter                5 u8  export version         12 u32 first, u32 last, seconds
 *    6 u16 extension map           6 u16 extension map          20 u8  forwarding status, TCP flags
 *                                 28 u16 exporter               22 u8  protocol, type of service
 *                                 30 u8  biflow direction       24 u16 source port
 *                                 31 u8  end reason             26 u16 destination port
 *   28 addresses                  32 addresses
 *
 *   addresses: 2 × u32 or 4 × u64; packets: u32 or u64; bytes: u32 or u64, as the flags say; then
 *   the extensions of the map in its order, 32-bit aligned.
 * </pre>
 *
 * The map holds for the records after it until it is defined again, which happens within a block
 * too; so a lost block may leave a map missing or stale. What does not depend on the map is given
 * in any case.
 *
 * <p>Source: nfdump 1.6, {@code bin/nffile.h}, {@code bin/nfx.h}.
 */
final class CommonRecords {

  private static final int OLD_HEADER_BYTES = 28;
  private static final int HEADER_BYTES = 32;
  private static final int MAP_HEADER_BYTES = 8;

  private static final int IPV6 = 1;
  private static final int PACKETS_64 = 2;
  private static final int BYTES_64 = 4;
  private static final int EVENT = 64;
  private static final int SAMPLED = 128;

  private final WriterOrder order;
  private final DecodeReport report;
  private final RecordSources sources;
  private final Map<Integer, ExtensionMap> maps = new HashMap<>();

  /** The record being decoded: where it is in its block and in the file. */
  private byte[] block = new byte[0];

  private int at;
  private int size;
  private long offset;

  private int lastMapId = -1;
  private Optional<ExtensionMap> lastMap = Optional.empty();

  CommonRecords(WriterOrder order, DecodeReport report, RecordSources sources) {
    this.order = order;
    this.report = report;
    this.sources = sources;
  }

  /**
   * An extension map: {@code u16 id, u16 size of all extensions, u16 ids…, 0}.
   *
   * @param from where the record begins in {@code in}
   * @param place the same in the file
   */
  void map(byte[] in, int from, int length, long place) {
    if (length < MAP_HEADER_BYTES) {
      report.add(
          Reason.BAD_RECORD,
          place,
          length,
          "extension map size: " + length + " (expected: at least 8)");
      return;
    }
    maps.put(
        order.u16(in, from + 4),
        ExtensionMap.of(order, in, from + MAP_HEADER_BYTES, length - MAP_HEADER_BYTES));
    lastMapId = -1;
  }

  private Optional<ExtensionMap> map(int id) {
    if (id != lastMapId) {
      lastMapId = id;
      lastMap = Optional.ofNullable(maps.get(id));
    }
    return lastMap;
  }

  /** Appends a flow of type 1, before nfdump 1.6.13. */
  boolean oldFlow(Columns to, byte[] in, int from, int length, long place) {
    turnTo(in, from, length, place);
    return length < OLD_HEADER_BYTES
        ? tooShort(OLD_HEADER_BYTES)
        : flow(to, OLD_HEADER_BYTES, in[from + 4], in[from + 5] & 0xff);
  }

  /**
   * Appends a flow of type 10.
   *
   * @param from where the record begins in {@code in}
   * @param place the same in the file
   * @return whether a row was added; otherwise the record was reported
   */
  boolean flow(Columns to, byte[] in, int from, int length, long place) {
    turnTo(in, from, length, place);
    return length < HEADER_BYTES
        ? tooShort(HEADER_BYTES)
        : flow(to, HEADER_BYTES, flags(), order.u16(in, from + 28));
  }

  private void turnTo(byte[] in, int from, int length, long place) {
    block = in;
    at = from;
    size = length;
    offset = place;
  }

  /**
   * The flags were a u16 before they were a u8 with the export version behind. That matters in
   * big-endian files only, where the size tells which it is.
   */
  private int flags() {
    int flags = block[at + 4] & 0xff;
    if (order == WriterOrder.BIG_ENDIAN && flags == 0) {
      int wide = block[at + 5] & 0xff;
      int extensions = map(order.u16(block, at + 6)).map(ExtensionMap::bytes).orElse(0);
      return size == HEADER_BYTES + variableBytes(wide) + extensions ? wide : 0;
    }
    return flags;
  }

  private static int variableBytes(int flags) {
    return ((flags & IPV6) != 0 ? 32 : 8)
        + ((flags & PACKETS_64) != 0 ? 8 : 4)
        + ((flags & BYTES_64) != 0 ? 8 : 4);
  }

  private boolean tooShort(int expected) {
    report.add(
        Reason.BAD_RECORD,
        offset,
        size,
        "flow record size: " + size + " (expected: at least " + expected + ")");
    return false;
  }

  private boolean flow(Columns to, int headerBytes, int flags, int exporter) {
    int fixed = headerBytes + variableBytes(flags);
    if (size < fixed) {
      return tooShort(fixed);
    }
    int row = to.batch.append();
    sources.turnTo(exporter);
    to.source(row, sources);
    if ((flags & EVENT) != 0) {
      to.notes[row] |= FlowNote.EVENT.bit();
    }
    if ((flags & SAMPLED) != 0) {
      to.notes[row] |= FlowNote.COUNTERS_SCALED.bit();
    }
    to.times(row, time(at + 12, at + 8), time(at + 16, at + 10), 0);
    to.protocol[row] = block[at + 22] & 0xff;
    to.tcpFlags(row, block[at + 21] & 0xff);
    to.sourcePort[row] = order.u16(block, at + 24);
    to.destinationPort[row] = order.u16(block, at + 26);
    int next = at + headerBytes;
    if ((flags & IPV6) != 0) {
      to.sourceHigh[row] = order.i64(block, next);
      to.sourceLow[row] = order.i64(block, next + 8);
      to.destinationHigh[row] = order.i64(block, next + 16);
      to.destinationLow[row] = order.i64(block, next + 24);
      next += 32;
    } else {
      to.ipv4(row, order.i32(block, next), order.i32(block, next + 4));
      next += 8;
    }
    boolean longPackets = (flags & PACKETS_64) != 0;
    to.packets[row] = longPackets ? order.i64(block, next) : order.u32(block, next);
    next += longPackets ? 8 : 4;
    boolean longBytes = (flags & BYTES_64) != 0;
    to.octets[row] = longBytes ? order.i64(block, next) : order.u32(block, next);
    next += longBytes ? 8 : 4;
    extensions(to, row, next);
    return true;
  }

  private long time(int seconds, int millis) {
    long time = order.u32(block, seconds);
    return time == 0 ? 0 : time * 1000 + order.u16(block, millis);
  }

  private void extensions(Columns to, int row, int from) {
    int left = at + size - from;
    int id = order.u16(block, at + 6);
    Optional<ExtensionMap> found = map(id);
    if (found.isEmpty()) {
      if (left > 0) {
        lost(Reason.NO_TEMPLATE, left, "extension map " + id + ": missing");
      }
      return;
    }
    ExtensionMap map = found.get();
    if (map.isKnown() ? map.bytes() != left : map.bytes() > left) {
      // The map in force is not the one that this record was written with.
      lost(
          Reason.BAD_RECORD,
          left,
          "extensions: " + left + " bytes (expected: " + map.bytes() + " by map " + id + ")");
      return;
    }
    int next = from;
    for (int i = 0; i < map.count(); i++) {
      extension(to, row, map.id(i), next);
      next += ExtensionMap.bytesOf(map.id(i));
    }
    if (!map.isKnown()) {
      lost(
          Reason.NOT_SUPPORTED,
          left - map.bytes(),
          "extension " + map.unknownId() + ": size unknown");
    }
  }

  /** The flow stands, its extensions do not. */
  private void lost(Reason reason, int bytes, String problem) {
    report.add(reason, offset, bytes, problem + "; the flow is given without what follows");
  }

  private void extension(Columns to, int row, int id, int from) {
    switch (id) {
      case 14 -> to.postPackets[row] = order.u32(block, from);
      case 15 -> to.postPackets[row] = order.i64(block, from);
      case 16 -> to.postOctets[row] = order.u32(block, from);
      case 17 -> to.postOctets[row] = order.i64(block, from);
      case 23 -> to.exporterIpv4(row, order.i32(block, from));
      case 24 -> to.exporterIpv6(row, order.i64(block, from), order.i64(block, from + 8));
      case 27 -> to.times(row, 0, 0, order.i64(block, from));
      case 37 -> {
        to.firewallEvent(row, block[from + 14] & 0xff);
        to.eventTime(row, order.i64(block, from));
      }
      case 38 -> to.natPorts(row, order.u16(block, from), order.u16(block, from + 2));
      case 39 -> to.natIpv4(row, order.i32(block, from), order.i32(block, from + 4));
      case 40 -> {
        to.natSourceHigh[row] = order.i64(block, from);
        to.natSourceLow[row] = order.i64(block, from + 8);
        to.natDestinationHigh[row] = order.i64(block, from + 16);
        to.natDestinationLow[row] = order.i64(block, from + 24);
      }
      case 46 -> {
        // What a translator did has no column of its own; that it is no flow is worth a note.
        if (block[from] != 0) {
          to.notes[row] |= FlowNote.EVENT.bit();
        }
      }
      default -> {
        // Interfaces, AS numbers, next hops: not needed to tell who talked to whom and when.
      }
    }
  }
}
