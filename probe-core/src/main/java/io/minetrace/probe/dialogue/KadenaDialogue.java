// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Kadena's Stratum: a session without subscriptions, and whole headers as work. */
final class KadenaDialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(
          StratumHabit.SET_TARGET,
          StratumHabit.SET_DIFFICULTY,
          StratumHabit.SET_EXTRANONCE,
          StratumHabit.NOTIFY,
          StratumHabit.CLIENT_CALL);

  @Override
  public String opening(DialogueContext context) {
    return SubscribeLine.of(context);
  }

  private static final int NONCE_BYTES = 8;

  /** A header of Chainweb has 286 bytes; some servers keep the eight of the nonce. */
  private static final Set<Integer> HEADER_DIGITS = Set.of(572, 556);

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    if (message.isCallOf("mining.notify") && isJob(message.params())) {
      return Optional.of(Claim.work(JobFacts.NONE));
    }
    boolean session =
        message
            .session()
            .filter(reply -> reply.shape() == SubscribeReply.Shape.TRIPLE)
            .filter(reply -> reply.nonceBytes() == NONCE_BYTES)
            .isPresent();
    return session ? Optional.of(Claim.possible(Evidence.E3)) : StratumHabit.claim(message, HABITS);
  }

  private static boolean isJob(JsonNode params) {
    for (JsonNode param : params) {
      if (WireJson.isHex(param, 1, 600) && HEADER_DIGITS.contains(param.textValue().length())) {
        return params.size() <= 4;
      }
    }
    return false;
  }
}
