// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** XelisHash over Stratum: the extranonce is a key's length, and a public key may follow it. */
final class XelisDialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(
          StratumHabit.SET_DIFFICULTY,
          StratumHabit.SET_EXTRANONCE,
          StratumHabit.NOTIFY,
          StratumHabit.CLIENT_CALL);

  @Override
  public String opening(DialogueContext context) {
    return SubscribeLine.of(context);
  }

  /** An extranonce shorter than this is another's. */
  private static final int MIN_EXTRANONCE_BYTES = 16;

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    if (message.isCallOf("mining.notify") && message.params().isArray()) {
      return ofJob(message.params()).or(() -> StratumHabit.claim(message, HABITS));
    }
    return message
        .session()
        .flatMap(XelisDialogue::ofSession)
        .or(() -> StratumHabit.claim(message, HABITS));
  }

  private static Optional<Claim> ofSession(SubscribeReply reply) {
    boolean key = reply.extranonceBytes() >= MIN_EXTRANONCE_BYTES;
    return switch (reply.shape()) {
      case QUADRUPLE -> key ? Optional.of(Claim.only(Evidence.E3)) : Optional.empty();
      case TRIPLE -> key ? Optional.of(Claim.possible(Evidence.E3)) : Optional.empty();
      case SUBSCRIPTIONS,
          SUBSCRIPTIONS_WITHOUT_SIZE,
          ETHEREUM_STRATUM,
          TRUE_AND_ETHEREUM_STRATUM,
          PAIR ->
          Optional.empty();
    };
  }

  /** Job, time, work or its hash, [algorithm], clean. */
  private static Optional<Claim> ofJob(JsonNode params) {
    if (params.size() == 5 && params.path(3).asText().startsWith("xel/")) {
      return Optional.of(Claim.work(JobFacts.NONE.withAlgorithm(params.path(3).textValue())));
    }
    boolean job =
        params.size() == 4
            && WireJson.isHex(params.path(1), 2, 64)
            && WireJson.isHex(params.path(2), 64, 64)
            && params.path(3).isBoolean();
    return job ? Optional.of(Claim.possible(Evidence.E4)) : Optional.empty();
  }
}
