// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nervos CKB's Eaglesong over Stratum; older servers call it {@code ckb_getWork} and answer with an
 * object.
 */
final class NervosDialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(
          StratumHabit.SET_TARGET,
          StratumHabit.SET_EXTRANONCE,
          StratumHabit.NOTIFY,
          StratumHabit.CLIENT_CALL);

  @Override
  public String opening(DialogueContext context) {
    return SubscribeLine.of(context);
  }

  /** RFC 17 of Nervos: the nonce of a header has 16 bytes. */
  private static final int NONCE_BYTES = 16;

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    JsonNode result = message.result();
    if (WireHex.isHash(result.path("pow_hash"), 64)) {
      return Optional.of(Claim.work(JobFacts.NONE));
    }
    if (message.isCallOf("mining.notify") && isJob(message.params())) {
      return Optional.of(Claim.work(facts(message.params())));
    }
    return isSession(message)
        ? Optional.of(Claim.possible(Evidence.E3))
        : StratumHabit.claim(message, HABITS);
  }

  private static boolean isSession(WireMessage message) {
    return message
        .session()
        .filter(reply -> reply.shape() == SubscribeReply.Shape.TRIPLE)
        .filter(reply -> reply.nonceBytes() == NONCE_BYTES)
        .isPresent();
  }

  /** Job, header, height, parent, clean. */
  private static boolean isJob(JsonNode params) {
    return params.size() == 5
        && WireHex.isHash(params.path(1), 64)
        && params.path(2).canConvertToLong()
        && params.path(2).longValue() >= 0
        && WireHex.isHash(params.path(3), 64);
  }

  private static JobFacts facts(JsonNode params) {
    return JobFacts.NONE
        .withHeight(params.path(2).longValue())
        .withPreviousHash(WireHex.digits(params.path(3)));
  }
}
