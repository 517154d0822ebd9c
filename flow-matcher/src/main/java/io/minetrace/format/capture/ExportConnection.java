// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.format.export.ExportDatagram;
import io.minetrace.format.export.ExportDecoder;

/**
 * One direction of a connection of TCP or SCTP, as the decoder and the report see it: messages of
 * one transport session, and what is lost between them. Used by one thread.
 */
final class ExportConnection {

  private final Endpoints endpoints;
  private final long number;
  private final ExportDecoder decoder;
  private final DecodeReport report;

  /**
   * @param number no other connection of the input has it
   */
  ExportConnection(Endpoints endpoints, long number, ExportDecoder decoder, DecodeReport report) {
    this.endpoints = endpoints;
    this.number = number;
    this.decoder = decoder;
    this.report = report;
  }

  /**
   * Gives a message to the decoder.
   *
   * @param place of its first byte, in the packet that completed it
   * @param message its bytes, which never change
   * @param missingBytes at its end
   * @return whether it is an export message
   */
  boolean give(PacketPlace place, byte[] message, int missingBytes) {
    return decoder.accept(
        new ExportDatagram(
            endpoints.source(),
            endpoints.sourcePort(),
            endpoints.destinationPort(),
            ExportDatagram.Transport.CONNECTION,
            number,
            place.millis(),
            place.number(),
            missingBytes,
            new ByteCursor(report.file(), place.offset(), message, 0, message.length)));
  }

  /** Counts what the capture does not have. */
  void reportLoss(long offset, long bytes, String what) {
    report.add(Reason.CUT_PACKET, offset, bytes, "stream from " + endpoints.sender() + ": " + what);
  }

  /** Counts bytes that make no sense. */
  void reportGarbage(long offset, long bytes) {
    report.add(
        Reason.CORRUPT,
        offset,
        bytes,
        "stream from %s: %d bytes of no message (expected: version 10)"
            .formatted(endpoints.sender(), bytes));
  }

  /** Counts packets that turned out to be something else. */
  void passOver(long packets, long offset, long bytes) {
    for (long i = 0; i < packets; i++) {
      report.add(Reason.NOT_FLOW_EXPORT, offset, i == 0 ? bytes : 0, "packet: no export datagram");
    }
  }
}
