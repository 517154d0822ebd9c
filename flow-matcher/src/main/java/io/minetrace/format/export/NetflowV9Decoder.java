// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.ByteCursor;

/**
 * NetFlow v9 (RFC 3954): sets up to the end of the datagram.
 *
 * <pre>
 * header, 20 bytes: version, count, sysUpTime(4), unix seconds(4), sequence(4), source id(4)
 * set:              id, length with these 4 bytes, records
 * </pre>
 *
 * The count means records for some exporters and sets for others: it is not used.
 */
final class NetflowV9Decoder implements MessageDecoder {

  static final int HEADER_BYTES = 20;

  private final SetQueue queue;
  private final ExporterTable exporters;
  private final SetWalker sets;

  NetflowV9Decoder(SetQueue queue, ExporterTable exporters) {
    this.queue = queue;
    this.exporters = exporters;
    this.sets = new SetWalker(queue, TemplateSetReader.TopBit.OF_NUMBER);
  }

  /** Whether a datagram with this version word may be one: its first set lies within it. */
  static boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
    return SetWalker.isPlausible(bytes, from + HEADER_BYTES, length - HEADER_BYTES, missingBytes);
  }

  @Override
  public void decode(ExportDatagram datagram, RecordUnit unit, ByteCursor message)
      throws MalformedFlowFileException {
    ByteCursor header = message.slice(HEADER_BYTES, "NetFlow v9 header");
    header.skip(4, "version, count");
    int sysUpTime = (int) header.u32("sysUpTime");
    long millis = header.u32("unix seconds") * 1000;
    long sequence = header.u32("sequence");
    long sourceId = header.u32("source id");

    TransportSession session =
        exporters.session(ExportProtocol.NETFLOW_V9, datagram, 0, sourceId, message);
    session.arrive(sequence, sysUpTime);
    queue.report().addLostByExporter(session.advance(1, sysUpTime));
    MessageHeader messageHeader =
        MessageHeader.netflow(session.domain(), datagram, millis, sysUpTime, FlowColumn.ABSENT_INT);
    ByteCursor rest = message.slice(message.remaining(), "sets");
    sets.walk(new Message(session, messageHeader, unit), rest, datagram.missingBytes());
  }
}
