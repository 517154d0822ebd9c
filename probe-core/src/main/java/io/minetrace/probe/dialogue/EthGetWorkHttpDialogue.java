// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;

/**
 * Ethereum's getWork over HTTP, of nodes and of the first pools. The path is where a miner names
 * itself; ours names nobody, and a pool that complains about it has proven itself.
 */
final class EthGetWorkHttpDialogue implements HttpDialogue {

  private static final int REPLY_LIMIT = 64 * 1024;

  private static final String QUESTION =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getWork\",\"params\":[]}";

  private static final HttpQuestion AS_MINER = HttpQuestion.post("/probe/probe", QUESTION);
  private static final HttpQuestion AS_CLIENT = HttpQuestion.post("/", QUESTION);

  @Override
  public int replyLimitBytes() {
    return REPLY_LIMIT;
  }

  @Override
  public Optional<ProbeProtocol> afterHangUp() {
    return Optional.empty();
  }

  @Override
  public HttpQuestion opening(DialogueContext context) {
    return AS_MINER;
  }

  @Override
  public HttpReading read(HttpQuestion asked, HttpReply reply, DialogueContext context) {
    Optional<JsonNode> body = WireJson.parse(reply.body().utf8());
    if (body.isEmpty()) {
      return otherwise(
          asked,
          Finding.unproven(DialogueOutcome.HTTP_OTHER, Evidence.E0).withSoftware(reply.server()));
    }
    JsonNode result = body.get().path("result");
    if (EthProxyDialogue.isWork(result)) {
      return HttpReading.of(
          proven(Evidence.E4, reply)
              .withJob(EthProxyDialogue.facts(result).withFamily(protocol().id())));
    }
    Optional<JsonRpcError> error = JsonRpcError.of(body.get());
    if (error.filter(EthGetWorkHttpDialogue::isOurs).isPresent()) {
      return HttpReading.of(proven(Evidence.E2, reply));
    }
    Optional<Finding> complaint = error.flatMap(LineJudgement::ofError);
    if (complaint.isPresent()) {
      return HttpReading.of(complaint.get());
    }
    boolean answers = body.get().has("result") || error.isPresent();
    return otherwise(
        asked,
        Finding.unproven(DialogueOutcome.JSON_OTHER, answers ? Evidence.E1 : Evidence.E0)
            .withSoftware(reply.server()));
  }

  /** What pools say to a login that is none, and both say that have no work. */
  private static boolean isOurs(JsonRpcError error) {
    boolean login = error.hasCode(-1) && error.isJust("invalid login");
    boolean noWork =
        (error.hasCode(0) && error.says("work not ready"))
            || error.says("no mining work available yet");
    return login || noWork;
  }

  private static HttpReading otherwise(HttpQuestion asked, Finding finding) {
    HttpReading reading = HttpReading.of(finding);
    return asked.equals(AS_MINER)
        ? reading.thenAsk(AS_CLIENT).thenTry(ProbeProtocol.GETWORK)
        : reading.thenTry(ProbeProtocol.GETWORK);
  }

  private static ProbeProtocol protocol() {
    return ProbeProtocol.ETH_GETWORK_HTTP;
  }

  private static Finding proven(Evidence evidence, HttpReply reply) {
    return Finding.mining(evidence, List.of(protocol())).withSoftware(reply.server());
  }
}
