// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Handshake's Stratum: Bitcoin's, with the roots of the name tree, the filters and the reserve in
 * its job.
 */
final class HandshakeDialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(
          StratumHabit.SUBSCRIPTIONS,
          StratumHabit.SET_DIFFICULTY,
          StratumHabit.SET_EXTRANONCE,
          StratumHabit.NOTIFY,
          StratumHabit.CLIENT_CALL);

  @Override
  public String opening(DialogueContext context) {
    return SubscribeLine.of(context);
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    return message.isCallOf("mining.notify") && isJob(message.params())
        ? Optional.of(Claim.work(facts(message.params())))
        : StratumHabit.claim(message, HABITS);
  }

  /** Job, previous hash, coinbase in two parts, branch, three roots, version, bits, time, clean. */
  private static boolean isJob(JsonNode params) {
    return params.size() == 12
        && WireJson.isHex(params.path(1), 64, 64)
        && params.path(4).isArray()
        && WireJson.isHex(params.path(5), 64, 64)
        && WireJson.isHex(params.path(6), 64, 64)
        && WireJson.isHex(params.path(7), 64, 64)
        && WireJson.isHex(params.path(8), 8, 8)
        && WireJson.isHex(params.path(9), 8, 8);
  }

  private static JobFacts facts(JsonNode params) {
    return JobFacts.NONE
        .withPreviousHash(WireHex.digits(params.path(1)))
        .withBits(WireHex.digits(params.path(9)));
  }
}
