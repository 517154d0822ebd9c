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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bitcoin's first protocol for miners, which some old pools and nodes still have. A server that
 * knows a better one names it in a header, which is recorded and not followed. The last of what is
 * asked in JSON over HTTP; who says nothing to it is asked for its front page.
 */
final class GetworkDialogue implements HttpDialogue {

  private static final int REPLY_LIMIT = 64 * 1024;

  /** A header of 80 bytes, padded for SHA-256. */
  private static final int DATA_DIGITS = 256;

  private static final HttpQuestion QUESTION =
      HttpQuestion.post("/", "{\"id\":1,\"method\":\"getwork\",\"params\":[]}");

  /** The last thing asked over HTTP at all: of who answered none of the questions in JSON. */
  private static final HttpQuestion FRONT_PAGE = HttpQuestion.get("/");

  /** What pools of Cryptonote's kin say on the port of their miners to a browser, and no more. */
  private static final Set<String> FRONT_PAGES =
      Set.of("mining server online", "mining pool online");

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
    if (asked.equals(FRONT_PAGE)) {
      return HttpReading.of(frontPage(reply));
    }
    HttpReading reading = HttpReading.of(finding(reply).withDiscovered(discovered(reply)));
    boolean saysNothing =
        !reading.finding().evidence().provesMining()
            && reading.finding().outcome() != DialogueOutcome.BAN_TEXT;
    return saysNothing ? reading.thenAsk(FRONT_PAGE) : reading;
  }

  /** The words alone: within a page, they could be about any pool. */
  private static Finding frontPage(HttpReply reply) {
    String page = reply.body().utf8().strip().toLowerCase(Locale.ROOT);
    return reply.status() == 200 && FRONT_PAGES.contains(page)
        ? Finding.mining(Evidence.E2, ProbeProtocol.MONERO_LOGIN).withSoftware(reply.server())
        : Finding.unproven(DialogueOutcome.HTTP_OTHER, Evidence.E0).withSoftware(reply.server());
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
