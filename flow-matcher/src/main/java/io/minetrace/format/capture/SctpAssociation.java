// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.FlowColumn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * One direction of an SCTP association: puts its chunks of data in the order of their numbers (TSN,
 * RFC 9260 §3.3.1), which is that of all its streams, and the parts of messages together. What the
 * capture never had is given up when too much or too old a part waits for it. Used by one thread.
 */
final class SctpAssociation {

  private static final int MAX_BYTES_AHEAD = 1 << 20;
  private static final long MAX_MILLIS_AHEAD = 60_000;

  /** The longest message of the exports there are; more is another protocol. */
  private static final int MAX_MESSAGE = 0xffff;

  private static final int OVERHEAD_BYTES = 200;

  /**
   * A chunk of data.
   *
   * @param place of its first byte
   * @param bytes what fills their array
   * @param missingBytes at its end, that were not captured
   */
  record Chunk(
      PacketPlace place, boolean isBeginning, boolean isEnd, ByteBuffer bytes, int missingBytes) {

    int footprint() {
      return length() + OVERHEAD_BYTES;
    }

    int length() {
      return bytes.capacity();
    }
  }

  private final ExportConnection connection;
  private final TreeMap<Long, Chunk> ahead = new TreeMap<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private PacketPlace messagePlace = new PacketPlace(0, FlowColumn.ABSENT_LONG, 0);
  private boolean inMessage;
  private boolean isExport;
  private long expected;
  private int bytesAhead;
  private long waitsSince;

  /**
   * @param first the number of the first chunk that is to come
   */
  SctpAssociation(ExportConnection connection, long first) {
    this.connection = connection;
    this.expected = first;
  }

  /** Takes a chunk of data, whose number has 32 bits. */
  void take(long number, Chunk chunk) {
    // The number has 32 bits: the one nearest to what is expected is meant.
    long at = expected + ((int) number - (int) expected);
    if (at > expected) {
      if (ahead.isEmpty()) {
        waitsSince = chunk.place().millis();
      }
      if (ahead.putIfAbsent(at, chunk) == null) {
        bytesAhead += chunk.footprint();
      }
    } else if (at == expected) {
      append(chunk, chunk.place());
      appendWaiting(chunk.place());
    }
    while (!ahead.isEmpty() && (bytesAhead > MAX_BYTES_AHEAD || isOld(chunk.place().millis()))) {
      skipGap();
    }
  }

  /** The sender will not send again what is missing up to a number (RFC 3758). */
  void forward(long number, PacketPlace place) {
    long next = expected + ((int) number - (int) expected) + 1;
    while (!ahead.isEmpty() && ahead.firstKey() < next) {
      skipGap();
    }
    if (next > expected) {
      reportGap(next - expected, place);
      expected = next;
      appendWaiting(place);
    }
  }

  private void append(Chunk chunk, PacketPlace packet) {
    expected++;
    if (chunk.isBeginning()) {
      dropMessage();
      inMessage = true;
      messagePlace = chunk.place();
    }
    if (!inMessage) {
      if (isExport) {
        String what = chunk.length() + " bytes of a message that begins before";
        connection.reportLoss(chunk.place().offset(), chunk.length(), what);
      } else {
        connection.passOver(1, chunk.place().offset(), chunk.length());
      }
      return;
    }
    message.writeBytes(chunk.bytes().array());
    boolean isCut = chunk.missingBytes() > 0;
    if (isCut || message.size() > MAX_MESSAGE) {
      // Without its end nobody knows how long it is: the decoder reads what its header tells.
      give(packet, chunk.missingBytes());
    } else if (chunk.isEnd()) {
      give(packet, 0);
    }
  }

  private void give(PacketPlace packet, int missingBytes) {
    PacketPlace place = new PacketPlace(packet.number(), packet.millis(), messagePlace.offset());
    byte[] bytes = message.toByteArray();
    inMessage = false;
    message.reset();
    if (connection.give(place, bytes, missingBytes)) {
      isExport = true;
      if (missingBytes > 0) {
        String what = "%d bytes of a message captured".formatted(bytes.length);
        connection.reportLoss(place.offset(), missingBytes, what);
      }
    } else {
      connection.passOver(1, place.offset(), bytes.length);
    }
  }

  private void appendWaiting(PacketPlace packet) {
    while (!ahead.isEmpty() && ahead.firstKey() <= expected) {
      Map.Entry<Long, Chunk> next = ahead.pollFirstEntry();
      bytesAhead -= next.getValue().footprint();
      if (next.getKey() == expected) {
        append(next.getValue(), packet);
      }
      waitsSince = packet.millis();
    }
  }

  private boolean isOld(long now) {
    return now != FlowColumn.ABSENT_LONG
        && waitsSince != FlowColumn.ABSENT_LONG
        && now - waitsSince > MAX_MILLIS_AHEAD;
  }

  private void skipGap() {
    Map.Entry<Long, Chunk> next = ahead.firstEntry();
    reportGap(next.getKey() - expected, next.getValue().place());
    expected = next.getKey();
    appendWaiting(next.getValue().place());
  }

  private void reportGap(long chunks, PacketPlace next) {
    dropMessage();
    if (isExport) {
      connection.reportLoss(next.offset(), 0, chunks + " chunks missing");
    }
  }

  private void dropMessage() {
    if (inMessage && message.size() > 0) {
      if (isExport) {
        connection.reportLoss(messagePlace.offset(), message.size(), "a message without its end");
      } else {
        connection.passOver(1, messagePlace.offset(), message.size());
      }
    }
    inMessage = false;
    message.reset();
  }

  /** Says that nothing follows. */
  void finish() {
    while (!ahead.isEmpty()) {
      skipGap();
    }
    dropMessage();
  }

  /** Bytes of memory. */
  int footprint() {
    return bytesAhead + message.size() + OVERHEAD_BYTES;
  }
}
