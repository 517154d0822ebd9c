// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a name had at a time, or why none. Times are milliseconds since
 * 1970-01-01T00:00Z.
 *
 * @param fqdn as it was asked for
 * @param nameServer who answered, as {@code 192.0.2.53:53}; empty for a literal or where nobody did
 * @param ipv4 what A gave
 * @param ipv6 what AAAA gave
 * @param cnames the names it is an alias of, in the order of the chain
 */
public record Resolution(
    String fqdn,
    long askedAt,
    long answeredAt,
    String nameServer,
    FamilyAnswer ipv4,
    FamilyAnswer ipv6,
    List<String> cnames) {

  public Resolution {
    if (answeredAt < askedAt) {
      throw new IllegalArgumentException(
          fqdn + ": answered at " + answeredAt + ", before it was asked at " + askedAt);
    }
    cnames = List.copyOf(cnames);
  }

  /** All addresses, IPv4 first. */
  public List<ResolvedAddress> addresses() {
    return Stream.concat(ipv4.addresses().stream(), ipv6.addresses().stream()).toList();
  }

  /**
   * Both questions in one word: addresses if there is any; else, as one family's failure may hide
   * an address, the failure that leaves most open.
   */
  public DnsOutcome outcome() {
    for (DnsOutcome outcome :
        List.of(
            DnsOutcome.ADDRESSES, DnsOutcome.NXDOMAIN, DnsOutcome.TIMEOUT, DnsOutcome.SERVFAIL)) {
      if (ipv4.outcome() == outcome || ipv6.outcome() == outcome) {
        return outcome;
      }
    }
    return DnsOutcome.NODATA;
  }
}
