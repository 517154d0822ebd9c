// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Optional;

/** The registry of mining protocols that can be probed; the ids are the words of the catalog. */
public enum ProbeProtocol {
  /** Stratum V1 of Bitcoin and its kin: JSON lines over TCP. */
  STRATUM1("stratum1", Carrier.LINES, new StratumV1Dialogue()),
  /** BIP 310: another question for servers of Stratum V1, and proven as that. */
  STRATUM1_CONFIGURE("stratum1-configure", Carrier.LINES, new StratumConfigureDialogue()),
  /** ZIP 301 of Zcash, and Zhash. */
  STRATUM1_ZCASH("stratum1-zcash", Carrier.LINES, new ZcashDialogue()),
  /** KawPow and ProgPow: Ravencoin and its kin. */
  STRATUM1_KAWPOW("stratum1-kawpow", Carrier.LINES, new KawPowDialogue()),
  /** kHeavyHash: Kaspa and its kin. */
  KHEAVYHASH("kheavyhash", Carrier.LINES, new KaspaDialogue()),
  /** Alephium, whose servers speak first. */
  ALEPHIUM("alephium", Carrier.LINES, new AlephiumDialogue()),
  /** Ergo's Autolykos. */
  ERGO("ergo", Carrier.LINES, new ErgoDialogue()),
  /** Nervos CKB's Eaglesong. */
  NERVOS("nervos", Carrier.LINES, new NervosDialogue()),
  /** Conflux's Octopus. */
  CONFLUX("conflux", Carrier.LINES, new ConfluxDialogue()),
  /** Handshake. */
  HANDSHAKE("handshake", Carrier.LINES, new HandshakeDialogue()),
  /** Grin, MWC and Epic. */
  GRIN("grin", Carrier.LINES, new GrinDialogue()),
  /** Beam. */
  BEAM("beam", Carrier.LINES, new BeamDialogue()),
  /** Iron Fish's FishHash. */
  IRONFISH("ironfish", Carrier.LINES, new IronFishDialogue()),
  /** Kadena. */
  KADENA("kadena", Carrier.LINES, new KadenaDialogue()),
  /** Xelis. */
  XELIS("xelis", Carrier.LINES, new XelisDialogue()),
  /** Decred. */
  DECRED("decred", Carrier.LINES, new DecredDialogue()),
  /** What btcpool's descendants speak for Bytom, Arweave and Tera. */
  BTCPOOL("btcpool", Carrier.LINES, new BtcPoolDialogue()),
  /** The login of Cryptonote's pools. */
  MONERO_LOGIN("monero-login", Carrier.LINES, new MoneroLoginDialogue()),
  /** Ethereum's getWork in lines. */
  ETH_PROXY("eth-proxy", Carrier.LINES, new EthProxyDialogue()),
  /** NiceHash's EthereumStratum/1.0.0. */
  ETH_STRATUM_1("eth-stratum-1", Carrier.LINES, new EthereumStratum1Dialogue()),
  /** EthereumStratum/2.0.0 (EIP 1571). */
  ETH_STRATUM_2("eth-stratum-2", Carrier.LINES, new EthereumStratum2Dialogue()),
  /** Stratum in a WebSocket, as miners in browsers speak it. */
  STRATUM1_WS("stratum1-ws", Carrier.WEBSOCKET, new WebSocketStratumDialogue()),
  /** Ethereum's getWork over HTTP. */
  ETH_GETWORK_HTTP("eth-getwork-http", Carrier.HTTP, new EthGetWorkHttpDialogue()),
  /** BIP 22/23 over HTTP: nodes of Bitcoin and its kin, and pools that speak as they do. */
  GETBLOCKTEMPLATE("getblocktemplate", Carrier.HTTP, new GetBlockTemplateDialogue()),
  /** Bitcoin's first protocol for miners, over HTTP. */
  GETWORK("getwork", Carrier.HTTP, new GetworkDialogue()),
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
