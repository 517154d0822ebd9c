// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.ByteCursor;
import java.util.List;

/**
 * NetFlow v7, of Catalyst switches: v5 with the router that a flow was switched for.
 *
 * <pre>
 * header, 24 bytes: version, count, SysUptime(4), unix_secs(4), unix_nsecs(4), flow_sequence(4),
 *                   reserved(4)
 * record, 52 bytes: FIELDS
 * </pre>
 */
final class NetflowV7Decoder implements MessageDecoder {

  private static final int HEADER_BYTES = 24;
  private static final int MAX_RECORDS = 28;

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
          CountedRecords.passedOver(1), // flags: which fields are valid
          InformationElement.TCP_CONTROL_BITS.asField(1),
          InformationElement.PROTOCOL_IDENTIFIER.asField(1),
          CountedRecords.passedOver(13)); // tos, AS numbers, masks, flags, router_sc

  private static final CountedRecords RECORDS =
      new CountedRecords(HEADER_BYTES, MAX_RECORDS, FIELDS);

  private final SetQueue queue;
  private final ExporterTable exporters;

  NetflowV7Decoder(SetQueue queue, ExporterTable exporters) {
    this.queue = queue;
    this.exporters = exporters;
  }

  /**
   * Whether a datagram with this version word may be one; a 7 alone says little, so nothing less
   * than the whole datagram tells.
   */
  static boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
    return RECORDS.fillsTheDatagram(bytes, from, length, missingBytes);
  }

  @Override
  public void decode(ExportDatagram datagram, RecordUnit unit, ByteCursor message)
      throws MalformedFlowFileException {
    long offset = message.offset();
    ByteCursor header = message.slice(HEADER_BYTES, "NetFlow v7 header");
    header.skip(2, "version");
    int count = header.u16("count");
    int sysUptime = (int) header.u32("SysUptime");
    long millis = header.u32("unix_secs") * 1000 + header.u32("unix_nsecs") / 1_000_000;
    long sequence = header.u32("flow_sequence");

    TransportSession session =
        exporters.session(ExportProtocol.NETFLOW_V7, datagram, 0, 0, message);
    session.arrive(sequence, sysUptime);
    queue.report().addLostByExporter(session.advance(count, sysUptime));
    MessageHeader messageHeader =
        MessageHeader.netflow(session.domain(), datagram, millis, sysUptime, FlowColumn.ABSENT_INT);
    RECORDS.take(queue, messageHeader, unit, count, offset + 2, message, datagram.missingBytes());
  }
}
