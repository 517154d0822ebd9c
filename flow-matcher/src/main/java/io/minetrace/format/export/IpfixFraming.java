// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.format.bytes.BigEndian;

/**
 * Cuts a run of bytes in which IPFIX messages follow each other, with nothing between, into
 * messages: the bytes of a TCP connection (RFC 7011 §10.4) or of a file (RFC 5655). The length in a
 * message's header is all that tells where the next begins; where it lies, the next place that
 * makes sense is searched for.
 *
 * <p>A place makes sense to the search if sets fill the whole message there exactly. A message at
 * the place where one is due need only have a possible header: damage within it is its own. One
 * object a run; used by one thread.
 */
public final class IpfixFraming {

  /** The longest message with the beginning of the one behind it: never is more asked for. */
  public static final int MAX_BYTES_WANTED = 0xffff + IpfixFraming.HEADERS_BYTES;

  private static final int HEADER_BYTES = 16;

  /** The header of a message and that of its first set. */
  private static final int HEADERS_BYTES = HEADER_BYTES + SetWalker.SET_HEADER_BYTES;

  private static final int VERSION = 10;

  /** What begins at a place. */
  public enum Kind {
    /** A message, of which all is there that there will be. */
    MESSAGE,
    /** Bytes that belong to no message. */
    GARBAGE,
    /** Too little to tell: the same place is to be shown again with more bytes behind it. */
    MORE
  }

  /**
   * What begins at a place.
   *
   * @param length of the message's bytes that are there, or of the garbage; for {@link Kind#MORE}
   *     how many bytes are wanted from the place on
   * @param missingBytes of a message: how many more its header tells of
   */
  public record Piece(Kind kind, int length, int missingBytes) {}

  private boolean searching;

  private IpfixFraming(boolean searching) {
    this.searching = searching;
  }

  /** Of a run that begins with a message. */
  public static IpfixFraming fromMessage() {
    return new IpfixFraming(false);
  }

  /** Of a run that may begin within a message. */
  public static IpfixFraming fromAnywhere() {
    return new IpfixFraming(true);
  }

  /**
   * Whether bytes begin like a run of messages: the sets of the first fill it as far as it is
   * there, and what follows it may be a message.
   */
  public static boolean recognises(byte[] head) {
    if (head.length < HEADER_BYTES || !mayBegin(head, 0, head.length)) {
      return false;
    }
    int length = BigEndian.u16(head, 2);
    boolean followed = length >= head.length || mayBegin(head, length, head.length - length);
    return followed && setsReach(head, HEADER_BYTES, length, head.length);
  }

  /**
   * What begins at {@code bytes[from]}, where the last message or garbage ended.
   *
   * @param available bytes there, at least 1
   * @param isAll whether no byte follows them
   */
  public Piece next(byte[] bytes, int from, int available, boolean isAll) {
    if (!searching && mayBegin(bytes, from, available)) {
      return message(bytes, from, available, isAll);
    }
    searching = true;
    return search(bytes, from, available, isAll);
  }

  private static Piece message(byte[] bytes, int from, int available, boolean isAll) {
    if (available < HEADERS_BYTES && !isAll) {
      return more(HEADERS_BYTES);
    }
    if (available < HEADER_BYTES) {
      return new Piece(Kind.MESSAGE, available, HEADER_BYTES - available);
    }
    int length = BigEndian.u16(bytes, from + 2);
    if (available < length && !isAll) {
      return more(length);
    }
    boolean isFilled =
        available >= length && setsReach(bytes, from + HEADER_BYTES, from + length, from + length);
    if (isFilled && length > HEADER_BYTES) {
      return new Piece(Kind.MESSAGE, length, 0);
    }
    if (available < length + HEADERS_BYTES && !isAll) {
      return more(length + HEADERS_BYTES);
    }
    // Where the sets lead to another message, the length lies. Else one that another message
    // follows is right, and the damage lies in the sets.
    int there = Math.min(length, available);
    int behindSets = setsEnd(bytes, from + HEADER_BYTES, from + length, from + available);
    if (behindSets < from + there
        && isWholeMessage(bytes, behindSets, from + available - behindSets)) {
      return new Piece(Kind.MESSAGE, behindSets - from, length - (behindSets - from));
    }
    if (available == length
        || (available > length && mayBegin(bytes, from + length, available - length))) {
      return new Piece(Kind.MESSAGE, length, 0);
    }
    for (int at = from + HEADER_BYTES; at < from + there; at++) {
      if (isWholeMessage(bytes, at, from + available - at)) {
        return new Piece(Kind.MESSAGE, at - from, length - (at - from));
      }
    }
    return new Piece(Kind.MESSAGE, there, length - there);
  }

  private Piece search(byte[] bytes, int from, int available, boolean isAll) {
    if (isWholeMessage(bytes, from, available)) {
      searching = false;
      return new Piece(Kind.MESSAGE, BigEndian.u16(bytes, from + 2), 0);
    }
    if (!isAll && isUndecided(bytes, from, available)) {
      return more(available < HEADERS_BYTES ? HEADERS_BYTES : BigEndian.u16(bytes, from + 2));
    }
    int garbage = 1;
    while (garbage < available
        && !isWholeMessage(bytes, from + garbage, available - garbage)
        && (isAll || !isUndecided(bytes, from + garbage, available - garbage))) {
      garbage++;
    }
    return new Piece(Kind.GARBAGE, garbage, 0);
  }

  private static Piece more(int wanted) {
    return new Piece(Kind.MORE, wanted, 0);
  }

  /** Whether a message may begin there, as far as there are bytes to tell. */
  private static boolean mayBegin(byte[] bytes, int at, int available) {
    if (bytes[at] != 0 || (available > 1 && bytes[at + 1] != VERSION)) {
      return false;
    }
    if (available < 4) {
      return true;
    }
    int length = BigEndian.u16(bytes, at + 2);
    if (length == HEADER_BYTES || available < HEADERS_BYTES) {
      return length >= HEADER_BYTES;
    }
    return SetWalker.isPlausible(bytes, at + HEADER_BYTES, length - HEADER_BYTES, 0);
  }

  /** Whether a message with at least one set lies there, and its sets fill it. */
  private static boolean isWholeMessage(byte[] bytes, int at, int available) {
    if (available < HEADERS_BYTES || !mayBegin(bytes, at, available)) {
      return false;
    }
    int length = BigEndian.u16(bytes, at + 2);
    return length > HEADER_BYTES
        && length <= available
        && setsReach(bytes, at + HEADER_BYTES, at + length, at + length);
  }

  /** Whether a message may begin there whose end is not there. */
  private static boolean isUndecided(byte[] bytes, int at, int available) {
    if (!mayBegin(bytes, at, available)) {
      return false;
    }
    if (available < HEADERS_BYTES) {
      return true;
    }
    int length = BigEndian.u16(bytes, at + 2);
    return length > available && setsReach(bytes, at + HEADER_BYTES, at + length, at + available);
  }

  /**
   * Whether sets follow each other from one index to another, but for padding.
   *
   * @param there where the bytes end, which may be before that
   */
  private static boolean setsReach(byte[] bytes, int from, int to, int there) {
    int end = Math.min(to, there);
    int reached = setsEnd(bytes, from, to, there);
    return reached > end - SetWalker.SET_HEADER_BYTES || isZero(bytes, reached, end);
  }

  /** Where the sets that follow each other from one index end; arguments as above. */
  private static int setsEnd(byte[] bytes, int from, int to, int there) {
    int at = from;
    int last = Math.min(to, there) - SetWalker.SET_HEADER_BYTES;
    while (at <= last && SetWalker.isPlausible(bytes, at, to - at, 0)) {
      at += BigEndian.u16(bytes, at + 2);
    }
    return at;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
