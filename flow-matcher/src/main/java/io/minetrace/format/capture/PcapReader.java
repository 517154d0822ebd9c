// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.bytes.Lookahead;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the packets of a classic pcap file.
 *
 * <pre>
 * file:    magic(4), version(2, 2), zone(4), accuracy(4), snap length(4), link type(4)
 * packet:  seconds(4), micro- or nanoseconds(4), captured length(4), length on the wire(4), bytes
 * </pre>
 *
 * All numbers are in the byte order that the magic tells. Used by one thread.
 */
public final class PcapReader implements PacketSource {

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
  private final Lookahead ahead;
  private final boolean bigEndian;
  private final long fractionsPerMilli;
  private final long maxPacket;
  private final Optional<LinkType> linkType;
  private final DecodeReport report;

  private PcapReader(FlowInput input, byte[] header) throws MalformedFlowFileException {
    this.input = input;
    this.ahead = new Lookahead(input);
    int magic = BigEndian.i32(header, 0);
    this.bigEndian = isMagic(magic);
    boolean nanoseconds = (bigEndian ? magic : Integer.reverseBytes(magic)) == MAGIC_NANOSECONDS;
    this.fractionsPerMilli = nanoseconds ? 1_000_000 : 1_000;
    long snapLength = u32(header, 16);
    this.maxPacket = Math.min(Math.max(snapLength, USUAL_MAX_PACKET), MAX_PACKET);
    int linkNumber = (int) u32(header, 20) & LINK_TYPE_MASK;
    this.linkType = LinkType.ofNumber(linkNumber);
    if (linkType.isEmpty()) {
      throw new MalformedFlowFileException(
          input.name(), 20, "link type: " + linkNumber + " (expected: " + LinkType.names() + ")");
    }
    String precision = nanoseconds ? "nanoseconds" : "microseconds";
    this.report =
        new DecodeReport(input.name(), "pcap, " + precision + ", " + linkType.get().displayName());
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
   * A reader of the flow records in a pcap file, which closes the input.
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
    PcapReader packets = new PcapReader(input, header);
    return new CaptureReader(packets, packets.report);
  }

  @Override
  public boolean next(CapturedPacket packet) throws IOException {
    long offset = ahead.offset();
    int headerLength = ahead.ensure(PACKET_HEADER_BYTES);
    if (headerLength < PACKET_HEADER_BYTES) {
      if (headerLength > 0) {
        String detail = "packet header: " + headerLength + " bytes (expected: 16)";
        report.add(Reason.TRUNCATED, offset, headerLength, detail);
      }
      return false;
    }
    long captured = u32(ahead.array(), ahead.index() + 8);
    if (captured > maxPacket) {
      String detail = "captured length: " + captured + " (expected: 0.." + maxPacket + ")";
      report.add(Reason.CORRUPT, offset + 8, ahead.skip(Long.MAX_VALUE), detail);
      return false;
    }
    long seconds = u32(ahead.array(), ahead.index());
    long fractions = u32(ahead.array(), ahead.index() + 4);
    ahead.take(PACKET_HEADER_BYTES);
    int length = (int) captured;
    int there = Math.min(ahead.ensure(length), length);
    if (there < length) {
      // What there is of it may hold whole records still.
      String detail = "packet: " + there + " bytes (expected: " + length + ")";
      report.add(Reason.TRUNCATED, offset, PACKET_HEADER_BYTES + there, detail);
    }
    long millis = seconds * 1000 + fractions / fractionsPerMilli;
    packet.fill(linkType, millis, ahead.offset(), ahead.array(), ahead.index(), there);
    ahead.take(there);
    return true;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private long u32(byte[] bytes, int at) {
    int value = BigEndian.i32(bytes, at);
    return (bigEndian ? value : Integer.reverseBytes(value)) & 0xffff_ffffL;
  }
}
