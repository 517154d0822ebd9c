// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;

/**
 * The protocol of Beam's nodes and pools. What a job holds stands beside its method, not in
 * parameters.
 */
final class BeamDialogue implements LineFamily {

  @Override
  public String opening(DialogueContext context) {
    return "{\"id\":\"login\",\"jsonrpc\":\"2.0\",\"method\":\"login\",\"api_key\":\"probe\"}";
  }

  @Override
  public boolean subscribes() {
    return false;
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    JsonNode json = message.json();
    if (message.isCallOf("job") && isJob(json)) {
      return Optional.of(Claim.work(facts(json)));
    }
    boolean answer = message.method().equals("result") && json.path("code").isInt();
    if (!answer || !json.path("id").asText().equals("login")) {
      return Optional.empty();
    }
    boolean session = json.path("code").intValue() >= 0 && json.has("nonceprefix");
    boolean refusal = json.path("code").intValue() < 0 && json.has("description");
    if (session || json.has("forkheight")) {
      return Optional.of(Claim.only(Evidence.E3));
    }
    return refusal ? Optional.of(Claim.only(Evidence.E2)) : Optional.empty();
  }

  private static boolean isJob(JsonNode json) {
    return WireJson.isHex(json.path("input"), 64, 64) && json.path("difficulty").isNumber();
  }

  private static JobFacts facts(JsonNode json) {
    JsonNode height = json.path("height");
    return height.canConvertToLong() && height.longValue() > 0
        ? JobFacts.NONE.withHeight(height.longValue())
        : JobFacts.NONE;
  }
}
