// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;

/** The protocol of Grin's nodes, and of MWC's and Epic's. Its answers repeat the method. */
final class GrinDialogue implements LineFamily {

  private static final int MIN_HEADER_DIGITS = 200;
  private static final int MAX_HEADER_DIGITS = 2048;

  @Override
  public String opening(DialogueContext context) {
    return "{\"id\":\"1\",\"jsonrpc\":\"2.0\",\"method\":\"getjobtemplate\",\"params\":null}";
  }

  @Override
  public boolean subscribes() {
    return false;
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    JsonNode job = message.isCallOf("job") ? message.params() : message.result();
    if (isJob(job)) {
      return Optional.of(Claim.work(facts(job)));
    }
    boolean refuses =
        !message.method().isEmpty() && message.error().filter(GrinDialogue::isOurs).isPresent();
    return refuses ? Optional.of(Claim.only(Evidence.E2)) : Optional.empty();
  }

  private static boolean isOurs(JsonRpcError error) {
    boolean login = error.hasCode(-32500) && error.says("login first");
    boolean syncing =
        (error.hasCode(-32000) || error.hasCode(-32701)) && error.says("node is syncing");
    return login || syncing;
  }

  private static boolean isJob(JsonNode job) {
    return WireJson.isHex(job.path("pre_pow"), MIN_HEADER_DIGITS, MAX_HEADER_DIGITS)
        && job.has("job_id");
  }

  private static JobFacts facts(JsonNode job) {
    JsonNode height = job.path("height");
    return height.canConvertToLong() && height.longValue() > 0
        ? JobFacts.NONE.withHeight(height.longValue())
        : JobFacts.NONE;
  }
}
