// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.export.ExportDatagram;
import io.minetrace.format.export.ExportDecoder;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the flow records of the export datagrams in a classic pcap file. The unit of a record
 * ordinal is the packet, counted from 0 over all packets of the file (Wireshark's frame number less
 * one).
 *
 * <pre>
 * file:    magic(4), version(2, 2), zone(4), accuracy(4), snap length(4), link type(4)
 * packet:  seconds(4), micro- or nanoseconds(4), captured length(4), length on the wire(4), bytes
 * </pre>
 *
 * All numbers are in the byte order that the magic tells. Used by one thread.
 */
public final class PcapReader implements FlowReader {

  private static final int FILE_HEADER_BYTES = 24;
  private static final int PACKET_HEADER_BYTES = 16;
  private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;

  /** The upper bits of the link type tell of a frame check sequence. */
  private static final int LINK_TYPE_MASK = 0xffff;

  /** The largest snap length of libpcap; longer packets are believed only of files that say so. */
  private static final long USUAL_MAX_PACKET = 256 * 1024;

  private static final long MAX_PACKET = 16 << 20;

  private final FlowInput input;
  private final boolean bigEndian;
  private final long fractionsPerMilli;
  private final long maxPacket;
  private final LinkType linkType;
  private final DecodeReport report;
  private final ExportDecoder decoder;
  private final UdpFinder udp = new UdpFinder();
  private final byte[] packetHeader = new byte[PACKET_HEADER_BYTES];
  private byte[] packet = new byte[2048];
  private long packets;
  private boolean ended;

  private PcapReader(FlowInput input, byte[] header) throws MalformedFlowFileException {
    this.input = input;
    int magic = BigEndian.i32(header, 0);
    this.bigEndian = isMagic(magic);
    boolean nanoseconds = (bigEndian ? magic : Integer.reverseBytes(magic)) == MAGIC_NANOSECONDS;
    this.fractionsPerMilli = nanoseconds ? 1_000_000 : 1_000;
    long snapLength = u32(header, 16);
    this.maxPacket = Math.min(Math.max(snapLength, USUAL_MAX_PACKET), MAX_PACKET);
    int linkNumber = (int) u32(header, 20) & LINK_TYPE_MASK;
    this.linkType =
        LinkType.ofNumber(linkNumber)
            .orElseThrow(
                () ->
                    new MalformedFlowFileException(
                        input.name(),
                        20,
                        "link type: " + linkNumber + " (expected: " + LinkType.names() + ")"));
    String precision = nanoseconds ? "nanoseconds" : "microseconds";
    this.report =
        new DecodeReport(input.name(), "pcap, " + precision + ", " + linkType.displayName());
    this.decoder = new ExportDecoder(report);
  }

  /** Whether a file that begins so is a pcap file. */
  public static boolean recognises(byte[] head) {
    if (head.length < Integer.BYTES) {
      return false;
    }
    int magic = BigEndian.i32(head, 0);
    return isMagic(magic) || isMagic(Integer.reverseBytes(magic));
  }

  private static boolean isMagic(int magic) {
    return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS;
  }

  /**
   * A reader of a pcap file, which closes the input.
   *
   * @throws MalformedFlowFileException if it is none, or of a link type without IP packets
   * @throws IOException if it cannot be read
   */
  public static FlowReader open(FlowInput input) throws IOException {
    byte[] header = new byte[FILE_HEADER_BYTES];
    int length = input.read(header, 0, FILE_HEADER_BYTES);
    if (length < FILE_HEADER_BYTES) {
      throw new MalformedFlowFileException(
          input.name(), 0, "pcap header: " + length + " bytes (expected: 24)");
    }
    if (!recognises(header)) {
      throw new MalformedFlowFileException(
          input.name(),
          0,
          "magic: 0x%08x (expected: 0xa1b2c3d4 or 0xa1b23c4d, in either byte order)"
              .formatted(BigEndian.i32(header, 0)));
    }
    return new PcapReader(input, header);
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    batch.clear();
    while (decoder.drainTo(batch) && !ended) {
      if (!readPacket()) {
        ended = true;
        decoder.finish();
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
    input.close();
  }

  /** Reads one packet and gives it to the decoder; false at the end, or where it makes no sense. */
  private boolean readPacket() throws IOException {
    long offset = input.offset();
    int headerLength = input.read(packetHeader, 0, PACKET_HEADER_BYTES);
    if (headerLength < PACKET_HEADER_BYTES) {
      if (headerLength > 0) {
        String detail = "packet header: " + headerLength + " bytes (expected: 16)";
        report.add(Reason.TRUNCATED, offset, headerLength, detail);
      }
      return false;
    }
    long captured = u32(packetHeader, 8);
    if (captured > maxPacket) {
      String detail = "captured length: " + captured + " (expected: 0.." + maxPacket + ")";
      report.add(Reason.CORRUPT, offset + 8, restOfInput() + PACKET_HEADER_BYTES, detail);
      return false;
    }
    int length = (int) captured;
    if (packet.length < length) {
      packet = Arrays.copyOf(packet, Math.max(length, 2 * packet.length));
    }
    int there = input.read(packet, 0, length);
    if (there < length) {
      // What there is of it may hold whole records still.
      String detail = "packet: " + there + " bytes (expected: " + length + ")";
      report.add(Reason.TRUNCATED, offset, PACKET_HEADER_BYTES + there, detail);
    }
    long millis = u32(packetHeader, 0) * 1000 + u32(packetHeader, 4) / fractionsPerMilli;
    takePacket(offset + PACKET_HEADER_BYTES, there, millis);
    packets++;
    return true;
  }

  private void takePacket(long offset, int length, long millis) {
    int ip = linkType.ipOffset(packet, 0, length);
    UdpFinder.Finding finding =
        ip == LinkType.NO_IP || ip > length
            ? UdpFinder.Finding.OTHER
            : udp.find(packet, ip, length - ip);
    boolean isExport =
        switch (finding) {
          case DATAGRAM, FIRST_FRAGMENT -> decoder.accept(datagram(offset, millis));
          case LATER_FRAGMENT, OTHER -> false;
        };
    if (!isExport) {
      String detail =
          finding == UdpFinder.Finding.LATER_FRAGMENT
              ? "packet: a later fragment of a UDP datagram"
              : "packet: no export datagram";
      report.add(Reason.NOT_FLOW_EXPORT, offset, length, detail);
    }
  }

  private ExportDatagram datagram(long packetOffset, long millis) {
    ByteCursor payload =
        new ByteCursor(
            input.name(),
            packetOffset + udp.payloadOffset(),
            packet,
            udp.payloadOffset(),
            udp.payloadLength());
    return new ExportDatagram(
        udp.source(),
        udp.sourcePort(),
        udp.destinationPort(),
        millis,
        packets,
        udp.missingBytes(),
        payload);
  }

  private long restOfInput() throws IOException {
    long before = input.offset();
    while (!input.atEnd()) {
      input.skip(Integer.MAX_VALUE);
    }
    return input.offset() - before;
  }

  private long u32(byte[] bytes, int at) {
    int value = BigEndian.i32(bytes, at);
    return (bigEndian ? value : Integer.reverseBytes(value)) & 0xffff_ffffL;
  }
}
