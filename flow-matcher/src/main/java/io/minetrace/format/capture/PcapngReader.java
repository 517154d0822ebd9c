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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the packets of a pcapng file (draft-ietf-opsawg-pcapng).
 *
 * <pre>
 * block:                type(4), length of the block(4), body, options, length again(4)
 * section header:       byte order magic(4), version(2, 2), section length(8)
 * interface:            link type(2), 0(2), snap length(4)
 * enhanced packet:      interface(4), time(4, 4), captured length(4), length on the wire(4), bytes
 * simple packet:        length on the wire(4), bytes
 * packet (obsolete):    interface(2), drops(2), then as the enhanced packet
 * option:               code(2), length(2), value; values and bytes are padded to 4
 * </pre>
 *
 * All numbers are in the byte order of their section; each section has interfaces of its own. Other
 * blocks are passed over. A length that lies is noticed by the one at the other end of the block,
 * and the next block that makes sense is searched for. Used by one thread.
 */
public final class PcapngReader implements PacketSource {

  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;

  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int MAJOR_VERSION = 1;

  private static final int END_OF_OPTIONS = 0;
  private static final int IF_TSRESOL = 9;
  private static final int IF_TSOFFSET = 14;

  private static final int BLOCK_HEADER_BYTES = 8;
  private static final int LENGTH_OFFSET = 4;
  private static final int BLOCK_BYTES = 12;
  private static final int SECTION_HEADER_BYTES = 28;
  private static final int INTERFACE_BYTES = 8;
  private static final int PACKET_BYTES = 20;

  /** Larger blocks are not believed: Wireshark draws the line there too. */
  private static final int MAX_BLOCK = 16 << 20;

  /** More interfaces than any machine has: an input with more is playing with our memory. */
  private static final int MAX_INTERFACES = 1 << 16;

  private final FlowInput input;
  private final Lookahead ahead;
  private final DecodeReport report;
  private final List<InterfaceDescription> interfaces = new ArrayList<>();
  private final Set<String> linkNames = new TreeSet<>();
  private boolean bigEndian;
  private int sections;

  private PcapngReader(FlowInput input) {
    this.input = input;
    this.ahead = new Lookahead(input);
    this.report = new DecodeReport(input.name(), "pcapng");
  }

  /** Whether a file that begins so is a pcapng file. */
  public static boolean recognises(byte[] head) {
    return head.length >= BLOCK_BYTES
        && BigEndian.i32(head, 0) == SECTION_HEADER
        && isByteOrderMagic(BigEndian.i32(head, BLOCK_HEADER_BYTES));
  }

  private static boolean isByteOrderMagic(int magic) {
    return magic == BYTE_ORDER_MAGIC || Integer.reverseBytes(magic) == BYTE_ORDER_MAGIC;
  }

  /**
   * A reader of the flow records in a pcapng file, which closes the input.
   *
   * @throws MalformedFlowFileException if it is none, or of a version that is not known
   * @throws IOException if it cannot be read
   */
  public static FlowReader open(FlowInput input) throws IOException {
    PcapngReader packets = new PcapngReader(input);
    packets.checkFirstSection();
    return new CaptureReader(packets, packets.report);
  }

  private void checkFirstSection() throws IOException {
    int there = ahead.ensure(SECTION_HEADER_BYTES);
    if (there < SECTION_HEADER_BYTES) {
      throw malformed(0, "section header: " + there + " bytes (expected: 28)");
    }
    byte[] bytes = ahead.array();
    int at = ahead.index();
    if (BigEndian.i32(bytes, at) != SECTION_HEADER) {
      throw malformed(
          0, "block type: 0x%08x (expected: 0x0a0d0d0a)".formatted(BigEndian.i32(bytes, at)));
    }
    if (!isByteOrderMagic(BigEndian.i32(bytes, at + BLOCK_HEADER_BYTES))) {
      throw malformed(
          BLOCK_HEADER_BYTES,
          "byte order magic: 0x%08x (expected: 0x1a2b3c4d, in either byte order)"
              .formatted(BigEndian.i32(bytes, at + BLOCK_HEADER_BYTES)));
    }
    bigEndian = BigEndian.i32(bytes, at + BLOCK_HEADER_BYTES) == BYTE_ORDER_MAGIC;
    int version = u16(BLOCK_BYTES);
    if (version != MAJOR_VERSION) {
      throw malformed(BLOCK_BYTES, "version: " + version + " (expected: 1)");
    }
  }

  private MalformedFlowFileException malformed(long offset, String problem) {
    return new MalformedFlowFileException(input.name(), offset, problem);
  }

  @Override
  public boolean next(CapturedPacket packet) throws IOException {
    while (true) {
      int there = ahead.ensure(BLOCK_BYTES);
      if (there < BLOCK_BYTES) {
        if (there > 0) {
          String detail = "block: " + there + " bytes (expected: at least 12)";
          report.add(Reason.TRUNCATED, ahead.offset(), there, detail);
        }
        return false;
      }
      Optional<String> problem = problemOfBlock();
      boolean isPacket;
      if (problem.isEmpty()) {
        isPacket = takeBlock(blockLength(), packet);
      } else if (isCut()) {
        isPacket = takeCutBlock(problem.get(), packet);
      } else {
        isPacket = takeDamagedBlock(problem.get(), packet);
      }
      if (isPacket) {
        return true;
      }
    }
  }

  /** What is wrong with the lengths of the block that begins here; all of it can be seen then. */
  private Optional<String> problemOfBlock() throws IOException {
    if (type() == SECTION_HEADER) {
      // Its byte order is that of what follows.
      int magic = BigEndian.i32(ahead.array(), ahead.index() + BLOCK_HEADER_BYTES);
      if (!isByteOrderMagic(magic)) {
        return Optional.of(
            "byte order magic: 0x%08x (expected: 0x1a2b3c4d, in either byte order)"
                .formatted(magic));
      }
      bigEndian = magic == BYTE_ORDER_MAGIC;
    }
    long length = u32(LENGTH_OFFSET);
    if (!isBlockLength(length)) {
      return Optional.of(
          "block length: %d (expected: a multiple of 4, 12..%d)".formatted(length, MAX_BLOCK));
    }
    int there = ahead.ensure((int) length);
    if (there < length) {
      return Optional.of("block: %d bytes (expected: %d)".formatted(there, length));
    }
    long again = u32((int) length - Integer.BYTES);
    return again == length
        ? Optional.empty()
        : Optional.of(
            "block length at its end: %d (expected: %d, as at its beginning)"
                .formatted(again, length));
  }

  private static boolean isBlockLength(long length) {
    return length >= BLOCK_BYTES && length <= MAX_BLOCK && length % Integer.BYTES == 0;
  }

  /** Whether the file ends before the block does, and no other block begins before that. */
  private boolean isCut() throws IOException {
    long length = u32(LENGTH_OFFSET);
    if (!isBlockLength(length)) {
      return false;
    }
    int there = ahead.ensure((int) length);
    if (there >= length) {
      return false;
    }
    for (int distance = 1; distance <= there - BLOCK_BYTES; distance++) {
      if (isWholeBlock(distance)) {
        return false;
      }
    }
    return true;
  }

  /** The last block: what there is of a packet may hold whole records still. */
  private boolean takeCutBlock(String problem, CapturedPacket packet) throws IOException {
    int there = ahead.ensure(blockLength());
    report.add(Reason.TRUNCATED, ahead.offset(), there, problem);
    return takeBody(there, packet, there);
  }

  /** Passes over what makes no sense, up to the next block that does. */
  private boolean takeDamagedBlock(String problem, CapturedPacket packet) throws IOException {
    long offset = ahead.offset();
    long length = u32(LENGTH_OFFSET);
    if (isBlockLength(length) && isWholeBlock((int) length)) {
      // The length at its end is the wrong one: it leads to another block.
      report.add(Reason.CORRUPT, offset + length - Integer.BYTES, Integer.BYTES, problem);
      return takeBlock((int) length, packet);
    }
    do {
      ahead.take(1);
    } while (ahead.ensure(BLOCK_BYTES) >= BLOCK_BYTES && !isWholeBlock(0));
    if (ahead.ensure(BLOCK_BYTES) < BLOCK_BYTES) {
      ahead.skip(BLOCK_BYTES);
    }
    report.add(Reason.CORRUPT, offset, ahead.offset() - offset, problem);
    return false;
  }

  /** Whether a block that is known, with its length at both ends, lies at a distance from here. */
  private boolean isWholeBlock(int distance) throws IOException {
    if (ahead.ensure(distance + BLOCK_BYTES) < distance + BLOCK_BYTES) {
      return false;
    }
    int at = ahead.index() + distance;
    boolean isBig = bigEndian;
    if (BigEndian.i32(ahead.array(), at) == SECTION_HEADER) {
      int magic = BigEndian.i32(ahead.array(), at + BLOCK_HEADER_BYTES);
      if (!isByteOrderMagic(magic)) {
        return false;
      }
      isBig = magic == BYTE_ORDER_MAGIC;
    } else if (!isKnownType(i32(ahead.array(), at, isBig))) {
      return false;
    }
    long length = i32(ahead.array(), at + LENGTH_OFFSET, isBig) & 0xffff_ffffL;
    if (!isBlockLength(length) || ahead.ensure(distance + (int) length) < distance + (int) length) {
      return false;
    }
    int end = ahead.index() + distance + (int) length - Integer.BYTES;
    return i32(ahead.array(), end, isBig) == (int) length;
  }

  /** The blocks that are in use: names, statistics, secrets and custom ones beside those read. */
  private static boolean isKnownType(int type) {
    return (type >= INTERFACE && type <= ENHANCED_PACKET)
        || type == 10
        || type == 0x0bad
        || type == 0x4000_0bad;
  }

  private boolean takeBlock(int length, CapturedPacket packet) {
    return takeBody(length - Integer.BYTES, packet, length);
  }

  /**
   * Takes a block, which is passed.
   *
   * @param end where its body ends, from its beginning
   * @param length of the block
   * @return whether it was a packet
   */
  private boolean takeBody(int end, CapturedPacket packet, int length) {
    boolean isPacket =
        switch (type()) {
          case SECTION_HEADER -> {
            interfaces.clear();
            sections++;
            report.addFact("sections", Integer.toString(sections));
            yield false;
          }
          case INTERFACE -> {
            takeInterface(end);
            yield false;
          }
          case ENHANCED_PACKET -> takePacket(end, u32(BLOCK_HEADER_BYTES), packet);
          case PACKET -> takePacket(end, u16(BLOCK_HEADER_BYTES), packet);
          case SIMPLE_PACKET -> takeSimplePacket(end, packet);
          default -> false;
        };
    ahead.take(length);
    return isPacket;
  }

  private void takeInterface(int end) {
    if (end < BLOCK_HEADER_BYTES + INTERFACE_BYTES) {
      damaged(end, "interface: " + (end - BLOCK_HEADER_BYTES) + " bytes (expected: at least 8)");
      return;
    }
    if (interfaces.size() == MAX_INTERFACES) {
      damaged(end, "interface: more than " + MAX_INTERFACES);
      return;
    }
    int resolution = InterfaceDescription.MICROSECONDS;
    long offsetSeconds = 0;
    int at = BLOCK_HEADER_BYTES + INTERFACE_BYTES;
    while (end - at >= Integer.BYTES && u16(at) != END_OF_OPTIONS) {
      int code = u16(at);
      int length = u16(at + 2);
      at += Integer.BYTES;
      if (length > end - at) {
        break;
      }
      if (code == IF_TSRESOL && length == 1) {
        resolution = BigEndian.u8(ahead.array(), ahead.index() + at);
      } else if (code == IF_TSOFFSET && length == Long.BYTES) {
        offsetSeconds = i64(at);
      }
      at += padded(length);
    }
    InterfaceDescription description =
        new InterfaceDescription(
            u16(BLOCK_HEADER_BYTES), u32(BLOCK_HEADER_BYTES + 4), resolution, offsetSeconds);
    interfaces.add(description);
    linkNames.add(
        description
            .linkType()
            .map(LinkType::displayName)
            .orElse("link type " + description.linkNumber()));
    report.refineFormat("pcapng, " + String.join(" + ", linkNames));
  }

  private static int padded(int length) {
    return (length + Integer.BYTES - 1) & -Integer.BYTES;
  }

  private boolean takePacket(int end, long interfaceNumber, CapturedPacket packet) {
    int bytesAt = BLOCK_HEADER_BYTES + PACKET_BYTES;
    if (end < bytesAt) {
      damaged(end, "packet: " + (end - BLOCK_HEADER_BYTES) + " bytes (expected: at least 20)");
      return false;
    }
    if (interfaceNumber >= interfaces.size()) {
      damaged(end, "interface of a packet: " + interfaceNumber + " (expected: " + known() + ")");
      return false;
    }
    long captured = u32(BLOCK_HEADER_BYTES + 12);
    if (captured > end - bytesAt && end == blockLength() - Integer.BYTES) {
      // What lies there is the packet: the IP header tells how much of it is.
      String detail = "captured length: %d (expected: 0..%d)".formatted(captured, end - bytesAt);
      report.add(Reason.CORRUPT, ahead.offset() + BLOCK_HEADER_BYTES + 12, Integer.BYTES, detail);
    }
    InterfaceDescription description = interfaces.get((int) interfaceNumber);
    long units = (u32(BLOCK_HEADER_BYTES + 4) << 32) | u32(BLOCK_HEADER_BYTES + 8);
    long length = Math.min(captured, end - bytesAt);
    fill(packet, description, description.millis(units), bytesAt, (int) length);
    return true;
  }

  private boolean takeSimplePacket(int end, CapturedPacket packet) {
    int bytesAt = BLOCK_HEADER_BYTES + Integer.BYTES;
    if (end < bytesAt || interfaces.isEmpty()) {
      damaged(end, "simple packet: no interface before it, or no length");
      return false;
    }
    InterfaceDescription description = interfaces.get(0);
    long length = Math.min(u32(BLOCK_HEADER_BYTES), end - bytesAt);
    if (description.snapLength() > 0) {
      length = Math.min(length, description.snapLength());
    }
    fill(packet, description, FlowColumn.ABSENT_LONG, bytesAt, (int) length);
    return true;
  }

  private void fill(
      CapturedPacket packet, InterfaceDescription description, long millis, int at, int length) {
    packet.fill(
        description.linkType(),
        millis,
        ahead.offset() + at,
        ahead.array(),
        ahead.index() + at,
        length);
  }

  private String known() {
    return interfaces.isEmpty()
        ? "none before the first is described"
        : "0.." + (interfaces.size() - 1);
  }

  private void damaged(int length, String detail) {
    report.add(Reason.CORRUPT, ahead.offset(), length, detail);
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private int type() {
    return i32(ahead.array(), ahead.index(), bigEndian);
  }

  private int blockLength() {
    return (int) u32(LENGTH_OFFSET);
  }

  private int u16(int offset) {
    int value = BigEndian.u16(ahead.array(), ahead.index() + offset);
    return bigEndian ? value : Short.reverseBytes((short) value) & 0xffff;
  }

  private long u32(int offset) {
    return i32(ahead.array(), ahead.index() + offset, bigEndian) & 0xffff_ffffL;
  }

  private long i64(int offset) {
    long value = BigEndian.i64(ahead.array(), ahead.index() + offset);
    return bigEndian ? value : Long.reverseBytes(value);
  }

  private static int i32(byte[] bytes, int at, boolean isBigEndian) {
    int value = BigEndian.i32(bytes, at);
    return isBigEndian ? value : Integer.reverseBytes(value);
  }
}
