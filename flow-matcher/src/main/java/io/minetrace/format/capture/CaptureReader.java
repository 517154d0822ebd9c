// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.format.export.ExportDatagram;
import io.minetrace.format.export.ExportDecoder;
import java.io.IOException;

/**
 * Reads the flow records of the export messages in the packets of a capture: in UDP datagrams, TCP
 * connections and SCTP associations, in whole packets or IP fragments.
 *
 * <p>The unit of a record ordinal is the packet, counted from 0 over all packets of the file
 * (Wireshark's frame number less one). What came in several packets has the number of the last of
 * them to come, and offsets in it are exact up to the first place where it was divided. What waited
 * for packets that never came has a later number: numbers never go back. Used by one thread.
 */
final class CaptureReader implements FlowReader {

  private static final int UDP_HEADER_BYTES = 8;

  /** Bytes of streams that may wait for others. */
  private static final long MAX_STREAM_BYTES = 32 << 20;

  private final PacketSource source;
  private final DecodeReport report;
  private final ExportDecoder decoder;
  private final CapturedPacket packet = new CapturedPacket();
  private final TransportFinder transport = new TransportFinder();
  private final FragmentTable fragments = new FragmentTable(FragmentTable.MAX_BYTES);
  private final TcpStreams tcp;
  private final SctpAssociations sctp;
  private final CaptureSpan span = new CaptureSpan();
  private boolean ended;

  /**
   * @param source closed with this reader
   * @param report which the source fills too
   */
  CaptureReader(PacketSource source, DecodeReport report) {
    this.source = source;
    this.report = report;
    this.decoder = new ExportDecoder(report);
    this.tcp = new TcpStreams(decoder, report, MAX_STREAM_BYTES);
    this.sctp = new SctpAssociations(decoder, report, MAX_STREAM_BYTES);
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    batch.clear();
    while (decoder.drainTo(batch) && !ended) {
      if (source.next(packet)) {
        takePacket();
      } else {
        finish();
      }
    }
    return batch.rows() > 0;
  }

  @Override
  public DecodeReport report() {
    return report;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private void finish() {
    ended = true;
    fragments.removeAll().forEach(this::takeIncomplete);
    tcp.finish();
    sctp.finish();
    decoder.finish();
    span.describe().ifPresent(text -> report.addFact("captured", text));
    fragments.describe().ifPresent(text -> report.addFact("fragments", text));
  }

  private void takePacket() {
    span.add(packet.millis());
    if (packet.linkType().isEmpty()) {
      String detail =
          "packet: of a link type without IP packets that are found (expected: %s)"
              .formatted(LinkType.names());
      report.add(Reason.NOT_SUPPORTED, packet.offset(), packet.length(), detail);
      return;
    }
    boolean isKnown =
        switch (find(packet.linkType().get())) {
          case WHOLE -> takeWhole();
          case FRAGMENT -> takeFragment();
          case OTHER -> false;
        };
    if (!isKnown) {
      passOver(1, packet.offset(), packet.length());
    }
  }

  private TransportFinder.Finding find(LinkType linkType) {
    int length = packet.length();
    int ip = linkType.ipOffset(packet.bytes(), packet.from(), length);
    return ip == LinkType.NO_IP || ip > length
        ? TransportFinder.Finding.OTHER
        : transport.find(packet.bytes(), packet.from() + ip, length - ip);
  }

  private boolean takeWhole() {
    long offset = packet.offset() + transport.from() - packet.from();
    return takeTransport(packet.bytes(), packet.number(), packet.millis(), offset);
  }

  /**
   * Takes what was found.
   *
   * @param offset of its first byte in the file
   * @return false if it is no export, and was not counted
   */
  private boolean takeTransport(byte[] bytes, long number, long millis, long offset) {
    return switch (transport.protocol()) {
      case TransportFinder.UDP -> takeUdp(bytes, number, millis, offset);
      case TransportFinder.TCP ->
          tcp.take(bytes, transport, new PacketPlace(number, millis, offset));
      case TransportFinder.SCTP ->
          sctp.take(bytes, transport, new PacketPlace(number, millis, offset));
      default -> false;
    };
  }

  /** Takes the UDP datagram that was found, or the beginning of one. */
  private boolean takeUdp(byte[] bytes, long number, long millis, long offset) {
    int from = transport.from();
    int there = transport.length();
    if (there < UDP_HEADER_BYTES) {
      return false;
    }
    int whole = BigEndian.u16(bytes, from + 4) - UDP_HEADER_BYTES;
    if (whole < 0) {
      return false;
    }
    int length = Math.min(whole, there - UDP_HEADER_BYTES);
    return decoder.accept(
        new ExportDatagram(
            transport.source(),
            BigEndian.u16(bytes, from),
            BigEndian.u16(bytes, from + 2),
            millis,
            number,
            whole - length,
            new ByteCursor(
                report.file(), offset + UDP_HEADER_BYTES, bytes, from + UDP_HEADER_BYTES, length)));
  }

  private boolean takeFragment() {
    fragments
        .add(packet, transport)
        .ifPresent(
            datagram -> {
              if (datagram.isContradicted() && !UdpChecksum.isRight(datagram)) {
                String detail = "fragments: they contradict each other (expected: one datagram)";
                report.add(Reason.CORRUPT, datagram.firstOffset(), datagram.packetBytes(), detail);
                report.addUnitSkipped();
              } else if (!takeReassembled(datagram)) {
                passOver(datagram.packets(), datagram.firstOffset(), datagram.packetBytes());
              }
            });
    fragments.removeOld(packet.millis()).forEach(this::takeIncomplete);
    return true;
  }

  private boolean takeReassembled(FragmentedDatagram datagram) {
    TransportFinder.Finding finding =
        transport.findInReassembled(
            datagram.key(), datagram.bytes(), datagram.length(), datagram.wholeLength());
    return finding == TransportFinder.Finding.WHOLE
        && takeTransport(
            datagram.bytes(),
            datagram.lastNumber(),
            datagram.lastMillis(),
            datagram.beginningOffset() + transport.from());
  }

  /**
   * What there is from its beginning on is decoded; without a beginning nobody knows what it is.
   */
  private void takeIncomplete(FragmentedDatagram datagram) {
    if (takeReassembled(datagram)) {
      return;
    }
    if (datagram.length() == 0 && report.hasExporter(datagram.key().source())) {
      String detail =
          "fragments: %d bytes of a packet whose beginning is missing, from %s"
              .formatted(datagram.packetBytes(), datagram.key().source());
      report.add(Reason.CUT_PACKET, datagram.firstOffset(), datagram.packetBytes(), detail);
      report.addUnitSkipped();
    } else {
      passOver(datagram.packets(), datagram.firstOffset(), datagram.packetBytes());
    }
  }

  private void passOver(int packets, long offset, long bytes) {
    for (int i = 0; i < packets; i++) {
      report.add(Reason.NOT_FLOW_EXPORT, offset, i == 0 ? bytes : 0, "packet: no export datagram");
    }
  }
}
