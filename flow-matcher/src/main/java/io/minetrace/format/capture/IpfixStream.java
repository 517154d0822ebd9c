// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.format.export.IpfixFraming;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The bytes that one side of a TCP connection sent, in order, cut into IPFIX messages (RFC 7011
 * §10.4). Holds no more than the beginning of one message. Used by one thread.
 */
final class IpfixStream {

  /** What a stream carries, as far as is known. */
  enum Content {
    UNDECIDED,
    IPFIX,
    OTHER
  }

  /** Two messages of the largest size: a stream of messages has shown one by then. */
  private static final long MAX_BYTES_UNDECIDED = 2 * 0xffff;

  /** What a mark takes, roughly. */
  private static final int MARK_BYTES = 64;

  /** Where bytes of the buffer were captured: from that position of the stream on. */
  private record Mark(long position, PacketPlace place) {}

  private final ExportConnection connection;
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private boolean beginsWithMessage;
  private IpfixFraming framing;
  private Content content = Content.UNDECIDED;
  private byte[] buffer = new byte[0];
  private int length;
  private long position;
  private boolean behindGap;
  private int missingOfLast;
  private long restOfLast;
  private long garbageBytes;
  private long garbageOffset;
  private long undecidedPackets;
  private long undecidedBytes;
  private long firstOffset;

  private IpfixStream(ExportConnection connection, boolean beginsWithMessage) {
    this.connection = connection;
    this.beginsWithMessage = beginsWithMessage;
    this.framing = beginsWithMessage ? IpfixFraming.fromMessage() : IpfixFraming.fromAnywhere();
    this.behindGap = !beginsWithMessage;
  }

  /** A stream whose first byte will be appended first. */
  static IpfixStream fromItsBeginning(ExportConnection connection) {
    return new IpfixStream(connection, true);
  }

  /** A stream of which the capture has not the beginning. */
  static IpfixStream fromAnywhere(ExportConnection connection) {
    return new IpfixStream(connection, false);
  }

  Content content() {
    return content;
  }

  /** Bytes of memory. */
  int footprint() {
    return buffer.length + marks.size() * MARK_BYTES;
  }

  /**
   * Takes the next bytes, which are copied.
   *
   * @param packet the packet that completes what these bytes complete: the last that came
   */
  void append(PacketPlace place, PacketPlace packet, byte[] bytes, int from, int count) {
    if (content == Content.OTHER || count == 0) {
      return;
    }
    if (restOfLast > 0) {
      int rest = (int) Math.min(restOfLast, count);
      restOfLast -= rest;
      append(place.plus(rest), packet, bytes, from + rest, count - rest);
      return;
    }
    if (content == Content.UNDECIDED) {
      if (undecidedPackets == 0) {
        firstOffset = place.offset();
      }
      undecidedPackets++;
      undecidedBytes += count;
    }
    if (buffer.length < length + count) {
      buffer = Arrays.copyOf(buffer, Math.max(length + count, 2 * length));
    }
    System.arraycopy(bytes, from, buffer, length, count);
    marks.add(new Mark(position + length, place));
    length += count;
    cut(packet, false);
  }

  /** Says that the next bytes appended are not those that follow: some are missing. */
  void gap(long missingBytes, PacketPlace next) {
    if (content == Content.IPFIX) {
      connection.reportLoss(next.offset(), missingBytes, missingBytes + " bytes missing");
    }
    long missingOfMessage = Math.max(restOfLast, cut(next, true));
    length = 0;
    marks.clear();
    // A message that reaches over the gap tells where the next one begins.
    boolean isBridged = missingOfMessage >= missingBytes;
    restOfLast = isBridged ? missingOfMessage - missingBytes : 0;
    framing = isBridged ? IpfixFraming.fromMessage() : IpfixFraming.fromAnywhere();
    behindGap = true;
    beginsWithMessage = false;
  }

  /** Says that nothing follows. */
  void finish() {
    if (content == Content.UNDECIDED) {
      decideOther();
    } else if (content == Content.IPFIX) {
      if (length > 0) {
        connection.reportLoss(placeOf(0).offset(), length, "ends within a message");
        cut(marks.getLast().place(), true);
      }
      reportGarbage();
    }
  }

  /**
   * Gives the messages that are there.
   *
   * @param isAll whether those bytes that are there are all that will be
   * @return how many bytes the last message lacks
   */
  private int cut(PacketPlace packet, boolean isAll) {
    missingOfLast = 0;
    int done = 0;
    boolean wantsMore = false;
    while (done < length && !wantsMore && content != Content.OTHER) {
      IpfixFraming.Piece piece = framing.next(buffer, done, length - done, isAll);
      switch (piece.kind()) {
        case MORE -> wantsMore = true;
        case GARBAGE -> {
          addGarbage(done, piece.length());
          done += piece.length();
        }
        case MESSAGE -> {
          takeMessage(packet, done, piece);
          done += piece.length();
        }
      }
    }
    if (content == Content.OTHER) {
      return 0;
    }
    if (done > 0) {
      System.arraycopy(buffer, done, buffer, 0, length - done);
      length -= done;
      position += done;
      forgetMarks();
    }
    return missingOfLast;
  }

  private void takeMessage(PacketPlace packet, int at, IpfixFraming.Piece piece) {
    reportGarbage();
    behindGap = false;
    missingOfLast = piece.missingBytes();
    byte[] message = Arrays.copyOfRange(buffer, at, at + piece.length());
    PacketPlace place = new PacketPlace(packet.number(), packet.millis(), placeOf(at).offset());
    if (connection.give(place, message, piece.missingBytes())) {
      content = Content.IPFIX;
    } else if (content == Content.UNDECIDED) {
      decideOther();
    }
  }

  private void addGarbage(int at, int count) {
    if (garbageBytes == 0) {
      garbageOffset = placeOf(at).offset();
    }
    garbageBytes += count;
    if (content == Content.UNDECIDED && (beginsWithMessage || garbageBytes > MAX_BYTES_UNDECIDED)) {
      decideOther();
    }
  }

  private void reportGarbage() {
    if (garbageBytes > 0) {
      if (behindGap) {
        connection.reportLoss(
            garbageOffset, garbageBytes, garbageBytes + " bytes of a message that begins before");
      } else {
        connection.reportGarbage(garbageOffset, garbageBytes);
      }
      garbageBytes = 0;
    }
  }

  private void decideOther() {
    content = Content.OTHER;
    connection.passOver(undecidedPackets, firstOffset, undecidedBytes);
    buffer = new byte[0];
    length = 0;
    marks.clear();
  }

  /** Where a byte of the buffer was captured. */
  private PacketPlace placeOf(int index) {
    Mark found = marks.getFirst();
    for (Mark mark : marks) {
      if (mark.position() > position + index) {
        break;
      }
      found = mark;
    }
    return found.place().plus((int) (position + index - found.position()));
  }

  /** Keeps the last mark at or before the first byte, and those behind it. */
  private void forgetMarks() {
    while (marks.size() > 1) {
      Mark first = marks.removeFirst();
      if (marks.getFirst().position() > position) {
        marks.addFirst(first);
        return;
      }
    }
  }
}
