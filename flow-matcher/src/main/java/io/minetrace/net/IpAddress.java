// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

import java.util.Arrays;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address as 128 bits, most significant first. An IPv4 address is held in its
 * IPv4-mapped form (::ffff:a.b.c.d, RFC 4291 §2.5.5.2), so that the two ways an exporter may write
 * it compare equal. Ordered as its 16 bytes are (unsigned). Parses literals only; never resolves.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {

  /** {@code ::}, which no host has; columns use it for "absent". */
  public static final IpAddress UNSPECIFIED = new IpAddress(0, 0);

  private static final long MAPPED_PREFIX = 0xffffL << 32;

  /** The low word of the mapped form of an IPv4 address given as 32 bits in host order. */
  public static long mappedLow(int ipv4) {
    return MAPPED_PREFIX | (ipv4 & 0xffff_ffffL);
  }

  /** The IPv4 address given as 32 bits in host order. */
  public static IpAddress ofIpv4(int ipv4) {
    return new IpAddress(0, mappedLow(ipv4));
  }

  /**
   * The address of 4 or 16 bytes in network order.
   *
   * @throws IllegalArgumentException for any other length
   */
  public static IpAddress ofBytes(byte[] bytes) {
    if (bytes.length == 4) {
      return ofIpv4((int) bigEndian(bytes, 0, 4));
    }
    if (bytes.length == 16) {
      return new IpAddress(bigEndian(bytes, 0, 8), bigEndian(bytes, 8, 8));
    }
    throw new IllegalArgumentException("address bytes: " + bytes.length + " (expected: 4 or 16)");
  }

  private static long bigEndian(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  /**
   * Parses a literal without brackets or zone: dotted quad, or RFC 4291 §2.2 text.
   *
   * @throws IllegalArgumentException if it is not an address
   */
  public static IpAddress parse(String text) {
    return tryParse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "address: '" + text + "' (expected: IPv4 or IPv6 literal)"));
  }

  /** As {@link #parse}, but empty where the text is not an address (it may be a host name). */
  public static Optional<IpAddress> tryParse(String text) {
    return AddressText.parse(text);
  }

  /** Whether this is an IPv4 address (held in mapped form). */
  public boolean isIpv4() {
    return isIpv4(high, low);
  }

  /** As {@link #isIpv4()}, on the two words of a column. */
  public static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /** 4 bytes for IPv4, else 16, in network order. */
  public byte[] toBytes() {
    byte[] mapped = toMappedBytes();
    return isIpv4() ? Arrays.copyOfRange(mapped, 12, 16) : mapped;
  }

  /** Always 16 bytes in network order; IPv4 in mapped form. */
  public byte[] toMappedBytes() {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
    }
    return bytes;
  }

  @Override
  public int compareTo(IpAddress other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The dotted quad, or the one form RFC 5952 recommends. */
  @Override
  public String toString() {
    return AddressText.format(this);
  }
}
