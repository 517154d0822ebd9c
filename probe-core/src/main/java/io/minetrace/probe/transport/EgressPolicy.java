// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be connected to: public unicast only, unless a block is allowed by hand.
 * Asked about the very address that is then dialled, so that no name can lead inside. An IPv4
 * address mapped into IPv6 is judged as the IPv4 address that it is ({@link IpAddress} makes no
 * difference).
 *
 * @param allowed blocks that may be visited although they are special
 */
public record EgressPolicy(List<Cidr> allowed) {

  public static final EgressPolicy PUBLIC_ONLY = new EgressPolicy(List.of());

  // The IANA registries of special-purpose addresses (RFC 6890), multicast and what is reserved.
  private static final List<Special> SPECIAL =
      List.of(
          special("0.0.0.0/8", "this network"),
          special("10.0.0.0/8", "private"),
          special("100.64.0.0/10", "shared by carriers"),
          special("127.0.0.0/8", "loopback"),
          special("169.254.0.0/16", "link local"),
          special("172.16.0.0/12", "private"),
          special("192.0.0.0/24", "protocol assignments"),
          special("192.0.2.0/24", "documentation"),
          special("192.31.196.0/24", "AS112"),
          special("192.52.193.0/24", "AMT relays"),
          special("192.88.99.0/24", "6to4 relays"),
          special("192.168.0.0/16", "private"),
          special("192.175.48.0/24", "AS112"),
          special("198.18.0.0/15", "benchmarking"),
          special("198.51.100.0/24", "documentation"),
          special("203.0.113.0/24", "documentation"),
          special("224.0.0.0/4", "multicast"),
          special("240.0.0.0/4", "reserved"),
          special("::/127", "unspecified or loopback"),
          special("64:ff9b::/96", "IPv4 translated (NAT64)"),
          special("64:ff9b:1::/48", "IPv4 translated (NAT64)"),
          special("100::/64", "discard"),
          special("2001::/23", "protocol assignments"),
          special("2001:db8::/32", "documentation"),
          special("2002::/16", "6to4"),
          special("2620:4f:8000::/48", "AS112"),
          special("3fff::/20", "documentation"),
          special("5f00::/16", "segment routing"),
          special("fc00::/7", "unique local"),
          special("fe80::/10", "link local"),
          special("fec0::/10", "site local"),
          special("ff00::/8", "multicast"));

  /** All of global unicast; the rest of IPv6 is reserved (RFC 4291 §2.4). */
  private static final Cidr IPV6_GLOBAL_UNICAST = Cidr.parse("2000::/3");

  private record Special(Cidr block, String purpose) {}

  private static Special special(String block, String purpose) {
    return new Special(Cidr.parse(block), purpose);
  }

  public EgressPolicy {
    allowed = List.copyOf(allowed);
  }

  /** Why the address must not be visited, as {@code 127.0.0.0/8 (loopback)}; empty if it may. */
  public Optional<String> refusal(IpAddress address) {
    if (allowed.stream().anyMatch(block -> block.contains(address))) {
      return Optional.empty();
    }
    Optional<String> special =
        SPECIAL.stream()
            .filter(s -> s.block.contains(address))
            .map(s -> s.block + " (" + s.purpose + ")")
            .findFirst();
    if (special.isEmpty() && !address.isIpv4() && !IPV6_GLOBAL_UNICAST.contains(address)) {
      return Optional.of("outside " + IPV6_GLOBAL_UNICAST + " (reserved)");
    }
    return special;
  }
}
