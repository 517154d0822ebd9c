// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.coin.JobFacts;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The login of Cryptonote's pools: Monero and its kin. Logs in as nobody, unless our owner has a
 * wallet of the declared coin; that the pool complains about the address proves it, and some
 * proxies give work to anybody.
 */
final class MoneroLoginDialogue implements LineFamily {

  private static final String NOBODY = "probe";

  /** The shortest block to hash that any of these chains has. */
  private static final int MIN_BLOB_DIGITS = 2 * 64;

  private static final int MAX_BLOB_DIGITS = 2 * 1024;

  @Override
  public String opening(DialogueContext context) {
    // No worker behind an address: these pools take it for a payment, and may ban for a wrong one.
    String login =
        QuestionOrder.minedBy(ProbeProtocol.MONERO_LOGIN, context.declaredCoins())
            ? context.address().orElse(NOBODY)
            : NOBODY;
    return "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":"
        + "{\"login\":%s,\"pass\":\"x\",\"agent\":%s}}"
            .formatted(WireJson.quote(login), WireJson.quote(context.agent()));
  }

  /** The first line has it. */
  @Override
  public Optional<String> onBehalfOf(String address, List<WireMessage> heard) {
    return Optional.empty();
  }

  @Override
  public boolean subscribes() {
    return false;
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    JsonNode job = message.isCallOf("job") ? message.params() : message.result().path("job");
    return isJob(job) ? Optional.of(Claim.work(facts(job))) : Optional.empty();
  }

  static boolean isJob(JsonNode job) {
    return job.hasNonNull("job_id")
        && job.hasNonNull("target")
        && WireJson.isHex(job.path("blob"), MIN_BLOB_DIGITS, MAX_BLOB_DIGITS);
  }

  static JobFacts facts(JsonNode job) {
    JobFacts facts =
        JobFacts.NONE.withBlob(Bytes.of(HexFormat.of().parseHex(job.path("blob").textValue())));
    JsonNode height = job.path("height");
    if (height.canConvertToLong() && height.longValue() > 0) {
      facts = facts.withHeight(height.longValue());
    }
    if (WireJson.isHex(job.path("seed_hash"), 64, 64)) {
      facts = facts.withSeedHash(WireHex.digits(job.path("seed_hash")));
    }
    String algorithm = job.path("algo").asText();
    return algorithm.isEmpty() ? facts : facts.withAlgorithm(algorithm);
  }
}
