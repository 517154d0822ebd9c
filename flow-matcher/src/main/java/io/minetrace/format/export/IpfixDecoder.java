// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;

/**
 * IPFIX (RFC 7011).
 *
 * <pre>
 * header, 16 bytes: version, length of the message, export seconds(4), sequence(4), domain id(4)
 * set:              id, length with these 4 bytes, records
 * </pre>
 */
final class IpfixDecoder implements MessageDecoder {

  private static final int HEADER_BYTES = 16;

  private final SetQueue queue;
  private final ExporterTable exporters;
  private final SetWalker sets;

  IpfixDecoder(SetQueue queue, ExporterTable exporters) {
    this.queue = queue;
    this.exporters = exporters;
    this.sets = new SetWalker(queue, TemplateSetReader.TopBit.ANNOUNCES_ENTERPRISE);
  }

  /** Whether a datagram with this version word may be one: its lengths lie within it. */
  static boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
    if (length < HEADER_BYTES) {
      return false;
    }
    int messageLength = BigEndian.u16(bytes, from + 2);
    if (messageLength < HEADER_BYTES || messageLength > length + missingBytes) {
      return false;
    }
    int there = Math.min(messageLength, length);
    return messageLength == HEADER_BYTES
        || SetWalker.isPlausible(
            bytes, from + HEADER_BYTES, there - HEADER_BYTES, messageLength - there);
  }

  @Override
  public void decode(ExportDatagram datagram, RecordUnit unit, ByteCursor message)
      throws MalformedFlowFileException {
    ByteCursor header = message.copy().slice(HEADER_BYTES, "IPFIX header");
    header.skip(2, "version");
    int length = header.u16("length");
    long millis = header.u32("export seconds") * 1000;
    long sequence = header.u32("sequence");
    long domain = header.u32("domain id");
    int there = Math.min(length, message.remaining());
    if (length < HEADER_BYTES || length > message.remaining() + datagram.missingBytes()) {
      throw message.malformed(
          "message length: %d (expected: 16..%d)"
              .formatted(length, message.remaining() + datagram.missingBytes()));
    }

    TransportSession session =
        exporters.session(ExportProtocol.IPFIX, datagram, datagram.sourcePort(), domain, message);
    session.arrive(sequence);
    MessageHeader messageHeader = MessageHeader.ipfix(session.domain(), datagram, millis);
    ByteCursor rest = message.slice(there, "message");
    rest.skip(HEADER_BYTES, "IPFIX header");
    long records = SequenceTracker.UNKNOWN;
    try {
      records = sets.walk(new Message(session, messageHeader, unit), rest, length - there);
    } finally {
      queue.report().addLostByExporter(session.advance(records));
    }
  }
}
