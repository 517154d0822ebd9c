// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.MalformedFlowFileException;
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
  private static final int MAX_RECORDS = 30;
  private static final int SAMPLING_INTERVAL_MASK = 0x3fff;

  private static final List<FieldSpecifier> FIELDS =
      List.of(
          InformationElement.SOURCE_IPV4_ADDRESS.asField(4),
          InformationElement.DESTINATION_IPV4_ADDRESS.asField(4),
          CountedRecords.passedOver(8), // nexthop, input, output
          InformationElement.PACKET_DELTA_COUNT.asField(4),
          InformationElement.OCTET_DELTA_COUNT.asField(4),
          InformationElement.FLOW_START_SYS_UP_TIME.asField(4),
          InformationElement.FLOW_END_SYS_UP_TIME.asField(4),
          InformationElement.SOURCE_TRANSPORT_PORT.asField(2),
          InformationElement.DESTINATION_TRANSPORT_PORT.asField(2),
          CountedRecords.passedOver(1), // pad1
          InformationElement.TCP_CONTROL_BITS.asField(1),
          InformationElement.PROTOCOL_IDENTIFIER.asField(1),
          CountedRecords.passedOver(9)); // tos, AS numbers, masks, pad2

  private static final CountedRecords RECORDS =
      new CountedRecords(HEADER_BYTES, MAX_RECORDS, FIELDS);

  private final SetQueue queue;
  private final ExporterTable exporters;

  NetflowV5Decoder(SetQueue queue, ExporterTable exporters) {
    this.queue = queue;
    this.exporters = exporters;
  }

  /** Whether a datagram with this version word may be one. */
  static boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
    return RECORDS.hasPlausibleCountOrLength(bytes, from, length, missingBytes);
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
    int interval = Sampling.interval(header.u16("sampling") & SAMPLING_INTERVAL_MASK);

    TransportSession session =
        exporters.session(ExportProtocol.NETFLOW_V5, datagram, 0, engine, message);
    session.arrive(sequence, sysUptime);
    queue.report().addLostByExporter(session.advance(count, sysUptime));
    session.domain().facts().samplingOfMessage(interval);
    MessageHeader messageHeader =
        MessageHeader.netflow(session.domain(), datagram, millis, sysUptime, interval);
    RECORDS.take(queue, messageHeader, unit, count, offset + 2, message, datagram.missingBytes());
  }
}
