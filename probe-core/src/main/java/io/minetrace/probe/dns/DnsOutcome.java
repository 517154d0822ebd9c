// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import io.minetrace.probe.Reach;
import java.util.Optional;

/** What a question for one kind of address came to. */
public enum DnsOutcome {
  /** At least one address. */
  ADDRESSES,
  /** The name does not exist. */
  NXDOMAIN,
  /** The name exists and has no address of this kind. */
  NODATA,
  /** The name server failed, refused, or answered nonsense. */
  SERVFAIL,
  /** No answer. */
  TIMEOUT;

  /**
   * Whether the name's owner said this, so that an address not listed has gone. A failure of the
   * name servers is no absence.
   */
  public boolean isAuthoritative() {
    return this == ADDRESSES || this == NXDOMAIN || this == NODATA;
  }

  /** How a visit that needed this name ends; empty where there are addresses to go to. */
  public Optional<Reach> reach() {
    return switch (this) {
      case ADDRESSES -> Optional.empty();
      case NXDOMAIN -> Optional.of(Reach.DNS_NXDOMAIN);
      case NODATA -> Optional.of(Reach.DNS_NODATA);
      case SERVFAIL -> Optional.of(Reach.DNS_SERVFAIL);
      case TIMEOUT -> Optional.of(Reach.DNS_TIMEOUT);
    };
  }
}
