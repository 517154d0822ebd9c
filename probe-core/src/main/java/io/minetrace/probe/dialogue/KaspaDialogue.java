// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** kHeavyHash over Stratum, of Kaspa and the chains that copied it. */
final class KaspaDialogue implements LineFamily {

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

  /** Header hash, time and eight zero bytes between them. */
  private static final int WHOLE_JOB_DIGITS = 160;

  private static final int HASH_WORDS = 4;

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    boolean session =
        message
            .session()
            .filter(reply -> reply.shape() == SubscribeReply.Shape.TRUE_AND_ETHEREUM_STRATUM)
            .isPresent();
    // Everybody else says mining.set_extranonce.
    boolean nonce =
        message.isCallOf("set_extranonce") && WireJson.isHex(message.params().path(0), 2, 16);
    if (session || nonce) {
      return Optional.of(Claim.only(Evidence.E3));
    }
    return message.isCallOf("mining.notify") && isJob(message.params())
        ? Optional.of(Claim.work(JobFacts.NONE))
        : StratumHabit.claim(message, HABITS);
  }

  /** Job, then the header's hash as four numbers and the time, or both in one. */
  private static boolean isJob(JsonNode params) {
    if (params.size() < 2 || params.size() > 3) {
      return false;
    }
    JsonNode work = params.path(1);
    boolean words = work.isArray() && work.size() == HASH_WORDS;
    for (JsonNode word : work) {
      words &= word.isIntegralNumber();
    }
    return words || WireJson.isHex(work, WHOLE_JOB_DIGITS, WHOLE_JOB_DIGITS);
  }
}
