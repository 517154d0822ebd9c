// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.net.IpAddress;

/**
 * Reads the text forms of addresses straight from bytes, by the same rules as {@link
 * IpAddress#parse}; beyond them a zone ({@code %eth0}) is passed over, and dotted quads of twelve
 * digits are read, which SiLK pads with zeros. Used by one thread.
 */
final class AddressBytes {

  private static final int GROUPS = 8;
  private static final int PADDED_QUAD_BYTES = 15;
  private static final long NO_QUAD = -1;

  private final int[] groups = new int[GROUPS];
  private long high;
  private long low;

  /** The first 64 bits of the address read last. */
  long high() {
    return high;
  }

  /** The last 64 bits of the address read last. */
  long low() {
    return low;
  }

  /** Reads an address; false if the bytes are none. */
  boolean read(byte[] bytes, int from, int to) {
    long quad = quad(bytes, from, to);
    if (quad != NO_QUAD) {
      high = 0;
      low = IpAddress.mappedLow((int) quad);
      return true;
    }
    int end = from;
    while (end < to && bytes[end] != '%') {
      end++;
    }
    return groups(bytes, from, end);
  }

  private static long quad(byte[] bytes, int from, int to) {
    boolean padded = to - from == PADDED_QUAD_BYTES;
    long value = 0;
    int i = from;
    for (int part = 0; part < 4; part++) {
      int start = i;
      int octet = 0;
      while (i < to && i - start < 3 && Digits.isDigit(bytes[i])) {
        octet = octet * 10 + bytes[i++] - '0';
      }
      int length = i - start;
      if (length == 0 || octet > 255 || (length > 1 && bytes[start] == '0' && !padded)) {
        return NO_QUAD;
      }
      value = value << 8 | octet;
      if (part < 3 && (i >= to || bytes[i++] != '.')) {
        return NO_QUAD;
      }
    }
    return i == to ? value : NO_QUAD;
  }

  private boolean groups(byte[] bytes, int from, int to) {
    int count = 0;
    int gap = -1;
    int i = from;
    if (to - from >= 2 && bytes[from] == ':' && bytes[from + 1] == ':') {
      gap = 0;
      i += 2;
    }
    while (i < to) {
      int start = i;
      int group = 0;
      while (i < to && i - start < 4 && Digits.hexDigit(bytes[i]) >= 0) {
        group = group << 4 | Digits.hexDigit(bytes[i++]);
      }
      if (i < to && bytes[i] == '.') {
        long quad = to - start < PADDED_QUAD_BYTES ? quad(bytes, start, to) : NO_QUAD;
        if (quad == NO_QUAD && to - start == PADDED_QUAD_BYTES) {
          quad = unpadded(bytes, start, to);
        }
        if (quad == NO_QUAD || count > GROUPS - 2) {
          return false;
        }
        groups[count++] = (int) (quad >>> 16);
        groups[count++] = (int) (quad & 0xffff);
        break;
      }
      if (i == start || count == GROUPS) {
        return false;
      }
      groups[count++] = group;
      if (i == to) {
        break;
      }
      if (bytes[i++] != ':' || i == to) {
        return false;
      }
      if (bytes[i] == ':') {
        if (gap >= 0) {
          return false;
        }
        gap = count;
        i++;
      }
    }
    return place(count, gap);
  }

  /** A quad of 15 bytes within an IPv6 address, where padding is not known. */
  private static long unpadded(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i += 4) {
      if (bytes[i] == '0') {
        return NO_QUAD;
      }
    }
    return quad(bytes, from, to);
  }

  private boolean place(int count, int gap) {
    if (gap < 0 ? count != GROUPS : count >= GROUPS) {
      return false;
    }
    long first = 0;
    long last = 0;
    for (int i = 0; i < GROUPS; i++) {
      int after = gap < 0 ? i : i - (GROUPS - count);
      int group = gap < 0 || i < gap ? groups[i] : after >= gap ? groups[after] : 0;
      if (i < 4) {
        first = first << 16 | group;
      } else {
        last = last << 16 | group;
      }
    }
    high = first;
    low = last;
    return true;
  }
}
