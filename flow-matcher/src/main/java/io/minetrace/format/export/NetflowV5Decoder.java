// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.List;

/**
 * NetFlow v5: a fixed record, decoded as a template would tell it.
 *
 * <pre>
 * header, 24 bytes: version, count, SysUptime(4), unix_secs(4), unix_nsecs(4), flow_sequence(4),
 *                   engine_type(1), engine_id(1), sampling (2 bits mode, 14 bits interval)
 * record, 48 bytes: FIELDS
 * </pre>
 */
final class NetflowV5Decoder implements MessageDecoder {

  private static final int HEADER_BYTES = 24;
  private static final int RECORD_BYTES = 48;
  private static final int MAX_RECORDS = 30;
  private static final int SAMPLING_INTERVAL_MASK = 0x3fff;

  private static final List<FieldSpecifier> FIELDS =
      List.of(
          InformationElement.SOURCE_IPV4_ADDRESS.asField(4),
          InformationElement.DESTINATION_IPV4_ADDRESS.asField(4),
          passedOver(8), // nexthop, input, output
          InformationElement.PACKET_DELTA_COUNT.asField(4),
          InformationElement.OCTET_DELTA_COUNT.asField(4),
          InformationElement.FLOW_START_SYS_UP_TIME.asField(4),
          InformationElement.FLOW_END_SYS_UP_TIME.asField(4),
          InformationElement.SOURCE_TRANSPORT_PORT.asField(2),
          InformationElement.DESTINATION_TRANSPORT_PORT.asField(2),
          passedOver(1), // pad1
          InformationElement.TCP_CONTROL_BITS.asField(1),
          InformationElement.PROTOCOL_IDENTIFIER.asField(1),
          passedOver(9)); // tos, AS numbers, masks, pad2

  private final SetQueue queue;
  private final ExporterTable exporters;
  private final RecordPlan plan = new RecordPlan(FIELDS, new RecordLayout(FIELDS));

  NetflowV5Decoder(SetQueue queue, ExporterTable exporters) {
    this.queue = queue;
    this.exporters = exporters;
  }

  private static FieldSpecifier passedOver(int length) {
    return new FieldSpecifier(0, length);
  }

  /**
   * Whether a datagram with this version word may be one: either its count or its length is that of
   * a v5 datagram, for there are exporters whose count is wrong.
   */
  static boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
    if (length < HEADER_BYTES + RECORD_BYTES) {
      return false;
    }
    int whole = length + missingBytes;
    int count = BigEndian.u16(bytes, from + 2);
    boolean countFits = count >= 1 && count <= MAX_RECORDS;
    boolean lengthFits = (whole - HEADER_BYTES) % RECORD_BYTES == 0;
    boolean enough = HEADER_BYTES + count * RECORD_BYTES <= whole;
    boolean nanosecondsFit = BigEndian.u32(bytes, from + 12) < 1_000_000_000L;
    return nanosecondsFit && (countFits ? enough || lengthFits : lengthFits);
  }

  @Override
  public void decode(ExportDatagram datagram, RecordUnit unit, ByteCursor message)
      throws MalformedFlowFileException {
    long offset = message.offset();
    ByteCursor header = message.slice(HEADER_BYTES, "NetFlow v5 header");
    header.skip(2, "version");
    int count = header.u16("count");
    int sysUptime = (int) header.u32("SysUptime");
    long millis = header.u32("unix_secs") * 1000 + header.u32("unix_nsecs") / 1_000_000;
    long sequence = header.u32("flow_sequence");
    long engine = header.u16("engine");
    int interval = header.u16("sampling") & SAMPLING_INTERVAL_MASK;

    TransportSession session =
        exporters.session(ExportProtocol.NETFLOW_V5, datagram, 0, engine, message);
    // Records that are not there are none, whatever the count says.
    int present = Math.min(count, message.remaining() / RECORD_BYTES);
    session.arrive(sequence);
    queue.report().addLostByExporter(session.advance(count));
    MessageHeader messageHeader =
        new MessageHeader(
            session.domain().exporter(),
            FlowTimes.ofExport(millis, datagram.captureMillis()),
            sysUptime,
            MessageHeader.Uptime.IN_HEADER,
            interval == 0 ? FlowColumn.ABSENT_INT : interval,
            session.domain().facts());
    if (present < count && datagram.missingBytes() == 0) {
      String detail = "count: " + count + " (expected: at most " + present + ", the records there)";
      queue.report().add(Reason.CORRUPT, offset + 2, 0, detail);
    }
    if (present > 0) {
      ByteCursor records = message.slice(present * RECORD_BYTES, "records");
      queue.add(new DataSet(messageHeader, unit, plan, 0, records));
    }
  }
}
