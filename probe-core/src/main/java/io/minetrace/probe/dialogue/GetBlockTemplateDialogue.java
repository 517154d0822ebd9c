// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.Locale;
import java.util.Optional;

/**
 * BIP 22/23. The refusal of a node that wants a password proves it as well as a template does. A
 * server that wants the rules of another chain says so, and is asked again with them.
 */
final class GetBlockTemplateDialogue implements HttpDialogue {

  /** A template lists the transactions of a block; what proves it stands before them. */
  private static final int REPLY_LIMIT = 256 * 1024;

  private static final HttpQuestion SEGWIT = question("\"segwit\"");
  private static final HttpQuestion MWEB = question("\"mweb\",\"segwit\"");

  private static HttpQuestion question(String rules) {
    return HttpQuestion.post(
        "/", "{\"id\":1,\"method\":\"getblocktemplate\",\"params\":[{\"rules\":[" + rules + "]}]}");
  }

  @Override
  public int replyLimitBytes() {
    return REPLY_LIMIT;
  }

  @Override
  public Optional<ProbeProtocol> afterHangUp() {
    // Asked where a subscription was answered by hanging up, and so was this: a proxy for
    // Cryptonote's miners does that to all but its own.
    return Optional.of(ProbeProtocol.MONERO_LOGIN);
  }

  @Override
  public HttpQuestion opening(DialogueContext context) {
    return SEGWIT;
  }

  @Override
  public HttpReading read(HttpQuestion asked, HttpReply reply, DialogueContext context) {
    if (asksForMinersCredentials(reply)) {
      return HttpReading.of(proven(Evidence.E3, reply));
    }
    Optional<? extends JsonNode> body = WireJson.parseBeginning(reply.body().utf8());
    if (body.isEmpty()) {
      return other(reply);
    }
    JsonNode template = body.get().path("result");
    if (isTemplate(template)) {
      return HttpReading.of(proven(Evidence.E4, reply).withJob(facts(template)));
    }
    Optional<JsonRpcError> error = JsonRpcError.of(body.get());
    if (error.isPresent()) {
      return readError(asked, reply, error.get());
    }
    Evidence shape = body.get().has("result") ? Evidence.E1 : Evidence.E0;
    return HttpReading.of(Finding.unproven(DialogueOutcome.JSON_OTHER, shape))
        .thenTry(ProbeProtocol.MONERO_DAEMON);
  }

  /** Judged by what may stand before the transactions: they are what is cut off. */
  private static boolean isTemplate(JsonNode result) {
    return WireJson.isHex(result.path("previousblockhash"), 64, 64)
        && (result.has("capabilities")
            || result.has("transactions")
            || result.has("coinbasevalue"));
  }

  private static Finding proven(Evidence evidence, HttpReply reply) {
    return Finding.mining(evidence, ProbeProtocol.GETBLOCKTEMPLATE).withSoftware(reply.server());
  }

  /** Whether a server refuses us as nodes of Bitcoin's family do. */
  static boolean asksForMinersCredentials(HttpReply reply) {
    return reply.status() == 401
        && reply.values("www-authenticate").stream()
            .anyMatch(v -> v.toLowerCase(Locale.ROOT).startsWith("basic realm=\"jsonrpc\""));
  }

  private static HttpReading readError(HttpQuestion asked, HttpReply reply, JsonRpcError error) {
    // Our own question holds the method's name, so the name alone would be no proof.
    if (error.hasCode(-8) && error.says("getblocktemplate must be called with the")) {
      boolean mweb = error.says("mweb");
      HttpReading reading =
          HttpReading.of(
              proven(Evidence.E2, reply).withJob(JobFacts.NONE.withChainWord(error.message())));
      return mweb && asked.equals(SEGWIT) ? reading.thenAsk(MWEB) : reading;
    }
    boolean noWork = (error.hasCode(-9) || error.hasCode(-10)) && NodeState.isIn(error.message());
    boolean warmingUp = error.hasCode(-28) && error.says("block");
    if (noWork || warmingUp) {
      return HttpReading.of(
          proven(Evidence.E2, reply).withJob(JobFacts.NONE.withChainWord(error.message())));
    }
    Optional<Finding> complaint = LineJudgement.ofError(error);
    if (complaint.isPresent()) {
      return HttpReading.of(complaint.get());
    }
    return HttpReading.of(Finding.unproven(DialogueOutcome.JSON_OTHER, Evidence.E1))
        .thenTry(ProbeProtocol.MONERO_DAEMON);
  }

  private static HttpReading other(HttpReply reply) {
    Optional<PoolPhrase> phrase = PoolPhrase.in(JsonRpcError.ofText(reply.body().utf8()));
    if (phrase.isPresent()) {
      return HttpReading.of(Finding.mining(Evidence.E2, phrase.get().protocols()));
    }
    return HttpReading.of(
            Finding.unproven(DialogueOutcome.HTTP_OTHER, Evidence.E0).withSoftware(reply.server()))
        .thenTry(ProbeProtocol.MONERO_DAEMON);
  }

  private static JobFacts facts(JsonNode template) {
    JobFacts facts =
        JobFacts.NONE
            .withFamily(ProbeProtocol.GETBLOCKTEMPLATE.id())
            .withPreviousHash(WireHex.digits(template.path("previousblockhash")));
    if (template.path("height").canConvertToLong() && template.path("height").longValue() > 0) {
      facts = facts.withHeight(template.path("height").longValue());
    }
    if (WireJson.isHex(template.path("bits"), 8, 8)) {
      facts = facts.withBits(WireHex.digits(template.path("bits")));
    }
    if (template.path("version").canConvertToLong()) {
      facts = facts.withVersion(template.path("version").longValue() & 0xffffffffL);
    }
    for (JsonNode rule : template.path("rules")) {
      if (rule.asText().endsWith("mweb")) {
        facts = facts.withChainWord("mweb");
      }
    }
    return facts;
  }
}
