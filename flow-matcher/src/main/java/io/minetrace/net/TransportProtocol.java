// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

import java.util.Locale;
import java.util.Optional;

/**
 * The transports that have ports, by their IANA protocol number: only these can match an IP:port.
 */
public enum TransportProtocol {
  TCP(6),
  UDP(17),
  DCCP(33),
  SCTP(132);

  private final int protocolIdentifier;

  TransportProtocol(int protocolIdentifier) {
    this.protocolIdentifier = protocolIdentifier;
  }

  /** The number of IPFIX information element 4. */
  public int protocolIdentifier() {
    return protocolIdentifier;
  }

  /** The keyword of the IANA registry in lower case: {@code tcp}. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The transport of a protocol number; empty for one without ports (ICMP and the like). */
  public static Optional<TransportProtocol> of(int protocolIdentifier) {
    for (TransportProtocol transport : values()) {
      if (transport.protocolIdentifier == protocolIdentifier) {
        return Optional.of(transport);
      }
    }
    return Optional.empty();
  }

  /**
   * The transport of a keyword.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static TransportProtocol ofKeyword(String keyword) {
    for (TransportProtocol transport : values()) {
      if (transport.keyword().equals(keyword)) {
        return transport;
      }
    }
    throw new IllegalArgumentException(
        "transport: '" + keyword + "' (expected: tcp, udp, dccp or sctp)");
  }
}
