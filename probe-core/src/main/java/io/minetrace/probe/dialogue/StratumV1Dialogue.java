// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Stratum V1: subscribes, and authorizes nobody. Also the question for an endpoint of which nothing
 * is known, so that it names the family where the answer is another's.
 *
 * <p>A reply counts by what it has that our line has not: an echo proves nothing.
 */
final class StratumV1Dialogue implements LineDialogue {

  private static final String ID = "stratum1";
  private static final int REPLY_LIMIT = 64 * 1024;

  /** Some servers wait for a buffer's worth before they look at a stream. */
  private static final int MIN_LINE_LENGTH = 64;

  private static final List<String> BANNERS =
      List.of("SSH-", "220 ", "220-", "+OK", "* OK", "RFB ", "-ERR", "AMQP");

  @Override
  public int replyLimitBytes() {
    return REPLY_LIMIT;
  }

  /** Monero's daemon hangs up on a line that is not HTTP. */
  @Override
  public Optional<ProbeProtocol> afterHangUp() {
    return Optional.of(ProbeProtocol.GETBLOCKTEMPLATE);
  }

  @Override
  public String opening(DialogueContext context) {
    String line = subscribe(context.agent());
    int missing = MIN_LINE_LENGTH - line.length();
    return missing > 0 ? subscribe(context.agent() + " ".repeat(missing)) : line;
  }

  private static String subscribe(String agent) {
    return "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[" + WireJson.quote(agent) + "]}";
  }

  @Override
  public LineReading read(List<String> lines, DialogueContext context) {
    if (!lines.isEmpty() && lines.get(0).startsWith("HTTP/1.")) {
      return readHttp(lines);
    }
    Finding finding = Finding.unproven(DialogueOutcome.SILENT, Evidence.E0);
    for (String line : lines) {
      if (!line.isBlank()) {
        finding = finding.and(readLine(line, context));
      }
    }
    boolean settled =
        finding.evidence().compareTo(Evidence.E4) >= 0
            || finding.outcome() == DialogueOutcome.BAN_TEXT
            || finding.outcome() == DialogueOutcome.BANNER_OTHER;
    return LineReading.of(
        finding, settled ? LineReading.Progress.SETTLED : LineReading.Progress.LISTEN_ON);
  }

  private static LineReading readHttp(List<String> lines) {
    boolean epee =
        lines.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("server: epee"));
    Finding finding =
        lines.stream()
            .flatMap(line -> PoolPhrase.inText(line).stream())
            .findFirst()
            .map(phrase -> Finding.mining(Evidence.E2, phrase.protocol()))
            .orElse(Finding.unproven(DialogueOutcome.HTTP_OTHER, Evidence.E0));
    return LineReading.of(finding, LineReading.Progress.LISTEN_ON)
        .thenTry(epee ? ProbeProtocol.MONERO_DAEMON : ProbeProtocol.GETBLOCKTEMPLATE);
  }

  private static Finding readLine(String line, DialogueContext context) {
    return WireJson.parse(line)
        .map(message -> readMessage(message, context))
        .orElseGet(() -> readText(line));
  }

  private static Finding readText(String line) {
    Optional<PoolPhrase> phrase = PoolPhrase.inText(line);
    if (phrase.isPresent()) {
      return Finding.mining(Evidence.E2, phrase.get().protocol());
    }
    if (BANNERS.stream().anyMatch(line::startsWith) || line.contains("mysql_native_password")) {
      return Finding.unproven(DialogueOutcome.BANNER_OTHER, Evidence.E0);
    }
    return BanText.in(line).orElse(Finding.unproven(DialogueOutcome.MALFORMED, Evidence.E0));
  }

  private static Finding readMessage(JsonNode message, DialogueContext context) {
    if (message.path("method").isTextual()) {
      return readPush(message.get("method").textValue(), message.path("params"), context);
    }
    Optional<JsonRpcError> error = JsonRpcError.of(message);
    if (error.isPresent()) {
      return readError(error.get());
    }
    return readResult(message.path("result"))
        .orElse(
            Finding.unproven(
                DialogueOutcome.JSON_OTHER, message.has("result") ? Evidence.E1 : Evidence.E0));
  }

  /** What the server says of its own accord. None of these is a method of ours. */
  private static Finding readPush(String method, JsonNode parameters, DialogueContext context) {
    return switch (method) {
      case "mining.notify" ->
          parameters.isEmpty()
              ? Finding.mining(Evidence.E2, ID)
              : Finding.mining(Evidence.E4, ID)
                  .withCoin(StratumJob.coin(parameters, context.now()));
      case "mining.set_difficulty", "mining.set_target", "mining.set_extranonce" ->
          Finding.mining(Evidence.E3, ID);
      // A redirection is never followed; it stands in the transcript.
      case "client.reconnect", "client.show_message", "client.get_version" ->
          Finding.mining(Evidence.E2, ID);
      default -> Finding.unproven(DialogueOutcome.JSON_OTHER, Evidence.E0);
    };
  }

  private static Finding readError(JsonRpcError error) {
    Optional<Finding> ban = BanText.in(error.message());
    if (ban.isPresent()) {
      return ban.get();
    }
    return PoolPhrase.in(error)
        .map(phrase -> Finding.mining(Evidence.E2, phrase.protocol()))
        .orElse(Finding.unproven(DialogueOutcome.JSON_OTHER, Evidence.E1));
  }

  /** The session that a subscription opens, in the shapes the families give it. */
  private static Optional<Finding> readResult(JsonNode result) {
    if (!result.isArray() || result.size() < 2) {
      return Optional.empty();
    }
    JsonNode subscriptions = result.get(0);
    JsonNode extranonce = result.get(1);
    if (names(subscriptions, "EthereumStratum/1.0.0")) {
      return Optional.of(Finding.mining(Evidence.E3, "eth-stratum-1"));
    }
    if (names(subscriptions, "mining.notify") || names(subscriptions, "mining.set_difficulty")) {
      return Optional.of(Finding.mining(Evidence.E3, ID).withSoftware(softwareOf(subscriptions)));
    }
    // Kaspa and its forks.
    if (subscriptions.isBoolean() && extranonce.asText().equals("EthereumStratum/1.0.0")) {
      return Optional.of(Finding.mining(Evidence.E3, ID));
    }
    // ZIP 301, KawPow (two elements), CKB, Kadena (three): a session id or null, then a nonce.
    boolean session = subscriptions.isNull() || isSessionId(subscriptions);
    boolean shape =
        result.size() == 2
            || (result.size() == 3 && result.get(2).isInt() && result.get(2).intValue() <= 32);
    return session && shape && WireJson.isHex(extranonce, 2, 64)
        ? Optional.of(Finding.mining(Evidence.E3, ID))
        : Optional.empty();
  }

  /** Whether a word stands in an array or in an array within it. */
  private static boolean names(JsonNode array, String word) {
    for (JsonNode item : array) {
      if (item.asText().equals(word) || (item.isArray() && names(item, word))) {
        return true;
      }
    }
    return false;
  }

  /** Hexadecimal digits, with or without the hyphens of a UUID. */
  private static boolean isSessionId(JsonNode node) {
    return node.isTextual() && node.textValue().matches("[0-9A-Fa-f-]{4,64}");
  }

  private static String softwareOf(JsonNode subscriptions) {
    // node-stratum-pool counts its session ids up from this constant.
    return subscriptions.toString().contains("\"deadbeefcafebabe") ? "node-stratum-pool" : "";
  }
}
