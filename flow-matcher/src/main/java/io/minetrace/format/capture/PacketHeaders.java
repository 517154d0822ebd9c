// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.Lookahead;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * The packet headers of a classic pcap file, seen before they are taken: where a length lies, the
 * next packet is found by what a header can be. A classic pcap file has no marks between its
 * packets, so a header is believed only if what it leads to is one too, or the end of the file.
 *
 * <p>Distances are in bytes from where the file is read. Used by one thread.
 */
final class PacketHeaders {

  /** Seconds(4), micro- or nanoseconds(4), captured length(4), length on the wire(4). */
  static final int BYTES = 16;

  /** A header that is looked for is not believed after a longer pause. */
  private static final long MOST_SECONDS_APART = 400L * 24 * 3600;

  /** No IP packet is shorter. */
  private static final int LEAST_LOOKED_FOR = 20;

  /** 1988, when there was no such file yet. */
  private static final long EARLIEST_SECONDS = 567_993_600L;

  /** No time is known yet. */
  private static final long UNKNOWN = Long.MIN_VALUE / 2;

  private final Lookahead ahead;
  private final boolean bigEndian;
  private final long fractions;
  private final long snapLength;
  private final int mostCaptured;

  /** Of the last two packets: one of them may have a damaged time. */
  private long lastSeconds = UNKNOWN;

  private long secondsBefore = UNKNOWN;

  /** Offsets at which no header can be: of endless zeros, each sixteen are doubtful. */
  private long barrenFrom;

  private long barrenTo;

  /**
   * @param fractions in a second
   * @param snapLength that the file's header tells
   * @param mostCaptured the longest packet that is believed
   */
  PacketHeaders(
      Lookahead ahead, boolean bigEndian, long fractions, long snapLength, int mostCaptured) {
    this.ahead = ahead;
    this.bigEndian = bigEndian;
    this.fractions = fractions;
    this.snapLength = snapLength;
    this.mostCaptured = mostCaptured;
  }

  long captured() {
    return captured(0);
  }

  /** When the packet was captured, in milliseconds. */
  long millis() {
    return seconds(0) * 1000 + fraction(0) * 1000 / fractions;
  }

  /** Whether its time can be, after those of the packets before. */
  boolean isTimePlausible() {
    return isTimePlausible(0);
  }

  /** Whether any packet has told a time that later ones can be measured by. */
  boolean isTimeKnown() {
    return lastSeconds != UNKNOWN;
  }

  /**
   * Remembers the time of this header if the next was captured about then: zeroed headers, of which
   * each says that it is empty and leads to the next, tell no time, and a damaged one stands alone.
   */
  void believe() throws IOException {
    int next = BYTES + (int) captured(0);
    if (captured(0) > 0
        && fraction(0) < fractions
        && isSeen(next)
        && captured(next) > 0
        && captured(next) <= mostCaptured
        && fraction(next) < fractions
        && isNear(next, seconds(0))) {
      secondsBefore = lastSeconds;
      lastSeconds = seconds(0);
      // What could be no header before may be one by this time.
      barrenTo = barrenFrom;
    }
  }

  /**
   * Whether the captured length of this header leads to nowhere. One that agrees with the length on
   * the wire is believed: then it is what follows that is damaged. Two zeros agree by chance.
   */
  boolean isDoubtful() throws IOException {
    long captured = captured(0);
    return captured > mostCaptured
        || ((captured == 0 || captured != ofWire(0)) && !isFollowed(BYTES + (int) captured));
  }

  /** The length on the wire, cut as the capture cuts, if the packet ends there. */
  OptionalInt lengthOfWire() throws IOException {
    long length = ofWire(0);
    return length <= mostCaptured && isFollowed(BYTES + (int) length)
        ? OptionalInt.of((int) length)
        : OptionalInt.empty();
  }

  /**
   * How far from here the next packet begins, if it does so before a distance: the first that leads
   * on, or else the first that the end of the file cuts.
   */
  OptionalInt search(int from, int to) throws IOException {
    OptionalInt cut = OptionalInt.empty();
    int distance = afterBarren(from);
    while (distance < to && isSeen(distance)) {
      if (isCandidate(distance)) {
        if (leadsOn(distance)) {
          return OptionalInt.of(distance);
        }
        if (cut.isEmpty() && isCutByEnd(distance)) {
          cut = OptionalInt.of(distance);
        }
      }
      distance++;
    }
    if (cut.isEmpty()) {
      addBarren(from, distance);
    }
    return cut;
  }

  /** The first distance not below this one that was not looked at in vain. */
  private int afterBarren(int from) {
    long offset = ahead.offset() + from;
    return offset >= barrenFrom && offset < barrenTo ? (int) (barrenTo - ahead.offset()) : from;
  }

  private void addBarren(int from, int to) {
    long offset = ahead.offset() + from;
    if (offset < barrenFrom || offset > barrenTo) {
      barrenFrom = offset;
    }
    barrenTo = ahead.offset() + to;
  }

  /** Whether the file ends there, or what lies there can be a header. */
  private boolean isFollowed(int distance) throws IOException {
    int there = ahead.ensure(distance + BYTES);
    if (there < distance + BYTES) {
      return there == distance;
    }
    boolean near =
        lastSeconds != UNKNOWN || fraction(0) >= fractions || isNear(distance, seconds(0));
    return near && isPlausible(distance);
  }

  private boolean isCandidate(int distance) {
    return isPlausible(distance)
        && captured(distance) == ofWire(distance)
        && captured(distance) >= LEAST_LOOKED_FOR;
  }

  /** Whether a header or the end of the file lies where the packet there ends. */
  private boolean leadsOn(int distance) throws IOException {
    int end = distance + BYTES + (int) captured(distance);
    return isSeen(end)
        ? isPlausible(end) && isNear(end, seconds(distance))
        : ahead.ensure(end) == end;
  }

  /** Whether it may be the last, which is not whole: nothing but its own two lengths proves it. */
  private boolean isCutByEnd(int distance) throws IOException {
    return lastSeconds != UNKNOWN
        && captured(distance) == wire(distance)
        && !isSeen(distance + BYTES + (int) captured(distance));
  }

  private boolean isSeen(int distance) throws IOException {
    return ahead.ensure(distance + BYTES) >= distance + BYTES;
  }

  private boolean isPlausible(int distance) {
    return captured(distance) <= mostCaptured
        && captured(distance) <= wire(distance)
        && isTimePlausible(distance);
  }

  private boolean isTimePlausible(int distance) {
    if (fraction(distance) >= fractions) {
      return false;
    }
    return lastSeconds == UNKNOWN
        ? seconds(distance) >= EARLIEST_SECONDS
        : isNear(distance, lastSeconds) || isNear(distance, secondsBefore);
  }

  private boolean isNear(int distance, long reference) {
    return Math.abs(seconds(distance) - reference) <= MOST_SECONDS_APART;
  }

  private long seconds(int distance) {
    return u32(distance);
  }

  private long fraction(int distance) {
    return u32(distance + 4);
  }

  private long captured(int distance) {
    return u32(distance + 8);
  }

  private long wire(int distance) {
    return u32(distance + 12);
  }

  private long ofWire(int distance) {
    long wire = wire(distance);
    return snapLength == 0 ? wire : Math.min(wire, snapLength);
  }

  private long u32(int distance) {
    int value = BigEndian.i32(ahead.array(), ahead.index() + distance);
    return (bigEndian ? value : Integer.reverseBytes(value)) & 0xffff_ffffL;
  }
}
