// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static io.minetrace.probe.dialogue.HttpReplies.ok;
import static io.minetrace.probe.dialogue.HttpReplies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.coin.CoinInference;
import io.minetrace.window.Evidence;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneroDaemonDialogueTest {

  private static final DialogueContext CONTEXT =
      new DialogueContext(
          "node.example.test",
          18081,
          "minetrace/test",
          Instant.parse("2026-11-22T12:00:00Z").toEpochMilli());

  private static final String COMPLAINT =
      "{\"error\":{\"code\":-4,\"message\":\"Failed to parse wallet address\"},\"id\":\"0\"}";

  private final MoneroDaemonDialogue dialogue = new MoneroDaemonDialogue();
  private final HttpQuestion template = dialogue.opening(CONTEXT);
  private final HttpQuestion info =
      dialogue.read(template, ok(COMPLAINT), CONTEXT).next().orElseThrow();

  private HttpReading read(HttpReply reply) {
    return dialogue.read(template, reply, CONTEXT);
  }

  @Test
  void nobodysWalletIsNamed() {
    assertThat(template.json()).contains("\"wallet_address\":\"probe\"");
  }

  @Test
  void theComplaintAboutTheAddressProvesTheDaemon() {
    Finding finding = read(with(200, "Server", "Epee-based", COMPLAINT)).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E2);
    assertThat(finding.protocol()).isEqualTo("monero-daemon");
    assertThat(finding.software()).isEqualTo("Epee-based");
  }

  @Test
  void aProvenDaemonIsAskedWhichChainItIsOn() {
    assertThat(info.path()).isEqualTo("/json_rpc");
    assertThat(info.json()).contains("get_info");
  }

  @Test
  void aTemplateIsWork() {
    HttpReading reading =
        read(ok("{\"result\":{\"blocktemplate_blob\":\"1010\",\"height\":3600000}}"));

    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E4);
  }

  @Test
  void theMainNetsHeightNarrowsTheCoin() {
    // Monero stood at 2,688,888 on 2022-08-13 and finds a block every 120 s.
    Finding finding = info("mainnet", 3_813_000);

    assertThat(coin(finding))
        .isEqualTo(new CoinFinding(List.of("XMR"), "shape+height", CoinConfidence.HEIGHT));
    assertThat(finding.software()).isEqualTo("Epee-based 0.18.3.4-release");
  }

  @Test
  void aForksHeightIsNotMoneros() {
    CoinFinding coin = coin(info("mainnet", 800_000));

    assertThat(coin.coins()).contains("ZEPH", "WOW").doesNotContain("XMR");
    assertThat(coin.exact()).isFalse();
  }

  @Test
  void aTestNetsWorkBelongsToNoCoin() {
    assertThat(coin(info("fakechain", 3_813_000))).isEqualTo(CoinFinding.NONE);
  }

  private static CoinFinding coin(Finding finding) {
    return CoinInference.infer(finding.job(), CONTEXT.now());
  }

  private Finding info(String net, int height) {
    String body =
        "{\"result\":{\"nettype\":\"%s\",\"height\":%d,\"version\":\"0.18.3.4-release\"}}"
            .formatted(net, height);
    return dialogue.read(info, with(200, "Server", "Epee-based", body), CONTEXT).finding();
  }

  @Test
  void whatTheDaemonProvedIsNotLostWhenTheSecondQuestionFails() {
    Finding proven = read(with(200, "Server", "Epee-based", COMPLAINT)).finding();
    Finding failed = dialogue.read(info, with(500, "Server", "nginx", ""), CONTEXT).finding();

    assertThat(proven.and(failed).evidence()).isEqualTo(Evidence.E2);
    assertThat(proven.and(failed).protocol()).isEqualTo("monero-daemon");
  }

  /** The wallet's RPC is served by the same library, and is no mining service. */
  @Test
  void aWalletIsNoDaemon() {
    Finding finding =
        read(with(
                200,
                "Server",
                "Epee-based",
                "{\"error\":{\"code\":-32601,\"message\":\"Method not found\"},\"id\":\"0\"}"))
            .finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":\"ok\"}",
        "{\"result\":{\"blocktemplate_blob\":\"no hex\"}}",
        "{\"error\":{\"code\":-4,\"message\":\"probe\"}}",
        "{\"error\":\"wallet_address\"}"
      })
  void jsonRpcOfAnyKindIsNoProof(String body) {
    assertThat(read(ok(body)).finding().evidence()).isEqualTo(Evidence.E1);
  }

  @Test
  void ourOwnQuestionComingBackProvesNothing() {
    assertThat(read(ok(template.json())).finding().evidence()).isEqualTo(Evidence.E0);
  }
}
