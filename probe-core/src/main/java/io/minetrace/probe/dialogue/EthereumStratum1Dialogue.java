// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** NiceHash's EthereumStratum/1.0.0: Stratum V1's calls around Ethash's work. */
final class EthereumStratum1Dialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(
          StratumHabit.SUBSCRIPTIONS,
          StratumHabit.SUBSCRIPTIONS_WITHOUT_SIZE,
          StratumHabit.SET_DIFFICULTY,
          StratumHabit.SET_EXTRANONCE,
          StratumHabit.NOTIFY,
          StratumHabit.CLIENT_CALL);

  @Override
  public String opening(DialogueContext context) {
    return SubscribeLine.with(WireJson.quote(context.agent()) + ",\"EthereumStratum/1.0.0\"");
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    boolean named =
        message
            .session()
            .filter(reply -> reply.shape() == SubscribeReply.Shape.ETHEREUM_STRATUM)
            .isPresent();
    if (named) {
      return Optional.of(Claim.only(Evidence.E3));
    }
    // Xelis gives work in the same shape.
    return message.isCallOf("mining.notify") && isJob(message.params())
        ? Optional.of(Claim.possible(Evidence.E4).withJob(facts(message.params())))
        : StratumHabit.claim(message, HABITS);
  }

  /** Job, seed, header, clean; in some forks the height instead of that. */
  private static boolean isJob(JsonNode params) {
    return params.size() == 4
        && WireHex.isHash(params.path(1), 64)
        && WireHex.isHash(params.path(2), 64)
        && (params.path(3).isBoolean() || params.path(3).isIntegralNumber());
  }

  private static JobFacts facts(JsonNode params) {
    JobFacts facts = JobFacts.NONE.withSeedHash(WireHex.digits(params.path(1)));
    JsonNode last = params.path(3);
    return last.canConvertToLong() && last.longValue() > 1
        ? facts.withHeight(last.longValue())
        : facts;
  }
}
