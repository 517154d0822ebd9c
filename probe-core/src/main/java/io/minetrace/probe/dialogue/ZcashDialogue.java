// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * ZIP 301, and what NiceHash made of it for Zhash. Its job has no coinbase, and the server's nonce
 * stands beside the session.
 */
final class ZcashDialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(
          StratumHabit.SESSION_PAIR,
          StratumHabit.SET_TARGET,
          StratumHabit.SET_EXTRANONCE,
          StratumHabit.NOTIFY,
          StratumHabit.CLIENT_CALL);

  @Override
  public String opening(DialogueContext context) {
    return SubscribeLine.with(
        "%s,null,%s,%d"
            .formatted(
                WireJson.quote(context.agent()), WireJson.quote(context.host()), context.port()));
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    return message.isCallOf("mining.notify") && isJob(message.params())
        ? Optional.of(Claim.work(facts(message.params())))
        : StratumHabit.claim(message, HABITS);
  }

  /** Job, version, previous hash, two roots, time, bits, clean; some chains add to it. */
  private static boolean isJob(JsonNode params) {
    return params.size() >= 8
        && params.size() <= 10
        && WireJson.isHex(params.path(1), 8, 8)
        && WireJson.isHex(params.path(2), 64, 64)
        && WireJson.isHex(params.path(3), 64, 64)
        && WireJson.isHex(params.path(4), 64, 64)
        && WireJson.isHex(params.path(5), 8, 8)
        && WireJson.isHex(params.path(6), 8, 8)
        && params.path(7).isBoolean();
  }

  /** ZIP 301: the fields of the header, byte for byte, and so least byte first. */
  private static JobFacts facts(JsonNode params) {
    JobFacts facts =
        JobFacts.NONE
            .withVersion(Long.parseLong(WireHex.reversed(WireHex.digits(params.path(1))), 16))
            .withPreviousHash(WireHex.reversed(WireHex.digits(params.path(2))))
            .withBits(WireHex.reversed(WireHex.digits(params.path(6))));
    boolean names = params.size() == 10 && params.path(8).isTextual() && params.path(9).isTextual();
    return names
        ? facts.withAlgorithm(params.path(8).textValue()).withChainWord(params.path(9).textValue())
        : facts;
  }
}
