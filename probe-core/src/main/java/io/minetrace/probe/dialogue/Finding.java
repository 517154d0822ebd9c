// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.window.Evidence;

/**
 * What a reply showed.
 *
 * @param protocol id of the mining protocol proven or, below E2, suspected; or empty
 * @param software what the server says it is, or empty
 */
public record Finding(
    DialogueOutcome outcome,
    Evidence evidence,
    String protocol,
    String software,
    CoinFinding coin) {

  public Finding {
    boolean claimed = outcome == DialogueOutcome.MINING;
    boolean possible = claimed || outcome == DialogueOutcome.BAN_TEXT;
    if (evidence.provesMining() ? !possible : claimed) {
      throw new IllegalArgumentException(outcome + " with evidence " + evidence);
    }
  }

  /** A mining service, proven. */
  static Finding mining(Evidence evidence, String protocol) {
    return new Finding(DialogueOutcome.MINING, evidence, protocol, "", CoinFinding.NONE);
  }

  /** Not, or not yet, a mining service. */
  public static Finding unproven(DialogueOutcome outcome, Evidence evidence) {
    return new Finding(outcome, evidence, "", "", CoinFinding.NONE);
  }

  Finding withSoftware(String name) {
    return new Finding(outcome, evidence, protocol, name, coin);
  }

  Finding withCoin(CoinFinding finding) {
    return new Finding(outcome, evidence, protocol, software, finding);
  }

  /** As this, but ended otherwise than the words alone tell. */
  public Finding withOutcome(DialogueOutcome other) {
    return new Finding(other, evidence, protocol, software, coin);
  }

  /** As this, but the protocol is a suspicion or a name given elsewhere. */
  public Finding withProtocol(String id) {
    return new Finding(outcome, evidence, id, software, coin);
  }

  /**
   * This and a later finding of the same endpoint. Evidence once seen is never lost: the stronger
   * one decides; of two as strong, a ban, else the later. Software and coin are kept from either,
   * the later before the earlier, an exact coin before any other.
   */
  public Finding and(Finding later) {
    int order = later.evidence.compareTo(evidence);
    boolean laterDecides = order > 0 || (order == 0 && outcome != DialogueOutcome.BAN_TEXT);
    Finding deciding = laterDecides ? later : this;
    Finding other = laterDecides ? this : later;
    return new Finding(
        deciding.outcome,
        deciding.evidence,
        deciding.protocol.isEmpty() ? other.protocol : deciding.protocol,
        later.software.isEmpty() ? software : later.software,
        later.coin.coins().isEmpty() || (coin.exact() && !later.coin.exact()) ? coin : later.coin);
  }
}
