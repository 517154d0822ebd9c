// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bitcoin's first protocol for miners, which some old pools and nodes still have. A server that
 * knows a better one names it in a header, which is recorded and not followed.
 */
final class GetworkDialogue implements HttpDialogue {

  private static final int REPLY_LIMIT = 64 * 1024;

  /** A header of 80 bytes, padded for SHA-256. */
  private static final int DATA_DIGITS = 256;

  private static final HttpQuestion QUESTION =
      new HttpQuestion("/", "{\"id\":1,\"method\":\"getwork\",\"params\":[]}");

  private static final Pattern STRATUM_URL = Pattern.compile("(?:stratum\\+tcp://)?([^/]+)/?");

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
    return QUESTION;
  }

  @Override
  public HttpReading read(HttpQuestion asked, HttpReply reply, DialogueContext context) {
    return HttpReading.of(finding(reply).withDiscovered(discovered(reply)));
  }

  private static Finding finding(HttpReply reply) {
    Optional<JsonNode> body = WireJson.parse(reply.body().utf8());
    JsonNode result = body.map(json -> json.path("result")).orElse(MissingNode.getInstance());
    if (isWork(result)) {
      return proven(Evidence.E4, reply).withJob(facts(result.path("data").textValue()));
    }
    if (GetBlockTemplateDialogue.asksForMinersCredentials(reply)) {
      // The realm of nodes, which give templates as well, or instead.
      return Finding.mining(
              Evidence.E3, List.of(ProbeProtocol.GETBLOCKTEMPLATE, ProbeProtocol.GETWORK))
          .withSoftware(reply.server());
    }
    if (!reply.values("x-stratum").isEmpty()) {
      return proven(Evidence.E2, reply);
    }
    Optional<JsonRpcError> error = body.flatMap(JsonRpcError::of);
    return error
        .flatMap(LineJudgement::ofError)
        .orElseGet(() -> unproven(body, error).withSoftware(reply.server()));
  }

  private static Finding unproven(Optional<JsonNode> body, Optional<JsonRpcError> error) {
    if (body.isEmpty()) {
      return Finding.unproven(DialogueOutcome.HTTP_OTHER, Evidence.E0);
    }
    boolean answers = body.get().has("result") || error.isPresent();
    return Finding.unproven(DialogueOutcome.JSON_OTHER, answers ? Evidence.E1 : Evidence.E0);
  }

  private static boolean isWork(JsonNode result) {
    return WireJson.isHex(result.path("data"), DATA_DIGITS, DATA_DIGITS)
        && WireJson.isHex(result.path("target"), 64, 64);
  }

  /** A header whose words of four bytes are turned: version, previous hash, root, time, bits. */
  private static JobFacts facts(String data) {
    String digits = data.toLowerCase(Locale.ROOT);
    return JobFacts.NONE
        .withFamily(ProbeProtocol.GETWORK.id())
        .withVersion(Long.parseLong(digits.substring(0, 8), 16))
        .withPreviousHash(WireHex.wordsReversed(digits.substring(8, 72)))
        .withBits(digits.substring(144, 152));
  }

  private static Finding proven(Evidence evidence, HttpReply reply) {
    return Finding.mining(evidence, ProbeProtocol.GETWORK).withSoftware(reply.server());
  }

  private static List<String> discovered(HttpReply reply) {
    return reply.values("x-stratum").stream()
        .map(value -> STRATUM_URL.matcher(value.strip()))
        .filter(Matcher::matches)
        .flatMap(matcher -> OtherServer.of(matcher.group(1)).stream())
        .toList();
  }
}
