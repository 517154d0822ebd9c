// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ergo's Autolykos over Stratum: a session as Bitcoin's, and a job that tells its height where
 * Bitcoin's has a hash.
 */
final class ErgoDialogue implements LineFamily {

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

  /** Job, height, message, two empty texts, version, target in decimal, empty, clean. */
  private static boolean isJob(JsonNode params) {
    return params.size() == 9
        && params.path(1).canConvertToLong()
        && params.path(1).longValue() >= 0
        && WireJson.isHex(params.path(2), 64, 64)
        && params.path(3).asText().isEmpty()
        && params.path(4).asText().isEmpty();
  }

  private static JobFacts facts(JsonNode params) {
    return JobFacts.NONE.withHeight(params.path(1).longValue());
  }
}
