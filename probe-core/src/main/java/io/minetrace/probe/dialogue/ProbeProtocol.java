// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Optional;

/** The registry of mining protocols that can be probed; the ids are the words of the catalog. */
public enum ProbeProtocol {
  /** Stratum V1 of Bitcoin and its kin: JSON lines over TCP. */
  STRATUM1("stratum1", Carrier.LINES, new StratumV1Dialogue()),
  /** BIP 22/23 over HTTP: nodes of Bitcoin and its kin, and pools that speak as they do. */
  GETBLOCKTEMPLATE("getblocktemplate", Carrier.HTTP, new GetBlockTemplateDialogue()),
  /** The JSON-RPC of Monero's daemon and of its forks. */
  MONERO_DAEMON("monero-daemon", Carrier.HTTP, new MoneroDaemonDialogue()),
  /** Stratum V2: frames after a Noise handshake. */
  STRATUM2("stratum2", Carrier.NOISE, new StratumV2Dialogue());

  private final String id;
  private final Carrier carrier;

  // A dialogue is immutable and without state, which the compiler cannot see through an interface.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Dialogue dialogue;

  ProbeProtocol(String id, Carrier carrier, Dialogue dialogue) {
    this.id = id;
    this.carrier = carrier;
    this.dialogue = dialogue;
  }

  /** The word in files and in the catalog. */
  public String id() {
    return id;
  }

  /** What carries it. */
  public Carrier carrier() {
    return carrier;
  }

  /** How it is talked to. */
  public Dialogue dialogue() {
    return dialogue;
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
