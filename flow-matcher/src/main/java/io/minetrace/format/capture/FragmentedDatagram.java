// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.net.IpAddress;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What a packet carried, put together from its fragments as they come. Where fragments overlap the
 * first one wins, as RFC 5722 and most systems have it. Used by one thread.
 */
final class FragmentedDatagram {

  /**
   * What the fragments of one packet have in common (RFC 791 §3.2, RFC 8200 §4.5).
   *
   * @param protocol the transport's number; what comes first behind IPv6's fragment header
   */
  record Key(IpAddress source, IpAddress destination, int protocol, long id) {}

  /** What became of a fragment. */
  enum Outcome {
    /** It was put to the others. */
    TAKEN,
    /** All its bytes were there already. */
    DUPLICATE,
    /** It contradicts what was there already, which stays. */
    CONTRADICTORY,
    /** It cannot be: it ends behind the longest packet there is. */
    IMPOSSIBLE
  }

  /** The longest that a packet can carry. */
  private static final int MAX_BYTES = 0xffff;

  private static final int UNKNOWN = -1;

  /** What it takes beside the bytes, roughly. */
  private static final int OVERHEAD_BYTES = 400;

  private final Key key;
  private final long firstMillis;
  private final long firstOffset;
  private final BitSet there = new BitSet();
  private byte[] bytes = new byte[0];
  private int wholeLength = UNKNOWN;
  private boolean contradicted;
  private long beginningOffset;
  private long lastNumber;
  private long lastMillis;
  private int packets;
  private long packetBytes;

  FragmentedDatagram(Key key, CapturedPacket first) {
    this.key = key;
    this.firstMillis = first.millis();
    this.firstOffset = first.offset();
    this.beginningOffset = first.offset();
  }

  /** Takes the fragment that was found in a packet. */
  Outcome add(CapturedPacket packet, TransportFinder fragment) {
    int at = fragment.fragmentOffset();
    int end = at + fragment.length();
    int wholeEnd = at + fragment.wholeLength();
    packets++;
    packetBytes += packet.length();
    lastNumber = packet.number();
    lastMillis = packet.millis();
    if (wholeEnd > MAX_BYTES) {
      return Outcome.IMPOSSIBLE;
    }
    boolean contradicts =
        wholeLength != UNKNOWN
            && (fragment.isLastFragment() ? wholeEnd != wholeLength : wholeEnd > wholeLength);
    byte[] from = packet.bytes();
    int delta = fragment.from() - at;
    if (bytes.length < end) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    int added = 0;
    for (int i = at; i < end; i++) {
      if (!there.get(i)) {
        bytes[i] = from[i + delta];
        added++;
      } else {
        contradicts |= bytes[i] != from[i + delta];
      }
    }
    there.set(at, end);
    if (fragment.isLastFragment() && wholeLength == UNKNOWN) {
      wholeLength = wholeEnd;
    }
    if (at == 0) {
      beginningOffset = packet.offset() + fragment.from() - packet.from();
    }
    contradicted |= contradicts;
    if (contradicts) {
      return Outcome.CONTRADICTORY;
    }
    return added == 0 && fragment.length() > 0 ? Outcome.DUPLICATE : Outcome.TAKEN;
  }

  /** Whether a fragment would change nothing. */
  boolean holds(CapturedPacket packet, TransportFinder fragment) {
    int at = fragment.fragmentOffset();
    int end = at + fragment.length();
    return there.nextClearBit(at) >= end
        && Arrays.equals(
            bytes, at, end, packet.bytes(), fragment.from(), fragment.from() + fragment.length());
  }

  Key key() {
    return key;
  }

  boolean isComplete() {
    return wholeLength != UNKNOWN && there.nextClearBit(0) >= wholeLength;
  }

  /** Whether fragments told different things of it. */
  boolean isContradicted() {
    return contradicted;
  }

  /** The bytes put together; those up to {@link #length()} are there. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes from its beginning up to the first that is missing. */
  int length() {
    int length = there.nextClearBit(0);
    return wholeLength == UNKNOWN ? length : Math.min(length, wholeLength);
  }

  /** Bytes that it should have, or the most that is known of them. */
  int wholeLength() {
    return wholeLength == UNKNOWN ? there.length() : wholeLength;
  }

  /** When its first fragment was captured. */
  long firstMillis() {
    return firstMillis;
  }

  /** When its last one was. */
  long lastMillis() {
    return lastMillis;
  }

  /** The number of the packet with the last fragment that came. */
  long lastNumber() {
    return lastNumber;
  }

  /** Where the bytes of its first part lie in the file; the others lie elsewhere. */
  long beginningOffset() {
    return beginningOffset;
  }

  /** Where the first packet that came lies in the file. */
  long firstOffset() {
    return firstOffset;
  }

  /** How many packets it came in. */
  int packets() {
    return packets;
  }

  /** The bytes of these packets. */
  long packetBytes() {
    return packetBytes;
  }

  int footprint() {
    return bytes.length + OVERHEAD_BYTES;
  }
}
