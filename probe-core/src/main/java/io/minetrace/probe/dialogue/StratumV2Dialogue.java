// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Stratum V2: the handshake, then one SetupConnection of the mining protocol. No channel is opened,
 * which would need a user. A handshake whose tags verify can be no accident: the server knows the
 * protocol by name.
 */
final class StratumV2Dialogue implements NoiseDialogue {

  private static final int REPLY_LIMIT = 64 * 1024;

  @Override
  public int replyLimitBytes() {
    return REPLY_LIMIT;
  }

  /** Where V2 is gone, V1 may have come back to the port. */
  @Override
  public Optional<ProbeProtocol> afterHangUp() {
    return Optional.of(ProbeProtocol.STRATUM1);
  }

  @Override
  public NoiseTalk begin(DialogueContext context, RandomGenerator random) {
    return new StratumV2Talk(context, random);
  }
}
