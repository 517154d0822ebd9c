// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decred's Stratum: Bitcoin's, with the header in the place of the coinbase and without a Merkle
 * branch.
 */
final class DecredDialogue implements LineFamily {

  private static final Set<StratumHabit> HABITS =
      EnumSet.of(StratumHabit.SET_DIFFICULTY, StratumHabit.NOTIFY, StratumHabit.CLIENT_CALL);

  @Override
  public String opening(DialogueContext context) {
    return SubscribeLine.of(context);
  }

  /** The server's nonce fills the header's extra data. */
  private static final int EXTRANONCE_BYTES = 12;

  /** What stands in the header between the previous block and the time, at least. */
  private static final int MIN_HEADER_DIGITS = 200;

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    Optional<BitcoinJob> job =
        message.isCallOf("mining.notify") ? BitcoinJob.of(message.params()) : Optional.empty();
    if (job.filter(DecredDialogue::isHeader).isPresent()) {
      return Optional.of(Claim.work(JobFacts.NONE));
    }
    return isSession(message)
        ? Optional.of(Claim.possible(Evidence.E3))
        : StratumHabit.claim(message, HABITS);
  }

  private static boolean isHeader(BitcoinJob job) {
    return !job.hasCoinbase() && job.branch() == 0 && job.coinbase1().length() >= MIN_HEADER_DIGITS;
  }

  private static boolean isSession(WireMessage message) {
    return message
        .session()
        .filter(reply -> reply.shape() == SubscribeReply.Shape.SUBSCRIPTIONS)
        .filter(reply -> reply.extranonceBytes() == EXTRANONCE_BYTES)
        .isPresent();
  }
}
