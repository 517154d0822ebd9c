// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowNote;
import io.minetrace.flow.FlowScreen;
import java.util.Optional;

/**
 * Decodes the records of layout-2 blocks. A record says its own size and is a run of elements that
 * say theirs; sizes are always taken from the file, for they changed between versions of nfdump.
 *
 * <pre>
 *   record            flow record, type 11               element
 *    0 u16 type        4 u16 number of elements            0 u16 id
 *    2 u16 size        6 u8  engine type, u8 engine id     2 u16 length, these 4 bytes included
 *                      8 u16 exporter                      4 data
 *                     10 u8  flags, u8 export version
 * </pre>
 */
final class RecordDecoder {

  private static final int RECORD_HEADER_BYTES = 4;
  private static final int FLOW_HEADER_BYTES = 12;
  private static final int ELEMENT_HEADER_BYTES = 4;

  private static final int OLD_COMMON_FLOW = 1;
  private static final int EXTENSION_MAP = 2;
  private static final int PORT_HISTOGRAM = 3;
  private static final int PACKET_HISTOGRAM = 4;
  private static final int LEGACY_1 = 5;
  private static final int LEGACY_2 = 6;
  private static final int EXPORTER = 7;
  private static final int EXPORTER_STATISTICS = 8;
  private static final int OLD_SAMPLER = 9;
  private static final int COMMON_FLOW = 10;
  private static final int FLOW = 11;
  private static final int NBAR_NAMES = 12;
  private static final int IF_NAMES = 13;
  private static final int VRF_NAMES = 14;
  private static final int SAMPLER = 15;
  private static final int OFFSET_FLOW = 16;
  private static final int EXPORTER_OF_18 = 17;
  private static final int META = 18;
  private static final int SLACK = 256;
  private static final int IDENT = 0x8001;
  private static final int STATISTICS = 0x8002;

  /** {@code u16 type, u16 size, u16 elements, u16 bytes of each}, then what these are like. */
  private static final int ARRAY_HEADER_BYTES = 8;

  private static final int NBAR_INFO_BYTES = 6;
  private static final int NAME_INFO_BYTES = 4;
  private static final int SATURATED = 0xffff;

  /** Id and length, as a little-endian machine reads them at once. */
  private static final int GENERIC_ELEMENT = 52 << 16 | 1;

  private static final int IPV4_ELEMENT = 12 << 16 | 2;
  private static final int MISCELLANEOUS_ELEMENT = 20 << 16 | 4;
  private static final int EXPORTER_IPV4_ELEMENT = 8 << 16 | 12;

  private static final int EVENT_FLAG = 1;
  private static final int SAMPLED_FLAG = 2;

  private final int layout;
  private final WriterOrder order;
  private final DecodeReport report;
  private final RecordSources sources;
  private final SourceRecords sourceRecords;
  private final FileFacts facts;
  private final CommonRecords common;
  private final OffsetRecords offsets;
  private final Optional<RecordSieve> sieve;

  private byte[] block = new byte[0];
  private int position;
  private int end;
  private long fileOffset;
  private long ordinal;
  private boolean whole;

  /** Bytes behind the last record that could be walked to. */
  private long leftOver;

  /** What the block still owes of the records it announced; flipped sizes hide some. */
  private long owed;

  RecordDecoder(FileHeader file, DecodeReport report, FileFacts facts) {
    this.layout = file.layout();
    this.order = file.order();
    this.report = report;
    this.sources = new RecordSources(report);
    this.sourceRecords = new SourceRecords(order, report, sources);
    this.facts = facts;
    this.common = new CommonRecords(order, report, sources);
    this.offsets = new OffsetRecords(order, report, sources);
    this.sieve =
        layout == 2 && order == WriterOrder.LITTLE_ENDIAN
            ? Optional.of(new RecordSieve(sources))
            : Optional.empty();
  }

  /**
   * Takes the next block's records.
   *
   * @param from where the first record begins in {@code bytes}
   * @param offset of {@code bytes[0]} in the file
   * @param unit number of the block
   * @param announced how many records the block says it holds
   * @param whole false if the input ended within this block, which is for the caller to report
   */
  void load(
      byte[] bytes, int from, int length, long offset, long unit, long announced, boolean whole) {
    block = bytes;
    position = from;
    end = length;
    fileOffset = offset;
    ordinal = unit << 24;
    this.whole = whole;
    leftOver = 0;
    owed = whole ? announced : 0;
  }

  /** Bytes at the end of a block, once nothing remains of it, that could not be walked. */
  long leftOver() {
    return leftOver;
  }

  boolean hasRemaining() {
    return position < end;
  }

  /** Appends flows until the block is done or the batch is full. */
  void decode(FlowBatch batch) {
    decode(batch, Optional.empty());
  }

  /** As {@link #decode(FlowBatch)}, without flows that the screen does not want. */
  void decode(FlowBatch batch, FlowScreen screen) {
    decode(batch, sieve.map(unused -> screen));
  }

  private void decode(FlowBatch batch, Optional<FlowScreen> screen) {
    int before = batch.rows();
    Columns columns = new Columns(batch);
    while (position < end && !batch.isFull()) {
      if (screen.isPresent() && passOver(screen.get())) {
        break;
      }
      if (end - position < RECORD_HEADER_BYTES) {
        giveUp("record header: " + (end - position) + " bytes left (expected: 4)");
        break;
      }
      int type = u16(position);
      int size = size(type);
      if (size < RECORD_HEADER_BYTES || size > end - position) {
        giveUp("record size: " + size + " (expected: 4.." + (end - position) + ")");
        break;
      }
      if (type == FLOW && layout == 2) {
        flow(columns, size);
      } else if (!isOfLayout(type, columns, size) && !isOfAll(type, size)) {
        report.add(
            DecodeReport.Reason.NOT_SUPPORTED,
            fileOffset + position,
            size,
            "record type: " + type + " (expected: one of layout " + layout + ")");
      }
      position += size;
      owed--;
    }
    if (position == end && owed > 0) {
      report.add(
          DecodeReport.Reason.CORRUPT,
          fileOffset,
          0,
          "records in block: " + owed + " fewer than it announces");
      owed = 0;
    }
    report.addRecords(batch.rows() - before);
    sources.endRun();
  }

  /** Passes over records that the screen does not want; returns whether none is left. */
  private boolean passOver(FlowScreen screen) {
    RecordSieve records = sieve.get();
    position = records.passOver(block, position, end, screen);
    ordinal += records.passed();
    owed -= records.passed();
    report.addRecords(records.passed());
    return position == end;
  }

  /**
   * Takes a record that only its layout has; a flow of another one is a damaged type, not a flow.
   */
  private boolean isOfLayout(int type, Columns columns, int size) {
    return switch (layout) {
      case 1 -> isOfLayout1(type, columns, size);
      case 3 -> isOfLayout3(type, columns, size);
      default -> false;
    };
  }

  private boolean isOfLayout1(int type, Columns columns, int size) {
    long offset = fileOffset + position;
    switch (type) {
      case COMMON_FLOW -> given(columns, common.flow(columns, block, position, size, offset));
      case OLD_COMMON_FLOW ->
          given(columns, common.oldFlow(columns, block, position, size, offset));
      case EXTENSION_MAP -> common.map(block, position, size, offset);
      case PORT_HISTOGRAM, PACKET_HISTOGRAM, LEGACY_1, LEGACY_2 -> {
        // Nothing of it is a flow.
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean isOfLayout3(int type, Columns columns, int size) {
    long offset = fileOffset + position;
    switch (type) {
      case OFFSET_FLOW -> given(columns, offsets.flow(columns, block, position, size, offset));
      case EXPORTER_OF_18 -> sourceRecords.exporterOf18(block, position, size, offset);
      case META -> {
        // An index of the block, to skip it by.
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean isOfAll(int type, int size) {
    long offset = fileOffset + position;
    switch (type) {
      case EXPORTER -> sourceRecords.exporter(block, position, size, offset);
      case SAMPLER -> sourceRecords.sampler(block, position, size, offset);
      case OLD_SAMPLER -> sourceRecords.oldSampler(block, position, size, offset);
      case IDENT -> facts.ident(block, position + RECORD_HEADER_BYTES, size - RECORD_HEADER_BYTES);
      case STATISTICS ->
          facts.statistics(block, position + RECORD_HEADER_BYTES, size - RECORD_HEADER_BYTES);
      case EXPORTER_STATISTICS, NBAR_NAMES, IF_NAMES, VRF_NAMES, SLACK -> {
        // Nothing of it is a flow.
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** At the end of the file. */
  void end() {
    sources.end();
  }

  /** Numbers and counts the last row, if it was given. */
  private void given(Columns columns, boolean isFlow) {
    if (isFlow) {
      columns.ordinal[columns.batch.rows() - 1] = ordinal++;
      sources.count();
    }
  }

  /** The rest of the block cannot be walked. */
  private void giveUp(String detail) {
    leftOver = end - (long) position;
    if (whole) {
      report.add(DecodeReport.Reason.CORRUPT, fileOffset + position, leftOver, detail);
    }
    position = end;
    owed = 0;
  }

  /** The record's size; arrays of names may be longer than a u16 can say. */
  private int size(int type) {
    int size = u16(position + 2);
    if (size == SATURATED && type >= NBAR_NAMES && type <= VRF_NAMES) {
      int info = type == NBAR_NAMES ? NBAR_INFO_BYTES : NAME_INFO_BYTES;
      int real = ARRAY_HEADER_BYTES + info + u16(position + 4) * u16(position + 6);
      return real > SATURATED && real <= end - position ? real : size;
    }
    return size;
  }

  private int u16(int index) {
    return order.u16(block, index);
  }

  private int i32(int index) {
    return order.i32(block, index);
  }

  private long i64(int index) {
    return order.i64(block, index);
  }

  private void flow(Columns to, int size) {
    int recordEnd = position + size;
    if (size < FLOW_HEADER_BYTES) {
      badRecord("flow record size: " + size + " (expected: at least 12)");
      return;
    }
    int row = to.batch.append();
    boolean hasFlow = false;
    int flags = block[position + 10];
    if ((flags & EVENT_FLAG) != 0) {
      to.notes[row] |= FlowNote.EVENT.bit();
    }
    if ((flags & SAMPLED_FLAG) != 0) {
      to.notes[row] |= FlowNote.COUNTERS_SCALED.bit();
    }
    sources.turnTo(u16(position + 8));
    to.source(row, sources);
    int element = position + FLOW_HEADER_BYTES;
    // Nearly all records begin with these, in this order: read in place they need not be walked,
    // where each step waits for the length before it: 31 ns a flow against 39.
    if (recordEnd - element >= 64
        && i32(element) == GENERIC_ELEMENT
        && i32(element + 52) == IPV4_ELEMENT) {
      generic(to, row, element + 4);
      to.ipv4(row, i32(element + 56), i32(element + 60));
      hasFlow = true;
      element += 64;
      if (recordEnd - element >= 28
          && i32(element) == MISCELLANEOUS_ELEMENT
          && i32(element + 20) == EXPORTER_IPV4_ELEMENT) {
        miscellaneous(to, row, element + 4);
        to.exporterIpv4(row, i32(element + 24));
        element += 28;
      }
    }
    while (recordEnd - element >= ELEMENT_HEADER_BYTES) {
      int id = u16(element);
      int length = u16(element + 2);
      if (length < ELEMENT_HEADER_BYTES || length > recordEnd - element) {
        to.batch.dropLast();
        badRecord(
            "element "
                + id
                + " length: "
                + length
                + " (expected: 4.."
                + (recordEnd - element)
                + ")");
        return;
      }
      hasFlow |=
          element(to, row, id, element + ELEMENT_HEADER_BYTES, length - ELEMENT_HEADER_BYTES);
      element += length;
    }
    if (!hasFlow) {
      // A port block or user mapping without any address: nothing that could be matched.
      to.batch.dropLast();
      report.add(
          DecodeReport.Reason.NOT_FLOW_EXPORT,
          fileOffset + position,
          size,
          "record without addresses");
      return;
    }
    to.ordinal[row] = ordinal++;
    sources.count();
  }

  private void badRecord(String detail) {
    report.add(DecodeReport.Reason.BAD_RECORD, fileOffset + position, u16(position + 2), detail);
  }

  /** Takes one element; returns whether it is one that makes the record a flow. */
  private boolean element(Columns to, int row, int id, int at, int length) {
    switch (id) {
      case 1 -> {
        if (length >= 48) {
          generic(to, row, at);
        }
      }
      case 2 -> {
        if (length >= 8) {
          to.ipv4(row, i32(at), i32(at + 4));
          return true;
        }
      }
      case 3 -> {
        // Lazy exporters send IPv6 fields of zeros beside the IPv4 ones.
        if (length >= 32 && (i64(at) | i64(at + 8) | i64(at + 16) | i64(at + 24)) != 0) {
          to.sourceHigh[row] = i64(at);
          to.sourceLow[row] = i64(at + 8);
          to.destinationHigh[row] = i64(at + 16);
          to.destinationLow[row] = i64(at + 24);
          return true;
        }
      }
      case 4 -> {
        if (length >= 16) {
          miscellaneous(to, row, at);
        }
      }
      case 5 -> {
        if (length >= 24) {
          to.postPackets[row] = i64(at + 8);
          to.postOctets[row] = i64(at + 16);
        }
      }
      case 12 -> {
        if (length >= 4) {
          to.exporterIpv4(row, i32(at));
        }
      }
      case 13 -> {
        if (length >= 16) {
          to.exporterIpv6(row, i64(at), i64(at + 8));
        }
      }
      case 18 -> {
        if (length >= 16) {
          to.sampling[row] = sources.sampling(i64(at));
        } else if (length >= 12) {
          // Up to nfdump 1.7.1, with the interval beside the id.
          to.sampling[row] = i32(at + 4) > 0 ? i32(at + 4) : sources.sampling(i32(at));
        }
      }
      case 19 -> {
        if (length >= 15) {
          to.firewallEvent(row, block[at + 14] & 0xff);
          to.eventTime(row, i64(at));
        }
      }
      case 20 -> {
        if (length >= 8) {
          to.natIpv4(row, i32(at), i32(at + 4));
        }
      }
      case 21 -> {
        if (length >= 32) {
          to.natSourceHigh[row] = i64(at);
          to.natSourceLow[row] = i64(at + 8);
          to.natDestinationHigh[row] = i64(at + 16);
          to.natDestinationLow[row] = i64(at + 24);
        }
      }
      case 22 -> {
        if (length >= 4) {
          to.natPorts(row, u16(at), u16(at + 2));
        }
      }
      case 25 -> {
        if (length >= 8) {
          to.eventTime(row, i64(at));
        }
      }
      case 33 -> {
        if (length >= 12) {
          to.domain[row] = i32(at + 8) & 0xffff_ffffL;
        }
      }
      default -> {
        // Interfaces, AS numbers, names: not needed to tell who talked to whom and when.
      }
    }
    return false;
  }

  /** nfdump 1.7.1 keeps the flags of the way back here, the others a fill byte. */
  private void miscellaneous(Columns to, int row, int at) {
    if (block[at + 14] != 0) {
      to.reverseTcpFlags[row] = block[at + 14] & 0xff;
    }
  }

  private void generic(Columns to, int row, int at) {
    to.times(row, i64(at), i64(at + 8), i64(at + 16));
    to.packets[row] = i64(at + 24);
    to.octets[row] = i64(at + 32);
    to.sourcePort[row] = u16(at + 40);
    to.destinationPort[row] = u16(at + 42);
    to.protocol[row] = block[at + 44] & 0xff;
    to.tcpFlags(row, block[at + 45] & 0xff);
  }
}
