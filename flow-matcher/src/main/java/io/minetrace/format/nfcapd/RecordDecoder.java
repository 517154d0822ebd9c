// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.net.IpAddress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

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

  private static final VarHandle U16 = view(short[].class);
  private static final VarHandle U32 = view(int[].class);
  private static final VarHandle U64 = view(long[].class);

  private static final int RECORD_HEADER_BYTES = 4;
  private static final int FLOW_HEADER_BYTES = 12;
  private static final int ELEMENT_HEADER_BYTES = 4;

  private static final int EXPORTER = 7;
  private static final int EXPORTER_STATISTICS = 8;
  private static final int OLD_SAMPLER = 9;
  private static final int FLOW = 11;
  private static final int NBAR_NAMES = 12;
  private static final int IF_NAMES = 13;
  private static final int VRF_NAMES = 14;
  private static final int SAMPLER = 15;
  private static final int SLACK = 256;
  private static final int IDENT = 0x8001;
  private static final int STATISTICS = 0x8002;

  private static final int EVENT_FLAG = 1;
  private static final int SAMPLED_FLAG = 2;

  private static final int TCP = 6;
  private static final int AF_INET = 2;

  private final DecodeReport report;
  private final Map<Integer, Exporter> exporters = new HashMap<>();
  private final Map<Integer, Integer> samplingIntervals = new HashMap<>();

  private byte[] block = new byte[0];
  private int position;
  private int end;
  private long fileOffset;
  private long ordinal;
  private boolean whole;

  /** What the block still owes of the records it announced; flipped sizes hide some. */
  private long owed;

  /**
   * The exporter whose records are being counted, to touch the report's map once a run, not a row.
   */
  private int runExporter = -1;

  private long runLength;
  private Exporter runKey = new Exporter(IpAddress.UNSPECIFIED, 0);
  private int runSampling = FlowColumn.ABSENT_INT;

  RecordDecoder(DecodeReport report) {
    this.report = report;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Takes the next block's records.
   *
   * @param offset of the block's data in the file
   * @param unit number of the block
   * @param announced how many records the block says it holds
   * @param whole false if the input ended within this block, which is reported already
   */
  void load(byte[] bytes, int length, long offset, long unit, long announced, boolean whole) {
    block = bytes;
    position = 0;
    end = length;
    fileOffset = offset;
    ordinal = unit << 24;
    this.whole = whole;
    owed = whole ? announced : 0;
  }

  boolean hasRemaining() {
    return position < end;
  }

  /** Appends flows until the block is done or the batch is full. */
  void decode(FlowBatch batch) {
    int before = batch.rows();
    Columns columns = new Columns(batch);
    while (position < end && !batch.isFull()) {
      if (end - position < RECORD_HEADER_BYTES) {
        giveUp("record header: " + (end - position) + " bytes left (expected: 4)");
        break;
      }
      int type = u16(position);
      int size = u16(position + 2);
      if (size < RECORD_HEADER_BYTES || size > end - position) {
        giveUp("record size: " + size + " (expected: 4.." + (end - position) + ")");
        break;
      }
      switch (type) {
        case FLOW -> flow(columns, size);
        case EXPORTER -> exporter(size);
        case SAMPLER -> sampler(size);
        case OLD_SAMPLER -> oldSampler(size);
        case EXPORTER_STATISTICS, NBAR_NAMES, IF_NAMES, VRF_NAMES, SLACK, IDENT, STATISTICS -> {
          // Nothing of it is a flow.
        }
        default ->
            report.add(
                DecodeReport.Reason.NOT_SUPPORTED,
                fileOffset + position,
                size,
                "record type: " + type + " (expected: 11, a flow of nfdump 1.7)");
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
    endRun();
  }

  /** The rest of the block cannot be walked. */
  private void giveUp(String detail) {
    if (whole) {
      report.add(DecodeReport.Reason.CORRUPT, fileOffset + position, end - (long) position, detail);
    }
    position = end;
    owed = 0;
  }

  private int u16(int index) {
    return (short) U16.get(block, index) & 0xffff;
  }

  private int i32(int index) {
    return (int) U32.get(block, index);
  }

  private long i64(int index) {
    return (long) U64.get(block, index);
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
    startRun(u16(position + 8));
    to.sampling[row] = runSampling;
    to.exporterHigh[row] = runKey.address().high();
    to.exporterLow[row] = runKey.address().low();
    if (runExporter != 0) {
      to.domain[row] = runKey.domain();
    }
    int element = position + FLOW_HEADER_BYTES;
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
    runLength++;
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
          to.sourceHigh[row] = 0;
          to.sourceLow[row] = IpAddress.mappedLow(i32(at));
          to.destinationHigh[row] = 0;
          to.destinationLow[row] = IpAddress.mappedLow(i32(at + 4));
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
      case 5 -> {
        if (length >= 24) {
          to.postPackets[row] = i64(at + 8);
          to.postOctets[row] = i64(at + 16);
        }
      }
      case 12 -> {
        if (length >= 4) {
          to.exporterHigh[row] = 0;
          to.exporterLow[row] = IpAddress.mappedLow(i32(at));
        }
      }
      case 13 -> {
        if (length >= 16) {
          to.exporterHigh[row] = i64(at);
          to.exporterLow[row] = i64(at + 8);
        }
      }
      case 19 -> {
        if (length >= 15) {
          to.firewallEvent[row] = block[at + 14] & 0xff;
          eventTime(to, row, i64(at));
        }
      }
      case 20 -> {
        if (length >= 8) {
          // The element holds both sides even where the exporter told one; zero is not told.
          to.natSourceHigh[row] = 0;
          to.natSourceLow[row] = i32(at) == 0 ? 0 : IpAddress.mappedLow(i32(at));
          to.natDestinationHigh[row] = 0;
          to.natDestinationLow[row] = i32(at + 4) == 0 ? 0 : IpAddress.mappedLow(i32(at + 4));
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
          to.natSourcePort[row] = u16(at) == 0 ? FlowColumn.ABSENT_INT : u16(at);
          to.natDestinationPort[row] = u16(at + 2) == 0 ? FlowColumn.ABSENT_INT : u16(at + 2);
        }
      }
      case 25 -> {
        if (length >= 8) {
          eventTime(to, row, i64(at));
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

  private void generic(Columns to, int row, int at) {
    long first = i64(at);
    long last = i64(at + 8);
    long received = i64(at + 16);
    if (first != 0 || last != 0) {
      // Of an event often only one is known: the other is no flow since 1970.
      to.start[row] = first != 0 ? first : last;
      to.end[row] = last != 0 ? last : first;
    } else if (to.start[row] == FlowColumn.ABSENT_LONG && received != 0) {
      to.start[row] = received;
      to.end[row] = received;
      to.notes[row] |= FlowNote.EXPORT_TIME_ONLY.bit();
    }
    to.packets[row] = i64(at + 24);
    to.octets[row] = i64(at + 32);
    to.sourcePort[row] = u16(at + 40);
    to.destinationPort[row] = u16(at + 42);
    int protocol = block[at + 44] & 0xff;
    to.protocol[row] = protocol;
    int tcpFlags = block[at + 45] & 0xff;
    if (protocol == TCP && tcpFlags != 0) {
      to.tcpFlags[row] = tcpFlags;
    }
  }

  /** The time of an event counts where the record has no better one. */
  private static void eventTime(Columns to, int row, long time) {
    boolean none = to.start[row] == FlowColumn.ABSENT_LONG;
    if (time != 0 && (none || FlowNote.EXPORT_TIME_ONLY.isIn(to.notes[row]))) {
      to.start[row] = time;
      to.end[row] = time;
      to.notes[row] &= ~FlowNote.EXPORT_TIME_ONLY.bit();
    }
  }

  /**
   * {@code u32 version, 16 address bytes, u16 family, u16 sysid, u32 id} after the record header.
   */
  private void exporter(int size) {
    if (size < 32) {
      badRecord("exporter record size: " + size + " (expected: at least 32)");
      return;
    }
    int family = u16(position + 24);
    IpAddress address;
    if (family == AF_INET) {
      // Up to nfdump 1.7.7: a host-order u32 that lands in bytes 8 to 11 of a little-endian file.
      address = IpAddress.ofIpv4(i32(position + 16));
    } else if (family == 0) {
      // From nfdump 1.7.8: 16 bytes in network order, IPv4 mapped.
      address =
          new IpAddress(
              Long.reverseBytes(i64(position + 8)), Long.reverseBytes(i64(position + 16)));
    } else {
      address = new IpAddress(i64(position + 8), i64(position + 16));
    }
    endRun();
    exporters.put(u16(position + 26), new Exporter(address, i32(position + 28) & 0xffff_ffffL));
  }

  /** {@code u16 sysid, u16 algorithm, i64 id, u32 packets, u32 space} after the record header. */
  private void sampler(int size) {
    if (size < 24) {
      badRecord("sampler record size: " + size + " (expected: at least 24)");
      return;
    }
    long packets = i32(position + 16) & 0xffff_ffffL;
    long space = i32(position + 20) & 0xffff_ffffL;
    if (packets > 0) {
      sampling(u16(position + 4), (packets + space) / packets);
    }
  }

  /**
   * Up to nfdump 1.7.1: {@code i32 id, u32 interval, u16 mode, u16 sysid} after the record header.
   */
  private void oldSampler(int size) {
    if (size < 16) {
      badRecord("sampler record size: " + size + " (expected: at least 16)");
      return;
    }
    sampling(u16(position + 14), i32(position + 8) & 0xffff_ffffL);
  }

  private void sampling(int exporter, long interval) {
    if (interval > 0 && interval <= Integer.MAX_VALUE) {
      endRun();
      samplingIntervals.put(exporter, (int) interval);
    }
  }

  private void startRun(int exporter) {
    if (exporter != runExporter) {
      endRun();
      runExporter = exporter;
      runKey = exporters.getOrDefault(exporter, new Exporter(IpAddress.UNSPECIFIED, 0));
      runSampling = samplingIntervals.getOrDefault(exporter, FlowColumn.ABSENT_INT);
    }
  }

  private void endRun() {
    if (runLength > 0) {
      report.addExporter(runKey, runLength);
    }
    runLength = 0;
    runExporter = -1;
  }

  /** The arrays of one batch, fetched once. */
  private static final class Columns {
    final FlowBatch batch;
    final long[] start;
    final long[] end;
    final long[] sourceHigh;
    final long[] sourceLow;
    final long[] destinationHigh;
    final long[] destinationLow;
    final int[] sourcePort;
    final int[] destinationPort;
    final int[] protocol;
    final int[] tcpFlags;
    final long[] octets;
    final long[] packets;
    final long[] postOctets;
    final long[] postPackets;
    final long[] natSourceHigh;
    final long[] natSourceLow;
    final long[] natDestinationHigh;
    final long[] natDestinationLow;
    final int[] natSourcePort;
    final int[] natDestinationPort;
    final int[] firewallEvent;
    final int[] sampling;
    final long[] exporterHigh;
    final long[] exporterLow;
    final long[] domain;
    final int[] notes;
    final long[] ordinal;

    Columns(FlowBatch batch) {
      this.batch = batch;
      start = batch.longs(FlowColumn.FLOW_START);
      end = batch.longs(FlowColumn.FLOW_END);
      sourceHigh = batch.high(FlowColumn.SOURCE_IP_ADDRESS);
      sourceLow = batch.low(FlowColumn.SOURCE_IP_ADDRESS);
      destinationHigh = batch.high(FlowColumn.DESTINATION_IP_ADDRESS);
      destinationLow = batch.low(FlowColumn.DESTINATION_IP_ADDRESS);
      sourcePort = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
      destinationPort = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
      protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
      tcpFlags = batch.ints(FlowColumn.TCP_CONTROL_BITS);
      octets = batch.longs(FlowColumn.OCTET_DELTA_COUNT);
      packets = batch.longs(FlowColumn.PACKET_DELTA_COUNT);
      postOctets = batch.longs(FlowColumn.POST_OCTET_DELTA_COUNT);
      postPackets = batch.longs(FlowColumn.POST_PACKET_DELTA_COUNT);
      natSourceHigh = batch.high(FlowColumn.POST_NAT_SOURCE_IP_ADDRESS);
      natSourceLow = batch.low(FlowColumn.POST_NAT_SOURCE_IP_ADDRESS);
      natDestinationHigh = batch.high(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS);
      natDestinationLow = batch.low(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS);
      natSourcePort = batch.ints(FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT);
      natDestinationPort = batch.ints(FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT);
      firewallEvent = batch.ints(FlowColumn.FIREWALL_EVENT);
      sampling = batch.ints(FlowColumn.SAMPLING_PACKET_INTERVAL);
      exporterHigh = batch.high(FlowColumn.EXPORTER_IP_ADDRESS);
      exporterLow = batch.low(FlowColumn.EXPORTER_IP_ADDRESS);
      domain = batch.longs(FlowColumn.OBSERVATION_DOMAIN_ID);
      notes = batch.ints(FlowColumn.FLOW_NOTES);
      ordinal = batch.longs(FlowColumn.RECORD_ORDINAL);
    }
  }
}
