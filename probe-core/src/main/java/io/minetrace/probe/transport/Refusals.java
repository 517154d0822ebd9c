// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Reach;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is never connected to: special-use networks, and those who do not wish to be visited. Asked
 * before each connection, for a wish counts at once. Threads may share it.
 */
final class Refusals {

  private final EgressPolicy policy;
  private final Supplier<OptOutList> optOut;

  Refusals(EgressPolicy policy, Supplier<OptOutList> optOut) {
    this.policy = policy;
    this.optOut = optOut;
  }

  /**
   * Why a target is left alone.
   *
   * @param reason as it reads in a transcript
   */
  record Refusal(Reach reach, String reason) {}

  Optional<Refusal> of(ProbeTarget target) {
    Optional<Refusal> network =
        policy
            .refusal(target.endpoint().address())
            .map(block -> new Refusal(Reach.SKIPPED_POLICY, "it lies in " + block));
    return network.or(
        () ->
            optOut
                .get()
                .entryFor(target.endpoint().address(), target.fqdn(), target.pools())
                .map(entry -> new Refusal(Reach.SKIPPED_OPTOUT, "opted out by " + entry)));
  }
}
