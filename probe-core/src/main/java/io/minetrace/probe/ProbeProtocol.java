// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import java.util.Optional;

/** The registry of mining protocols that can be probed; the ids are the words of the catalog. */
public enum ProbeProtocol {
  /** Stratum V1 of Bitcoin and its kin: JSON lines over TCP. */
  STRATUM1("stratum1"),
  /** BIP 22/23 over HTTP: nodes of Bitcoin and its kin, and pools that speak as they do. */
  GETBLOCKTEMPLATE("getblocktemplate"),
  /** The JSON-RPC of Monero's daemon and of its forks. */
  MONERO_DAEMON("monero-daemon");

  private final String id;

  ProbeProtocol(String id) {
    this.id = id;
  }

  /** The word in files and in the catalog. */
  public String id() {
    return id;
  }

  /** The protocol of an id; empty where the catalog names one that cannot be probed. */
  public static Optional<ProbeProtocol> ofId(String id) {
    for (ProbeProtocol protocol : values()) {
      if (protocol.id.equals(id)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }
}
