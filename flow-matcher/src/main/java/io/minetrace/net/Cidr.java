// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

/**
 * An address block. The prefix length counts in the address's own family; bits beyond it must be
 * zero, so that a mistyped block is refused instead of silently meaning another.
 *
 * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Cidr(IpAddress address, int prefixLength) {

  public Cidr {
    int bits = address.isIpv4() ? 32 : 128;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "prefix length: " + prefixLength + " (expected: 0.." + bits + ")");
    }
    if ((address.high() & ~highMask(address, prefixLength)) != 0
        || (address.low() & ~lowMask(address, prefixLength)) != 0) {
      throw new IllegalArgumentException(
          "block: "
              + address
              + "/"
              + prefixLength
              + " has bits set beyond its prefix (expected: "
              + new IpAddress(
                  address.high() & highMask(address, prefixLength),
                  address.low() & lowMask(address, prefixLength))
              + "/"
              + prefixLength
              + ")");
    }
  }

  /**
   * Parses {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address, which is the block of itself.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return new Cidr(address, address.isIpv4() ? 32 : 128);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "block: '" + text + "' (expected: address/prefix length, as 10.0.0.0/8)");
    }
    return new Cidr(address, Integer.parseInt(length));
  }

  /** Whether the address lies in this block. An IPv6 block never holds an IPv4 address. */
  public boolean contains(IpAddress other) {
    return address.isIpv4() == other.isIpv4()
        && (other.high() & highMask(address, prefixLength)) == address.high()
        && (other.low() & lowMask(address, prefixLength)) == address.low();
  }

  private static long highMask(IpAddress address, int prefixLength) {
    return mask(Math.min(64, mappedLength(address, prefixLength)));
  }

  private static long lowMask(IpAddress address, int prefixLength) {
    return mask(Math.max(0, mappedLength(address, prefixLength) - 64));
  }

  private static int mappedLength(IpAddress address, int prefixLength) {
    return address.isIpv4() ? prefixLength + 96 : prefixLength;
  }

  private static long mask(int ones) {
    return ones == 0 ? 0 : -1L << (64 - ones);
  }

  @Override
  public String toString() {
    return address + "/" + prefixLength;
  }
}
