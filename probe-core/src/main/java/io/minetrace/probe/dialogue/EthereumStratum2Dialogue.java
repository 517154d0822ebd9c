// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** EthereumStratum/2.0.0 (EIP 1571), which begins with a hello that names the host and the port. */
final class EthereumStratum2Dialogue implements LineFamily {

  @Override
  public String opening(DialogueContext context) {
    return "{\"id\":0,\"method\":\"mining.hello\",\"params\":{\"agent\":%s,\"host\":%s,\"port\":\"%x\",\"proto\":\"EthereumStratum/2.0.0\"}}"
        .formatted(WireJson.quote(context.agent()), WireJson.quote(context.host()), context.port());
  }

  @Override
  public boolean subscribes() {
    return false;
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    JsonNode result = message.result();
    if (result.path("proto").asText().startsWith("EthereumStratum/2.")) {
      return Optional.of(Claim.only(Evidence.E3).withSoftware(result.path("node").asText()));
    }
    JsonNode params = message.params();
    if (message.isCallOf("mining.set") && (params.has("epoch") || params.has("target"))) {
      return Optional.of(Claim.only(Evidence.E3).withJob(facts(params)));
    }
    return message.isCallOf("mining.notify") && isJob(params)
        ? Optional.of(Claim.possible(Evidence.E4).withJob(height(params)))
        : Optional.empty();
  }

  private static JobFacts facts(JsonNode params) {
    OptionalLong epoch = WireHex.number(params.path("epoch"));
    JobFacts facts = epoch.isPresent() ? JobFacts.NONE.withEpoch(epoch.getAsLong()) : JobFacts.NONE;
    String algorithm = params.path("algo").asText();
    return algorithm.isEmpty() ? facts : facts.withAlgorithm(algorithm);
  }

  /** Job, height in hex, header, clean as a digit. */
  private static boolean isJob(JsonNode params) {
    return params.size() == 4
        && params.path(1).asText().matches("[0-9a-fA-F]{1,8}")
        && WireJson.isHex(params.path(2), 64, 64)
        && params.path(3).asText().matches("[01]|true|false");
  }

  private static JobFacts height(JsonNode params) {
    OptionalLong height = WireHex.number(params.path(1));
    return height.isPresent() ? JobFacts.NONE.withHeight(height.getAsLong()) : JobFacts.NONE;
  }
}
