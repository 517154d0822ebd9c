// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.flowtools;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.compression.UnwrappedInput;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads flow-tools files of stream versions 1 and 3 and of NetFlow v1, v5, v6, v7 and v1005, in
 * either byte order, with zlib or without. {@link FlowToolsHeader} and {@link RecordLayout} draw
 * them.
 *
 * <p>An ordinal is the number of the record: the file has no larger units.
 */
public final class FlowToolsReader implements FlowReader {

  private final FlowInput input;
  private final RecordLayout layout;
  private final Optional<UnwrappedInput> zlib;
  private final FlowInput body;
  private final long bodyOffset;
  private final long announced;
  private final int fileExporter;
  private final DecodeReport report;
  private final byte[] array;

  /** The same, with a byte order. */
  private final ByteBuffer records;

  private long lastExporter = Long.MIN_VALUE;
  private long ofLastExporter;
  private long ordinal;
  private boolean ended;

  private FlowToolsReader(FlowInput input, FlowToolsHeader header) throws IOException {
    this.input = input;
    this.layout = header.layout();
    this.bodyOffset = input.offset();
    this.zlib =
        header.isCompressed() ? Optional.of(UnwrappedInput.ofZlib(input)) : Optional.empty();
    this.body = zlib.map(UnwrappedInput::content).orElse(input);
    this.announced = header.announcedFlows();
    this.fileExporter = header.exporter();
    this.report = header.report();
    this.array = new byte[layout.recordBytes * FlowBatch.CAPACITY];
    this.records = ByteBuffer.wrap(array).order(header.byteOrder());
  }

  /** Whether a file that begins so is one of flow-tools. */
  public static boolean recognises(byte[] head) {
    return head.length >= 4
        && (head[0] & 0xff) == FlowToolsHeader.MAGIC_1
        && head[1] == FlowToolsHeader.MAGIC_2;
  }

  /**
   * Reads the header.
   *
   * @throws MalformedFlowFileException if it is cut, or tells of records that are not read
   */
  public static FlowReader open(FlowInput input) throws IOException {
    return new FlowToolsReader(input, FlowToolsHeader.read(input));
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    batch.clear();
    if (ended) {
      return false;
    }
    int most = Math.min(FlowBatch.CAPACITY, batch.capacity()) * layout.recordBytes;
    int read = body.read(array, 0, most);
    int whole = read / layout.recordBytes;
    if (whole > 0) {
      decode(batch, whole);
    }
    if (read < most) {
      ended = true;
      end(read - whole * layout.recordBytes);
    }
    return batch.rows() > 0;
  }

  @Override
  public DecodeReport report() {
    return report;
  }

  private void decode(FlowBatch batch, int count) {
    int row = batch.append(count);
    long[] starts = batch.longs(FlowColumn.FLOW_START);
    long[] ends = batch.longs(FlowColumn.FLOW_END);
    long[] packets = batch.longs(FlowColumn.PACKET_DELTA_COUNT);
    long[] octets = batch.longs(FlowColumn.OCTET_DELTA_COUNT);
    int[] sourcePorts = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
    int[] destinationPorts = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
    int[] protocols = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    int[] flags = batch.ints(FlowColumn.TCP_CONTROL_BITS);
    long[] domains = batch.longs(FlowColumn.OBSERVATION_DOMAIN_ID);
    long[] ordinals = batch.longs(FlowColumn.RECORD_ORDINAL);
    for (int i = 0; i < count; i++, row++) {
      int at = i * layout.recordBytes;
      int first = records.getInt(at + layout.first);
      int last = records.getInt(at + layout.first + 4);
      starts[row] = time(at, first);
      ends[row] = time(at, last);
      address(batch, FlowColumn.SOURCE_IP_ADDRESS, row, records.getInt(at + layout.source));
      address(
          batch, FlowColumn.DESTINATION_IP_ADDRESS, row, records.getInt(at + layout.source + 4));
      packets[row] = records.getInt(at + layout.packets) & 0xffff_ffffL;
      octets[row] = records.getInt(at + layout.packets + 4) & 0xffff_ffffL;
      sourcePorts[row] = records.getShort(at + layout.ports) & 0xffff;
      destinationPorts[row] = records.getShort(at + layout.ports + 2) & 0xffff;
      protocols[row] = records.get(at + layout.protocol) & 0xff;
      int bits = records.get(at + layout.tcpFlags) & 0xff;
      flags[row] = bits == 0 ? FlowColumn.ABSENT_INT : bits;
      int engine = engine(at);
      domains[row] = layout.engine == RecordLayout.NOWHERE ? FlowColumn.ABSENT_LONG : engine;
      int exporter = exporter(at);
      if (exporter != 0) {
        // 0.0.0.0 is what flow-tools has where it knows none.
        address(batch, FlowColumn.EXPORTER_IP_ADDRESS, row, exporter);
      }
      count(exporter, engine);
      ordinals[row] = ordinal++;
    }
    report.addRecords(count);
  }

  /**
   * The difference of uptimes is a signed one, as in NetFlow. Where there is no uptime, in stream
   * version 1 or what was translated from it, the time is that of the exporter's start, and the
   * difference has no sign.
   */
  private long time(int at, int uptimeThen) {
    long millis = (records.getInt(at) & 0xffff_ffffL) * 1000;
    long fraction = records.getInt(at + 4) & 0xffff_ffffL;
    if (layout.sysUpTime == RecordLayout.NOWHERE) {
      return millis + fraction + (uptimeThen & 0xffff_ffffL);
    }
    int uptimeNow = records.getInt(at + layout.sysUpTime);
    long since = uptimeNow == 0 ? uptimeThen & 0xffff_ffffL : uptimeThen - uptimeNow;
    return millis + fraction / 1_000_000 + since;
  }

  private static void address(FlowBatch batch, FlowColumn column, int row, int address) {
    batch.low(column)[row] = IpAddress.mappedLow(address);
  }

  private int engine(int at) {
    // Type and id, as the two bytes are one number in a datagram, whatever this file's byte order.
    return layout.engine == RecordLayout.NOWHERE
        ? 0
        : (records.get(at + layout.engine) & 0xff) << 8
            | (records.get(at + layout.engine + 1) & 0xff);
  }

  private int exporter(int at) {
    int own = layout.exporter == RecordLayout.NOWHERE ? 0 : records.getInt(at + layout.exporter);
    return own == 0 ? fileExporter : own;
  }

  private void count(int exporter, int engine) {
    long key = (long) exporter << 32 | engine;
    if (key != lastExporter) {
      keepCount();
      lastExporter = key;
    }
    ofLastExporter++;
  }

  private void keepCount() {
    if (ofLastExporter > 0) {
      int address = (int) (lastExporter >>> 32);
      IpAddress exporter = address == 0 ? IpAddress.UNSPECIFIED : IpAddress.ofIpv4(address);
      report.addExporter(new Exporter(exporter, lastExporter & 0xffff_ffffL), ofLastExporter);
    }
    ofLastExporter = 0;
  }

  private void end(int left) throws IOException {
    keepCount();
    Optional<MalformedFlowFileException> damage = zlib.flatMap(UnwrappedInput::damage);
    if (damage.isPresent()) {
      Reason reason = zlib.get().endsEarly() ? Reason.TRUNCATED : Reason.CORRUPT;
      report.add(reason, damage.get().offset(), 0, damage.get().problem());
    } else if (left > 0) {
      report.add(
          Reason.TRUNCATED,
          zlib.isPresent() ? input.offset() : bodyOffset + ordinal * layout.recordBytes,
          left,
          "record: " + left + " bytes left (expected: " + layout.recordBytes + ")");
    } else if (ordinal < announced) {
      report.add(
          Reason.TRUNCATED,
          input.offset(),
          0,
          "file ends after " + ordinal + " records (expected: " + announced + ")");
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
