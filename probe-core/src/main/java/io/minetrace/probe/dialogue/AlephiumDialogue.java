// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Alephium's Stratum, whose servers give work to whoever connects, before they are asked. A job is
 * one object for each pair of groups.
 */
final class AlephiumDialogue implements LineFamily {

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

  @Override
  public boolean serverSpeaksFirst() {
    return true;
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    JsonNode params = message.params();
    boolean job = message.isCallOf("mining.notify") && (isJob(params) || isJob(params.path(0)));
    return job ? Optional.of(Claim.work(JobFacts.NONE)) : StratumHabit.claim(message, HABITS);
  }

  private static boolean isJob(JsonNode template) {
    return template.path("fromGroup").isInt()
        && template.path("toGroup").isInt()
        && template.path("headerBlob").isTextual();
  }
}
