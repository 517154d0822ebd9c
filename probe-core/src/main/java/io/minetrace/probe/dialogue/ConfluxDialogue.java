// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Conflux's Octopus over Stratum, which answers a subscription with a text that reads true. */
final class ConfluxDialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS = EnumSet.of(StratumHabit.NOTIFY);

  @Override
  public String opening(DialogueContext context) {
    return "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"mining.subscribe\",\"params\":[\"probe\",\"\"]}";
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    return message.isCallOf("mining.notify") && isJob(message.params())
        ? Optional.of(Claim.work(facts(message.params())))
        : StratumHabit.claim(message, HABITS);
  }

  /** Job, [height in decimal], hash of the work, boundary; the hashes with {@code 0x}. */
  private static boolean isJob(JsonNode params) {
    int hash = params.size() - 2;
    return (params.size() == 3 || params.size() == 4)
        && params.path(hash).asText().length() == 66
        && WireHex.isPrefixed(params.path(hash), 64)
        && params.path(hash + 1).asText().length() >= 36
        && WireHex.isPrefixed(params.path(hash + 1), 64)
        && (params.size() == 3 || params.path(1).asText().matches("[0-9]{1,12}"));
  }

  private static JobFacts facts(JsonNode params) {
    return params.size() == 4 ? JobFacts.NONE.withHeight(params.path(1).asLong()) : JobFacts.NONE;
  }
}
