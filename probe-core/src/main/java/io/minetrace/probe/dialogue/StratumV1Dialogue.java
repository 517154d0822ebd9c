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
 * Stratum V1: subscribes, and authorizes nobody but a wallet of our owner's. Also the question for
 * an endpoint of which nothing is known, because most families answer it in a way of their own.
 */
final class StratumV1Dialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(
          StratumHabit.SUBSCRIPTIONS,
          StratumHabit.SUBSCRIPTIONS_WITHOUT_SIZE,
          StratumHabit.SESSION_TRIPLE,
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
    Optional<BitcoinJob> job =
        message.isCallOf("mining.notify") ? BitcoinJob.of(message.params()) : Optional.empty();
    if (job.isPresent() && job.get().hasCoinbase()) {
      return Optional.of(Claim.work(job.get().facts(extranonceBytes(before))));
    }
    if (job.isPresent()) {
      return Optional.of(Claim.possible(Evidence.E4));
    }
    if (negotiatesVersions(message)) {
      // BIP 310: only Bitcoin's work has bits in its version to roll.
      return Optional.of(Claim.only(Evidence.E3).withJob(JobFacts.NONE.withAlgorithm("sha256d")));
    }
    return StratumHabit.claim(message, HABITS);
  }

  private static boolean negotiatesVersions(WireMessage message) {
    JsonNode mask = message.result().path("version-rolling.mask");
    return (message.result().path("version-rolling").isBoolean() && WireJson.isHex(mask, 8, 8))
        || (message.isCallOf("mining.set_version_mask")
            && WireJson.isHex(message.params().path(0), 8, 8));
  }

  /** How much room the session leaves in the coinbase; 0 where it was not told. */
  private static int extranonceBytes(List<WireMessage> before) {
    return before.stream()
        .flatMap(message -> message.session().stream())
        .mapToInt(SubscribeReply::nonceBytes)
        .findFirst()
        .orElse(0);
  }
}
