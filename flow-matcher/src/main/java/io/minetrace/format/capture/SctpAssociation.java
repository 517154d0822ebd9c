// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.FlowColumn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
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

  /** A step this large is a damaged number, unless another one follows it there. */
  private static final long LARGEST_STEP = 1L << 16;

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

  /** A chunk whose number is far from those of the others. */
  private record Stray(long at, Chunk chunk) {

    boolean isConfirmedBy(long other) {
      return other != at && Math.abs(other - at) <= LARGEST_STEP;
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

  /** When the last chunk in order came, or the first that waits if that was later. */
  private long waitsSince;

  private Optional<Stray> stray = Optional.empty();

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
    if (at - expected > LARGEST_STEP) {
      takeStray(at, chunk);
    } else {
      takeNear(at, chunk);
    }
  }

  private void takeNear(long at, Chunk chunk) {
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

  /** Moves to where two chunks say that the numbers go on; one alone is damaged. */
  private void takeStray(long at, Chunk chunk) {
    if (stray.isEmpty() || !stray.get().isConfirmedBy(at)) {
      dropStray();
      stray = Optional.of(new Stray(at, chunk));
      return;
    }
    Stray first = stray.get();
    stray = Optional.empty();
    giveUpWaiting();
    long next = Math.min(first.at(), at);
    reportGap(next - expected, first.chunk().place());
    expected = next;
    takeNear(first.at(), first.chunk());
    takeNear(at, chunk);
  }

  private void dropStray() {
    if (stray.isEmpty()) {
      return;
    }
    Chunk chunk = stray.get().chunk();
    stray = Optional.empty();
    if (isExport) {
      String what = chunk.length() + " bytes of a chunk whose number is far from the others";
      connection.reportLoss(chunk.place().offset(), chunk.length(), what);
    } else {
      connection.passOver(1, chunk.place().offset(), chunk.length());
    }
  }

  private void giveUpWaiting() {
    while (!ahead.isEmpty()) {
      skipGap();
    }
  }

  /** The sender will not send again what is missing up to a number (RFC 3758). */
  void forward(long number, PacketPlace place) {
    long next = expected + ((int) number - (int) expected) + 1;
    if (next - expected > LARGEST_STEP) {
      return;
    }
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
    // What waits while others come in order may have a damaged number: that is no gap.
    waitsSince = Math.max(waitsSince, chunk.place().millis());
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
    giveUpWaiting();
    dropMessage();
    dropStray();
  }

  /** Bytes of memory. */
  int footprint() {
    int strayBytes = stray.map(far -> far.chunk().footprint()).orElse(0);
    return bytesAhead + strayBytes + message.size() + OVERHEAD_BYTES;
  }
}
