// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.OwnAddresses;

/**
 * Who probes, and how.
 *
 * @param vantage name of this observer
 * @param agent sent wherever a protocol has a place for it
 * @param nodeLogins of nodes that are the owner's own
 * @param addresses wallets that are the owner's own
 */
public record ProberSettings(
    String vantage,
    String agent,
    FollowUp followUp,
    EgressPolicy policy,
    ProbeTimeouts timeouts,
    Pacing pacing,
    NodeLogins nodeLogins,
    OwnAddresses addresses) {

  /** Says what we are; a site adds where to read about its probing. */
  public static final String DEFAULT_AGENT = "minetrace/0.1 (availability probe)";

  public ProberSettings {
    DialogueContext.checkAgent(agent);
  }

  /** As one who has neither login nor wallet. */
  public ProberSettings(
      String vantage,
      String agent,
      FollowUp followUp,
      EgressPolicy policy,
      ProbeTimeouts timeouts,
      Pacing pacing) {
    this(vantage, agent, followUp, policy, timeouts, pacing, NodeLogins.NONE, OwnAddresses.NONE);
  }

  public ProberSettings withNodeLogins(NodeLogins logins) {
    return new ProberSettings(
        vantage, agent, followUp, policy, timeouts, pacing, logins, addresses);
  }

  public ProberSettings withAddresses(OwnAddresses wallets) {
    return new ProberSettings(
        vantage, agent, followUp, policy, timeouts, pacing, nodeLogins, wallets);
  }

  /** One connection a visit, the usual limits, public addresses only. */
  public static ProberSettings scheduled(String vantage) {
    return new ProberSettings(
        vantage,
        DEFAULT_AGENT,
        FollowUp.DEFERRED,
        EgressPolicy.PUBLIC_ONLY,
        ProbeTimeouts.DEFAULT,
        Pacing.DEFAULT);
  }
}
