// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.bytes.Lookahead;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the packets of a classic pcap file.
 *
 * <pre>
 * file:    magic(4), version(2, 2), zone(4), accuracy(4), snap length(4), link type(4)
 * packet:  seconds(4), micro- or nanoseconds(4), captured length(4), length on the wire(4), bytes
 * </pre>
 *
 * All numbers are in the byte order that the magic tells. A captured length that leads nowhere is
 * replaced by the one that leads to the next packet. Used by one thread.
 */
public final class PcapReader implements PacketSource {

  private static final int FILE_HEADER_BYTES = 24;
  private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;

  /** The upper bits of the link type tell of a frame check sequence. */
  private static final int LINK_TYPE_MASK = 0xffff;

  /** The largest snap length of libpcap; longer packets are believed only of files that say so. */
  private static final long USUAL_MAX_PACKET = 256 * 1024;

  private static final long MAX_PACKET = 16 << 20;

  private final FlowInput input;
  private final Lookahead ahead;
  private final PacketHeaders headers;
  private final int maxPacket;
  private final Optional<LinkType> linkType;
  private final DecodeReport report;

  private PcapReader(FlowInput input, byte[] header) throws MalformedFlowFileException {
    this.input = input;
    this.ahead = new Lookahead(input);
    int magic = BigEndian.i32(header, 0);
    boolean bigEndian = isMagic(magic);
    boolean nanoseconds = (bigEndian ? magic : Integer.reverseBytes(magic)) == MAGIC_NANOSECONDS;
    long snapLength = u32(header, 16, bigEndian);
    this.maxPacket = (int) Math.min(Math.max(snapLength, USUAL_MAX_PACKET), MAX_PACKET);
    long fractions = nanoseconds ? 1_000_000_000 : 1_000_000;
    this.headers = new PacketHeaders(ahead, bigEndian, fractions, snapLength, maxPacket);
    int linkNumber = (int) u32(header, 20, bigEndian) & LINK_TYPE_MASK;
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
    int there = ahead.ensure(PacketHeaders.BYTES);
    while (there >= PacketHeaders.BYTES) {
      if (headers.isDoubtful() ? takeDoubtful(packet) : take(packet)) {
        return true;
      }
      there = ahead.ensure(PacketHeaders.BYTES);
    }
    if (there > 0) {
      String detail = "packet header: " + there + " bytes (expected: 16)";
      report.add(Reason.TRUNCATED, ahead.offset(), there, detail);
      ahead.take(there);
    }
    return false;
  }

  /** Takes a packet as its header says. */
  private boolean take(CapturedPacket packet) throws IOException {
    int length = (int) headers.captured();
    int there = Math.min(ahead.ensure(PacketHeaders.BYTES + length) - PacketHeaders.BYTES, length);
    if (there < length) {
      // What there is of it may hold whole records still.
      String detail = "packet: " + there + " bytes (expected: " + length + ")";
      report.add(Reason.TRUNCATED, ahead.offset(), PacketHeaders.BYTES + there, detail);
    }
    long millis = headers.millis();
    headers.believe();
    return fill(packet, millis, there);
  }

  /**
   * Takes a packet whose captured length leads nowhere: it ends where the length on the wire says,
   * if that leads to the next, and else where the next begins.
   *
   * @return false if what was taken is no packet
   */
  private boolean takeDoubtful(CapturedPacket packet) throws IOException {
    long captured = headers.captured();
    OptionalInt length = headers.lengthOfWire();
    if (length.isPresent()) {
      String detail = "captured length: " + captured + " (expected: " + length.getAsInt() + ")";
      return takeDamaged(packet, length.getAsInt(), Integer.BYTES, detail);
    }
    // Of a packet that says it is empty and leads nowhere, nothing is known.
    int most = captured == 0 ? maxPacket : (int) Math.min(captured, maxPacket);
    OptionalInt next = headers.search(PacketHeaders.BYTES, PacketHeaders.BYTES + most);
    boolean isBelieved = captured == 0 ? !headers.isTimeKnown() : captured <= maxPacket;
    if (next.isEmpty() && isBelieved) {
      // Nothing better is known.
      return take(packet);
    }
    int there = ahead.ensure(PacketHeaders.BYTES + most + 1);
    String detail = doubt(captured, next);
    if (next.isPresent() || there <= PacketHeaders.BYTES + most) {
      int end = next.orElse(there) - PacketHeaders.BYTES;
      return takeDamaged(packet, end, PacketHeaders.BYTES, detail);
    }
    long offset = ahead.offset();
    do {
      ahead.take(1);
    } while (ahead.ensure(PacketHeaders.BYTES) >= PacketHeaders.BYTES
        && headers.search(0, 1).isEmpty());
    if (ahead.ensure(PacketHeaders.BYTES) < PacketHeaders.BYTES) {
      ahead.skip(PacketHeaders.BYTES);
    }
    report.add(Reason.CORRUPT, offset + 8, ahead.offset() - offset, detail);
    return false;
  }

  private String doubt(long captured, OptionalInt next) {
    String expected =
        captured > maxPacket
            ? "expected: 0.." + maxPacket
            : next.isPresent()
                ? "next header after " + (next.getAsInt() - PacketHeaders.BYTES)
                : "no header follows";
    return "captured length: " + captured + " (" + expected + ")";
  }

  /**
   * Takes a packet of this length, whose header is damaged: the IP header tells how much of it is.
   */
  private boolean takeDamaged(CapturedPacket packet, int length, int damaged, String detail) {
    report.add(Reason.CORRUPT, ahead.offset() + 8, damaged, detail);
    long millis = headers.isTimePlausible() ? headers.millis() : FlowColumn.ABSENT_LONG;
    return fill(packet, millis, length);
  }

  private boolean fill(CapturedPacket packet, long millis, int length) {
    ahead.take(PacketHeaders.BYTES);
    packet.fill(linkType, millis, ahead.offset(), ahead.array(), ahead.index(), length);
    ahead.take(length);
    return true;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private static long u32(byte[] bytes, int at, boolean bigEndian) {
    int value = BigEndian.i32(bytes, at);
    return (bigEndian ? value : Integer.reverseBytes(value)) & 0xffff_ffffL;
  }
}
