// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * KawPow and the other ProgPow chains that kept Stratum: a session as Zcash's, and a job that tells
 * its height.
 */
final class KawPowDialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(
          StratumHabit.SESSION_PAIR,
          StratumHabit.SET_TARGET,
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

  /** Job, header, seed, target, clean, height, bits. */
  private static boolean isJob(JsonNode params) {
    return params.size() == 7
        && WireHex.isHash(params.path(1), 64)
        && WireHex.isHash(params.path(2), 64)
        && WireHex.isHash(params.path(3), 64)
        && params.path(4).isBoolean()
        && params.path(5).canConvertToLong()
        && params.path(5).longValue() >= 0;
  }

  private static JobFacts facts(JsonNode params) {
    JobFacts facts =
        JobFacts.NONE
            .withSeedHash(WireHex.digits(params.path(2)))
            .withHeight(params.path(5).longValue());
    return WireHex.isHash(params.path(6), 8)
        ? facts.withBits(WireHex.digits(params.path(6)))
        : facts;
  }
}
