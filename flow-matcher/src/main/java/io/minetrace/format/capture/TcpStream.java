// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.FlowColumn;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One direction of a TCP connection: puts segments in order and passes over those sent again. What
 * the capture never had is given up when too much or too old a part of the stream waits for it.
 * Used by one thread.
 */
final class TcpStream {

  /** Bytes that may wait for those before them: more than the window of most connections. */
  private static final int MAX_BYTES_AHEAD = 1 << 20;

  /** Longer than a sender waits before it sends again. */
  private static final long MAX_MILLIS_AHEAD = 60_000;

  /** A step this large is another connection, whose beginning was not captured. */
  private static final long LARGEST_STEP = 1L << 26;

  /** What a segment takes beside its bytes, roughly. */
  private static final int OVERHEAD_BYTES = 200;

  /** A segment, or a part of one, that waits for what comes before it. */
  private record Segment(PacketPlace place, ByteBuffer bytes, int missingBytes) {

    int length() {
      return bytes.capacity();
    }

    int footprint() {
      return length() + OVERHEAD_BYTES;
    }
  }

  private final IpfixStream stream;
  private final TreeMap<Long, Segment> ahead = new TreeMap<>();
  private final long first;
  private long expected;
  private int bytesAhead;

  /** When the last byte in order came, or the first segment that waits if that was later. */
  private long waitsSince;

  /**
   * @param first the sequence number of the first byte that is to come
   */
  TcpStream(IpfixStream stream, long first) {
    this.stream = stream;
    this.first = first;
    this.expected = first;
  }

  IpfixStream stream() {
    return stream;
  }

  /** Whether a connection whose first byte has this number can be this one. */
  boolean beginsAt(long sequence) {
    return ((int) sequence) == (int) first;
  }

  /** Whether a segment with this number may be of this connection. */
  boolean isNear(long sequence) {
    return Math.abs((long) ((int) sequence - (int) expected)) <= LARGEST_STEP;
  }

  /**
   * Takes a segment.
   *
   * @param sequence its number, 32 bits
   * @param place of its first byte
   * @param length bytes that were captured
   * @param missingBytes that were not, at its end
   */
  void take(
      long sequence, PacketPlace place, byte[] bytes, int from, int length, int missingBytes) {
    // The number has 32 bits: the one nearest to what is expected is meant.
    long at = expected + ((int) sequence - (int) expected);
    if (at > expected) {
      hold(
          at,
          new Segment(
              place,
              ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length)),
              missingBytes));
    } else {
      append(at, place, place, bytes, from, length, missingBytes);
      appendWaiting(place);
    }
    if (stream.content() == IpfixStream.Content.OTHER) {
      ahead.clear();
      bytesAhead = 0;
    }
    while (!ahead.isEmpty() && (bytesAhead > MAX_BYTES_AHEAD || isOld(place.millis()))) {
      skipGap();
    }
  }

  private void hold(long at, Segment segment) {
    if (ahead.isEmpty()) {
      waitsSince = segment.place().millis();
    }
    Segment known = ahead.putIfAbsent(at, segment);
    if (known == null) {
      bytesAhead += segment.footprint();
    } else if (known.length() < segment.length()) {
      ahead.put(at, segment);
      bytesAhead += segment.footprint() - known.footprint();
    }
  }

  private void append(
      long at,
      PacketPlace place,
      PacketPlace packet,
      byte[] bytes,
      int from,
      int length,
      int missingBytes) {
    long before = expected;
    long known = expected - at;
    if (known < length) {
      int skip = (int) known;
      stream.append(place.plus(skip), packet, bytes, from + skip, length - skip);
      expected += length - skip;
    }
    if (missingBytes > 0 && at + length + missingBytes > expected) {
      long missing = at + length + missingBytes - expected;
      stream.gap(missing, place.plus(length));
      expected += missing;
    }
    if (expected > before) {
      // What waits while others come in order may have a damaged number: that is no gap.
      waitsSince = Math.max(waitsSince, place.millis());
    }
  }

  /** Appends what waited and waits no longer. */
  private void appendWaiting(PacketPlace packet) {
    while (!ahead.isEmpty() && ahead.firstKey() <= expected) {
      Map.Entry<Long, Segment> next = ahead.pollFirstEntry();
      Segment segment = next.getValue();
      bytesAhead -= segment.footprint();
      append(
          next.getKey(),
          segment.place(),
          packet,
          segment.bytes().array(),
          0,
          segment.length(),
          segment.missingBytes());
    }
  }

  private boolean isOld(long now) {
    return now != FlowColumn.ABSENT_LONG
        && waitsSince != FlowColumn.ABSENT_LONG
        && now - waitsSince > MAX_MILLIS_AHEAD;
  }

  /** Gives up what is missing before the first segment that waits. */
  private void skipGap() {
    Map.Entry<Long, Segment> next = ahead.firstEntry();
    stream.gap(next.getKey() - expected, next.getValue().place());
    expected = next.getKey();
    appendWaiting(next.getValue().place());
  }

  /** Says that nothing follows. */
  void finish() {
    while (!ahead.isEmpty()) {
      skipGap();
    }
    stream.finish();
  }

  /** Bytes of memory. */
  int footprint() {
    return bytesAhead + stream.footprint() + OVERHEAD_BYTES;
  }
}
