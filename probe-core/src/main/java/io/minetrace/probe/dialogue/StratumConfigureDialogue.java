// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.List;
import java.util.Optional;

/**
 * BIP 310: asks a server of Stratum V1 which bits of the version may be rolled. The answer is
 * Stratum V1's, and tells Bitcoin's pools from the many that only subscribe as they do.
 */
final class StratumConfigureDialogue implements LineFamily {

  @Override
  public String opening(DialogueContext context) {
    return "{\"id\":1,\"method\":\"mining.configure\",\"params\":"
        + "[[\"version-rolling\"],{\"version-rolling.mask\":\"ffffffff\"}]}";
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    return Optional.empty();
  }

  @Override
  public boolean subscribes() {
    return false;
  }
}
