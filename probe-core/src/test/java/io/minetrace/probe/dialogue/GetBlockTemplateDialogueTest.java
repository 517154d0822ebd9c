// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static io.minetrace.probe.dialogue.HttpReplies.ok;
import static io.minetrace.probe.dialogue.HttpReplies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.CoinInference;
import io.minetrace.window.Evidence;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetBlockTemplateDialogueTest {

  private static final DialogueContext CONTEXT =
      new DialogueContext(
          "node.example.test",
          8332,
          "minetrace/test",
          Instant.parse("2026-11-22T12:00:00Z").toEpochMilli());

  private final GetBlockTemplateDialogue dialogue = new GetBlockTemplateDialogue();
  private final HttpQuestion first = dialogue.opening(CONTEXT);

  private HttpReading read(HttpReply reply) {
    return dialogue.read(first, reply, CONTEXT);
  }

  private static CoinFinding coin(Finding finding) {
    return CoinInference.infer(finding.job(), CONTEXT.now());
  }

  private static HttpReply error(int code, String message) {
    return with(
        500,
        "Content-Type",
        "application/json",
        "{\"result\":null,\"error\":{\"code\":"
            + code
            + ",\"message\":"
            + WireJson.quote(message)
            + "},\"id\":1}");
  }

  @Test
  void theRefusalOfANodesRealmIsASession() {
    Finding finding = read(with(401, "WWW-Authenticate", "Basic realm=\"jsonrpc\"", "")).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E3);
    assertThat(finding.protocol()).isEqualTo("getblocktemplate");
    assertThat(coin(finding)).isEqualTo(CoinFinding.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic realm=\"router\"", "Digest realm=\"jsonrpc\"", "Bearer"})
  void anyOtherRealmIsAnotherHttpServer(String challenge) {
    HttpReading reading = read(with(401, "WWW-Authenticate", challenge, ""));

    assertThat(reading.finding().outcome()).isEqualTo(DialogueOutcome.HTTP_OTHER);
    assertThat(reading.elsewhere()).contains(ProbeProtocol.MONERO_DAEMON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-9  | Litecoin Core is not connected!                                  | LTC",
        "-9  | Litecoin is not connected!                                       | LTC",
        "-9  | Dogecoin is not connected!                                       | DOGE",
        "-10 | Bitcoin Core is in initial sync and waiting for blocks...        | BTC",
        "-10 | Vertcoin Core is downloading blocks...                           | VTC"
      })
  void aNodeWithoutWorkNamesItsCoin(int code, String message, String coin) {
    Finding finding = read(error(code, message)).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E2);
    assertThat(coin(finding))
        .isEqualTo(new CoinFinding(List.of(coin), "coin-name", CoinConfidence.EXPLICIT));
  }

  @Test
  void aNameThatSeveralChainsUseNarrowsOnly() {
    CoinFinding coin = coin(read(error(-9, "Bitcoin is not connected!")).finding());

    assertThat(coin.exact()).isFalse();
    assertThat(coin.coins()).contains("BTC", "BCH");
  }

  @Test
  void anUnknownNodeIsProvenWithoutACoin() {
    Finding finding = read(error(-9, "Examplecoin Core is not connected!")).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E2);
    assertThat(coin(finding)).isEqualTo(CoinFinding.NONE);
  }

  @Test
  void aNodeThatWantsLitecoinsRulesIsAskedWithThem() {
    HttpReading reading =
        read(error(-8, "getblocktemplate must be called with the segwit & mweb rule set"));

    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E2);
    assertThat(coin(reading.finding()).coins()).containsExactly("LTC");
    assertThat(reading.next()).isPresent();
    assertThat(reading.next().orElseThrow().json()).contains("[\"mweb\",\"segwit\"]");
  }

  @Test
  void theSecondQuestionIsNotAskedAgain() {
    HttpReply wantsRules =
        error(-8, "getblocktemplate must be called with the segwit & mweb rule set");
    HttpQuestion second = read(wantsRules).next().orElseThrow();

    assertThat(dialogue.read(second, wantsRules, CONTEXT).next()).isEmpty();
  }

  @Test
  void aTemplateIsWorkAndItsHeightNarrowsTheCoin() {
    Finding finding = read(ok(template("1a01a2b3", 3_210_000, "\"csv\",\"!segwit\""))).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E4);
    assertThat(coin(finding))
        .isEqualTo(
            new CoinFinding(List.of("LTC"), "shape+difficulty+height", CoinConfidence.HEIGHT));
  }

  @Test
  void aTemplateUnderMwebRulesIsLitecoins() {
    Finding finding =
        read(ok(template("207fffff", 102, "\"csv\",\"!segwit\",\"!mweb\""))).finding();

    assertThat(coin(finding))
        .isEqualTo(new CoinFinding(List.of("LTC"), "rule-set", CoinConfidence.SHAPE));
  }

  @Test
  void aTemplateCutShortStillProves() {
    String whole = template("1a01a2b3", 3_210_000, "\"csv\"");

    for (String last : new String[] {"\"data\":\"01", "coinbaseaux", "longpollid"}) {
      String cut = whole.substring(0, whole.indexOf(last));
      assertThat(read(ok(cut)).finding().evidence()).as(cut).isEqualTo(Evidence.E4);
    }
  }

  private static String template(String bits, int height, String rules) {
    return "{\"result\":{\"capabilities\":[\"proposal\"],\"version\":536870912,\"rules\":["
        + rules
        + "],\"vbavailable\":{},\"previousblockhash\":\""
        + "ab".repeat(32)
        + "\",\"transactions\":[{\"data\":\"00\"},{\"data\":\"01\"}],\"coinbaseaux\":{},"
        + "\"coinbasevalue\":1250000000,\"longpollid\":\"x\",\"bits\":\""
        + bits
        + "\",\"height\":"
        + height
        + "},\"error\":null,\"id\":1}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":\"ok\"}",
        "{\"result\":{\"previousblockhash\":\"ok\"}}",
        "{\"error\":{\"code\":-32601,\"message\":\"Method getblocktemplate not found\"}}",
        "{\"error\":{\"code\":-8,\"message\":\"getblocktemplate: invalid parameter\"}}",
        "{\"error\":{\"code\":-9,\"message\":\"getblocktemplate is not connected to anything\"}}"
      })
  void jsonRpcOfAnyKindIsNoProof(String body) {
    Finding finding = read(ok(body)).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E1);
    assertThat(finding.outcome()).isEqualTo(DialogueOutcome.JSON_OTHER);
  }

  @Test
  void ourOwnQuestionComingBackProvesNothing() {
    assertThat(read(ok(first.json())).finding().evidence()).isEqualTo(Evidence.E0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html><body>It works!</body></html>", "42", "[]", "\u0000"})
  void whatIsNoJsonObjectIsAnotherHttpServer(String body) {
    assertThat(read(ok(body)).finding().outcome()).isEqualTo(DialogueOutcome.HTTP_OTHER);
  }

  @Test
  void aPoolThatComplainsAboutTheRequestHasProvenItself() {
    Finding finding = read(ok("You are trying to connect to a Stratum server with HTTP")).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E2);
    assertThat(finding.protocols()).contains("stratum1").doesNotContain("getblocktemplate");
  }
}
