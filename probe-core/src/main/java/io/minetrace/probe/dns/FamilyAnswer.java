// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import java.util.List;

/**
 * What the question for one kind of address (A or AAAA) came to.
 *
 * @param addresses sorted; empty unless the outcome is {@link DnsOutcome#ADDRESSES}
 */
public record FamilyAnswer(DnsOutcome outcome, List<ResolvedAddress> addresses) {

  public FamilyAnswer {
    addresses = addresses.stream().distinct().sorted().toList();
    if (addresses.isEmpty() == (outcome == DnsOutcome.ADDRESSES)) {
      throw new IllegalArgumentException(outcome + " with " + addresses.size() + " addresses");
    }
  }

  /** An answer without addresses. */
  public static FamilyAnswer none(DnsOutcome why) {
    return new FamilyAnswer(why, List.of());
  }
}
