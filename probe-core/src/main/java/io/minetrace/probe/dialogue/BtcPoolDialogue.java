// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What btcpool and its descendants speak for chains of their own: Bytom, Arweave, Tera. A login as
 * Cryptonote's, and jobs with other fields.
 */
final class BtcPoolDialogue implements LineFamily {

  @Override
  public String opening(DialogueContext context) {
    return "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":"
        + "{\"login\":\"probe\",\"pass\":\"x\",\"agent\":%s}}"
            .formatted(WireJson.quote(context.agent()));
  }

  @Override
  public boolean subscribes() {
    return false;
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    return bytom(message).or(() -> arweave(message)).or(() -> tera(message));
  }

  private static Optional<Claim> bytom(WireMessage message) {
    JsonNode job = message.isCallOf("job") ? message.params() : message.result().path("job");
    boolean ours =
        WireJson.isHex(job.path("transaction_status_hash"), 64, 64)
            && WireJson.isHex(job.path("seed"), 64, 64);
    if (!ours) {
      return Optional.empty();
    }
    JobFacts facts =
        JobFacts.NONE.withChainWord("Bytom").withSeedHash(WireHex.digits(job.path("seed")));
    if (WireJson.isHex(job.path("previous_block_hash"), 64, 64)) {
      facts = facts.withPreviousHash(WireHex.digits(job.path("previous_block_hash")));
    }
    return Optional.of(Claim.work(withHeight(facts, job.path("height"))));
  }

  /** Bytom writes numbers least byte first. */
  private static JobFacts withHeight(JobFacts facts, JsonNode height) {
    if (!WireJson.isHex(height, 16, 16)) {
      return facts;
    }
    long value = HexFormat.fromHexDigitsToLong(WireHex.reversed(WireHex.digits(height)));
    return value > 0 ? facts.withHeight(value) : facts;
  }

  private static Optional<Claim> arweave(WireMessage message) {
    JsonNode job = message.params();
    boolean ours = message.isCallOf("job") && WireJson.isHex(job.path("bds"), 32, 2048);
    if (!ours) {
      return Optional.empty();
    }
    JobFacts facts = JobFacts.NONE.withChainWord("Arweave");
    JsonNode height = job.path("height");
    return Optional.of(
        Claim.work(
            height.canConvertToLong() && height.longValue() > 0
                ? facts.withHeight(height.longValue())
                : facts));
  }

  /** Job, range, first nonce, block, miner, previous hash, hash of the sequence. */
  private static Optional<Claim> tera(WireMessage message) {
    JsonNode work = message.result();
    boolean ours =
        message.method().equals("notify")
            && work.size() == 7
            && WireJson.isHex(work.path(5), 64, 64)
            && WireJson.isHex(work.path(6), 64, 64);
    return ours ? Optional.of(Claim.work(JobFacts.NONE)) : Optional.empty();
  }
}
