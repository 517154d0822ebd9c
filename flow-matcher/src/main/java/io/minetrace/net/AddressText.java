// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

import java.util.Optional;

/** The text forms of addresses: RFC 4291 §2.2 in, RFC 5952 out. */
final class AddressText {

  private static final int IPV6_GROUPS = 8;

  /** Marks text that is no list of groups; longer than any address, and compared by identity. */
  private static final int[] INVALID = new int[IPV6_GROUPS + 1];

  private AddressText() {}

  static Optional<IpAddress> parse(String text) {
    return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
  }

  private static Optional<IpAddress> parseIpv4(String text) {
    long value = ipv4(text);
    return value < 0 ? Optional.empty() : Optional.of(IpAddress.ofIpv4((int) value));
  }

  /**
   * The 32 bits of a dotted quad, or -1. Leading zeros are refused: some readers take them as
   * octal.
   */
  private static long ipv4(String text) {
    long value = 0;
    int position = 0;
    for (int part = 0; part < 4; part++) {
      int start = position;
      int octet = 0;
      while (position < text.length() && isDigit(text.charAt(position)) && position - start < 3) {
        octet = octet * 10 + text.charAt(position++) - '0';
      }
      boolean leadingZero = position - start > 1 && text.charAt(start) == '0';
      if (position == start || octet > 255 || leadingZero) {
        return -1;
      }
      value = value << 8 | octet;
      if (part < 3 && (position >= text.length() || text.charAt(position++) != '.')) {
        return -1;
      }
    }
    return position == text.length() ? value : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Optional<IpAddress> parseIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] groups = groups(text);
      return groups.length == IPV6_GROUPS ? Optional.of(ofGroups(groups)) : Optional.empty();
    }
    // A dotted quad stands for the last 32 bits, so never before the gap.
    int[] before = text.lastIndexOf('.', gap) >= 0 ? INVALID : groups(text.substring(0, gap));
    int[] after = groups(text.substring(gap + 2));
    // "::" stands for at least one group of zeros.
    if (before == INVALID || after == INVALID || before.length + after.length >= IPV6_GROUPS) {
      return Optional.empty();
    }
    int[] all = new int[IPV6_GROUPS];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(after, 0, all, IPV6_GROUPS - after.length, after.length);
    return Optional.of(ofGroups(all));
  }

  /**
   * The 16-bit groups of a colon-separated list, whose last item may be a dotted quad, or INVALID.
   */
  private static int[] groups(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    boolean quad = parts[parts.length - 1].indexOf('.') >= 0;
    int[] groups = new int[parts.length + (quad ? 1 : 0)];
    for (int i = 0; i < parts.length - (quad ? 1 : 0); i++) {
      int group = hexGroup(parts[i]);
      if (group < 0) {
        return INVALID;
      }
      groups[i] = group;
    }
    if (quad) {
      long value = ipv4(parts[parts.length - 1]);
      if (value < 0) {
        return INVALID;
      }
      groups[groups.length - 2] = (int) (value >>> 16);
      groups[groups.length - 1] = (int) (value & 0xffff);
    }
    return groups;
  }

  private static int hexGroup(String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static IpAddress ofGroups(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return new IpAddress(high, low);
  }

  static String format(IpAddress address) {
    return address.isIpv4() ? formatIpv4((int) address.low()) : formatIpv6(address);
  }

  private static String formatIpv4(int bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }

  /** RFC 5952 §4: lower case, no leading zeros, "::" for the first longest run of two or more. */
  private static String formatIpv6(IpAddress address) {
    int[] groups = new int[IPV6_GROUPS];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (address.high() >>> (48 - 16 * i)) & 0xffff;
      groups[i + 4] = (int) (address.low() >>> (48 - 16 * i)) & 0xffff;
    }
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < IPV6_GROUPS; i++) {
      int length = 0;
      while (i + length < IPV6_GROUPS && groups[i + length] == 0) {
        length++;
      }
      if (length > runLength) {
        runStart = i;
        runLength = length;
      }
      i += length;
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < IPV6_GROUPS; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
