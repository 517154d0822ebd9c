// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;

/** Iron Fish's Stratum, and FishHash over it: calls with a body instead of parameters. */
final class IronFishDialogue implements LineFamily {

  private static final int MIN_HEADER_DIGITS = 200;
  private static final int MAX_HEADER_DIGITS = 1024;

  @Override
  public String opening(DialogueContext context) {
    return "{\"id\":0,\"method\":\"mining.subscribe\",\"body\":{\"version\":3,\"agent\":%s}}"
        .formatted(WireJson.quote(context.agent()));
  }

  @Override
  public boolean subscribes() {
    return false;
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    JsonNode body = message.json().path("body");
    return switch (message.method()) {
      case "mining.subscribed" ->
          body.has("xn") || body.has("clientId") || body.has("graffiti")
              ? Optional.of(Claim.only(Evidence.E3))
              : refusal(message);
      case "mining.set_target" ->
          WireJson.isHex(body.path("target"), 64, 64)
              ? Optional.of(Claim.only(Evidence.E3))
              : Optional.empty();
      case "mining.notify" ->
          WireJson.isHex(body.path("header"), MIN_HEADER_DIGITS, MAX_HEADER_DIGITS)
              ? Optional.of(Claim.work(JobFacts.NONE))
              : Optional.empty();
      case "mining.wait_for_work" -> Optional.of(Claim.only(Evidence.E3));
      case "mining.disconnect" -> Optional.of(Claim.only(Evidence.E2));
      default -> Optional.empty();
    };
  }

  private static Optional<Claim> refusal(WireMessage message) {
    return message.error().map(error -> Claim.only(Evidence.E2));
  }
}
