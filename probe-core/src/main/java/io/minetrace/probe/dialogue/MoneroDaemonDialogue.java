// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The JSON-RPC of Monero's daemon and its forks. Asks for a template for an address that is none:
 * the daemon's complaint about it proves the service, and no wallet is named to anybody. A proven
 * daemon is then asked which chain it is on.
 */
final class MoneroDaemonDialogue implements HttpDialogue {

  private static final String PATH = "/json_rpc";
  private static final int REPLY_LIMIT = 64 * 1024;

  private static final HttpQuestion TEMPLATE =
      HttpQuestion.post(
          PATH,
          "{\"jsonrpc\":\"2.0\",\"id\":\"0\",\"method\":\"get_block_template\","
              + "\"params\":{\"wallet_address\":\"probe\",\"reserve_size\":8}}");

  private static final HttpQuestion INFO =
      HttpQuestion.post(PATH, "{\"jsonrpc\":\"2.0\",\"id\":\"0\",\"method\":\"get_info\"}");

  /** Names the coin, as well as those of its forks that kept it. */
  private static final String REALM = "monero-rpc";

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
    return TEMPLATE;
  }

  @Override
  public HttpReading read(HttpQuestion asked, HttpReply reply, DialogueContext context) {
    if (asksForCredentialsOfRpc(reply)) {
      // Its forks kept the realm: it is no word for the coin.
      return HttpReading.of(proven(Evidence.E2, reply).withJob(family()));
    }
    Optional<JsonNode> body = WireJson.parse(reply.body().utf8());
    if (body.isEmpty()) {
      return HttpReading.of(
              Finding.unproven(DialogueOutcome.HTTP_OTHER, Evidence.E0)
                  .withSoftware(reply.server()))
          .thenTry(ProbeProtocol.ETH_GETWORK_HTTP);
    }
    JsonNode result = body.get().path("result");
    return asked.equals(INFO)
        ? HttpReading.of(readInfo(result, reply))
        : readTemplate(body.get(), result, reply);
  }

  /**
   * The realm is that of Monero's programs. A wallet's RPC has it too, and cannot be told from a
   * daemon's from outside; one that the whole world may ask for its password is the rarer.
   */
  private static boolean asksForCredentialsOfRpc(HttpReply reply) {
    return reply.status() == 401
        && reply.values("www-authenticate").stream()
            .map(value -> value.toLowerCase(Locale.ROOT))
            .anyMatch(
                value -> value.startsWith("digest ") && value.contains("realm=\"" + REALM + "\""));
  }

  private static HttpReading readTemplate(JsonNode body, JsonNode result, HttpReply reply) {
    if (WireJson.isHex(result.path("blocktemplate_blob"), 2, REPLY_LIMIT)) {
      return HttpReading.of(proven(Evidence.E4, reply).withJob(facts(result))).thenAsk(INFO);
    }
    Optional<JsonRpcError> error = JsonRpcError.of(body);
    if (error.isPresent()) {
      boolean complains = error.get().hasCode(-4) && error.get().says("parse wallet address");
      boolean busy = error.get().hasCode(-9) && error.get().says("core is busy");
      if (complains || busy) {
        return HttpReading.of(proven(Evidence.E2, reply)).thenAsk(INFO);
      }
      Optional<Finding> ban = BanText.in(error.get().message());
      if (ban.isPresent()) {
        return HttpReading.of(ban.get());
      }
    }
    // A wallet's RPC is served by the same library and does not know the method: it proves nothing.
    boolean shaped = error.isPresent() || body.has("result");
    return HttpReading.of(
            Finding.unproven(DialogueOutcome.JSON_OTHER, shaped ? Evidence.E1 : Evidence.E0)
                .withSoftware(reply.server()))
        .thenTry(ProbeProtocol.ETH_GETWORK_HTTP);
  }

  private static JobFacts family() {
    return JobFacts.NONE.withFamily(ProbeProtocol.MONERO_DAEMON.id());
  }

  private static JobFacts facts(JsonNode result) {
    JobFacts facts = family();
    if (result.path("height").canConvertToLong() && result.path("height").longValue() > 0) {
      facts = facts.withHeight(result.path("height").longValue());
    }
    if (WireJson.isHex(result.path("seed_hash"), 64, 64)) {
      facts = facts.withSeedHash(WireHex.digits(result.path("seed_hash")));
    }
    if (WireJson.isHex(result.path("prev_hash"), 64, 64)) {
      facts = facts.withPreviousHash(WireHex.digits(result.path("prev_hash")));
    }
    return WireJson.isHex(result.path("blockhashing_blob"), 2, REPLY_LIMIT)
        ? facts.withBlob(
            Bytes.of(HexFormat.of().parseHex(result.path("blockhashing_blob").textValue())))
        : facts;
  }

  private static Finding proven(Evidence evidence, HttpReply reply) {
    return Finding.mining(evidence, ProbeProtocol.MONERO_DAEMON).withSoftware(reply.server());
  }

  /** Only asked of a daemon already proven, so that this adds the coin and the version. */
  private static Finding readInfo(JsonNode result, HttpReply reply) {
    if (!result.isObject()) {
      return Finding.unproven(DialogueOutcome.JSON_OTHER, Evidence.E1);
    }
    return Finding.mining(Evidence.E2, ProbeProtocol.MONERO_DAEMON)
        .withSoftware((reply.server() + " " + result.path("version").asText()).strip())
        .withJob(chain(result));
  }

  /** The newest block; the net, where it is not the main one, and the height, where it is. */
  private static JobFacts chain(JsonNode result) {
    JobFacts facts = family();
    if (WireJson.isHex(result.path("top_block_hash"), 64, 64)) {
      facts = facts.withPreviousHash(WireHex.digits(result.path("top_block_hash")));
    }
    String net = result.path("nettype").asText();
    if (!net.equals("mainnet")) {
      return net.isEmpty() ? facts : facts.withChainWord(net);
    }
    JsonNode height = result.path("height");
    return height.canConvertToLong() && height.longValue() > 0
        ? facts.withHeight(height.longValue())
        : facts;
  }
}
