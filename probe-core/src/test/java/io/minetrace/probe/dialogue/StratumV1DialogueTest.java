// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.probe.dialogue.LineReading.Progress;
import io.minetrace.window.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StratumV1DialogueTest {

  private static final DialogueContext CONTEXT =
      new DialogueContext(
          "pool.example.test",
          3333,
          "minetrace/test",
          Instant.parse("2026-11-22T12:00:00Z").toEpochMilli());

  private static final String SUBSCRIBED =
      "{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"ab12\"],[\"mining.notify\",\"ab12\"]],"
          + "\"08000002\",4],\"error\":null}";

  private static final String PREVIOUS = "00010203" + "ab".repeat(24) + "07060504";

  private final StratumV1Dialogue dialogue = new StratumV1Dialogue();

  private LineReading read(String... lines) {
    return dialogue.read(List.of(lines), CONTEXT);
  }

  @Test
  void theOpeningIsAtLeast64BytesAndOneLineOfJson() {
    String line = dialogue.opening(new DialogueContext("h.test", 1, "x", 0));

    assertThat(line).hasSizeGreaterThanOrEqualTo(64).doesNotContain("\n");
    assertThat(WireJson.parse(line)).isPresent();
  }

  @Test
  void theOpeningCarriesNoCredentials() {
    assertThat(dialogue.opening(CONTEXT))
        .contains("mining.subscribe")
        .doesNotContain("authorize", "login", "password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SUBSCRIBED,
        "{\"error\":null,\"id\":1,\"result\":[[\"mining.notify\",\"ae68\"],\"00\",4]}",
        "{\"id\":null,\"result\":[[[\"mining.notify\",\"a\"]],\"60021014\",8],\"error\":null}",
        "{\"id\":1,\"result\":[null,\"64290b\"],\"error\":null}",
        "{\"id\":1,\"result\":[\"bd72cd0c-c0a0-4379-a792-1e2d3c\",\"8110df\"],\"error\":null}",
        "{\"id\":1,\"result\":[null,\"00c904bd\",12],\"error\":null}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[true,\"EthereumStratum/1.0.0\"],\"error\":null}"
      })
  void anAnswerToSubscribeOpensASession(String line) {
    Finding finding = read(line).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E3);
    assertThat(finding.outcome()).isEqualTo(DialogueOutcome.MINING);
    assertThat(finding.protocols()).isNotEmpty();
  }

  @Test
  void nicehashsEthereumStratumIsNamed() {
    Finding finding =
        read("{\"id\":1,\"result\":[[\"mining.notify\",\"ae68\",\"EthereumStratum/1.0.0\"],"
                + "\"080c\"],\"error\":null}")
            .finding();

    assertThat(finding.protocol()).isEqualTo("eth-stratum-1");
    assertThat(finding.evidence()).isEqualTo(Evidence.E3);
  }

  @Test
  void nodeStratumPoolIsKnownByItsSessionIds() {
    String line = SUBSCRIBED.replace("ab12", "deadbeefcafebabe0700000000000000");

    assertThat(read(line).finding().software()).isEqualTo("node-stratum-pool");
  }

  @Test
  void aSetDifficultyIsASessionAndANotifyIsWork() {
    String difficulty = "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[8192]}";
    LineReading afterDifficulty = read(SUBSCRIBED, difficulty);
    LineReading afterNotify = read(SUBSCRIBED, difficulty, notifyAtHeight(3_100_000));

    assertThat(afterDifficulty.finding().evidence()).isEqualTo(Evidence.E3);
    assertThat(afterDifficulty.progress()).isEqualTo(Progress.LISTEN_ON);
    assertThat(afterNotify.finding().evidence()).isEqualTo(Evidence.E4);
    assertThat(afterNotify.progress()).isEqualTo(Progress.SETTLED);
  }

  @Test
  void aJobTellsItsHeightAndTheBlockItHangsOn() {
    JobFacts job = read(SUBSCRIBED, notifyAtHeight(3_210_000)).finding().job();

    assertThat(job.family()).isEqualTo("stratum1");
    assertThat(job.height()).hasValue(3_210_000);
    assertThat(job.bits()).contains("1a01a2b3");
    assertThat(job.version()).hasValue(0x20000000L);
    assertThat(job.previousHash().orElseThrow()).startsWith("07").hasSize(64);
  }

  /** The words of a job stand in the header's order, and each is turned. */
  @Test
  void thePreviousHashIsTurnedAsExplorersPrintIt() {
    String genesis = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
    String inJob = "0a8ce26f72b3f1b646a2a6c14ff763ae65831e939c085ae10019d66800000000";
    String line = notifyAtHeight(3_210_000).replace(PREVIOUS, inJob);

    assertThat(read(line).finding().job().previousHash()).contains(genesis);
  }

  @Test
  void theCoinbaseHasRoomForBothNonces() {
    int without = read(notifyAtHeight(3_210_000)).finding().job().coinbase().length();
    int with = read(SUBSCRIBED, notifyAtHeight(3_210_000)).finding().job().coinbase().length();

    assertThat(with - without).as("bytes of the nonces").isEqualTo(4 + 4);
  }

  /** A job whose coinbase holds the height as BIP 34 wants it. */
  private static String notifyAtHeight(int height) {
    String push = "03%02x%02x%02x".formatted(height & 255, height >> 8 & 255, height >> 16 & 255);
    String coinbase = "01000000" + "01" + "00".repeat(32) + "ffffffff" + "20" + push + "2cfabe6d6d";
    return "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"j1\",\""
        + PREVIOUS
        + "\",\""
        + coinbase
        + "\",\"ffffffff\",[],\"20000000\",\"1a01a2b3\",\"5f5e1000\",true]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[24,\"Unauthorized worker\",null]                                  | stratum1",
        "[25,\"Not subscribed\",null]                                       | stratum1",
        "[21,\"Job not found\",null]                                        | stratum1",
        "{\"code\":20,\"message\":\"Unsupported request mining.foo\"}       | stratum1",
        "{\"code\":24,\"message\":\"unauthorized worker\"}                  | stratum1",
        "[-9,\"Cannot call mining.subscribe: invalid signature\",null]      | stratum1-zcash",
        "{\"code\":-1,\"message\":\"Invalid address used for login\"}       | monero-login",
        "{\"code\":-1,\"message\":\"Missing login\"}                        | monero-login",
        "{\"code\":0,\"message\":\"Work not ready\"}                        | eth-proxy"
      })
  void miningWordsInAnErrorProveTheService(String error, String protocol) {
    Finding finding = read("{\"id\":1,\"result\":null,\"error\":" + error + "}").finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E2);
    assertThat(finding.protocols()).contains(protocol);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":\"ok\"}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":\"ok\"}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":true}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":false}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[]}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[1,2,3]}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[\"minetrace/test\"]}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":{\"method\":\"mining.subscribe\"}}",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"error\":{\"code\":-1,\"message\":\"invalid method\"}}",
        "{\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no method mining.subscribe\"}}",
        "{\"id\":1,\"error\":{\"code\":-32601,\"message\":\"not subscribed to anything\"}}",
        "{\"id\":1,\"error\":\"mining.subscribe? what is that\"}"
      })
  void jsonRpcOfAnyKindIsNoProof(String line) {
    Finding finding = read(line).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E1);
    assertThat(finding.outcome()).isEqualTo(DialogueOutcome.JSON_OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42",
        "null",
        "true",
        "\"mining.notify\"",
        "[]",
        "{}",
        "{\"error\":true}",
        "{\"id\":1,\"error\":[[24,\"unauthorized worker\"],null]}",
        "{\"method\":\"hello\"}",
        "{\"method\":[\"mining.notify\"]}",
        "[\"mining.notify\",\"ab\"]",
        "SSH-2.0-OpenSSH_9.2p1 Debian-2",
        "220 mail.example.test ESMTP",
        "{\"id\":1,\"result\":[[[\"mining.notify\",\"ab\"]],\"00\",4]",
        "\u0000\u0001\uFFFD"
      })
  void whatIsNoReplyProvesNothing(String line) {
    assertThat(read(line).finding().evidence()).isEqualTo(Evidence.E0);
  }

  @Test
  void ourOwnLineComingBackProvesNothing() {
    String ours = dialogue.opening(CONTEXT);

    assertThat(read(ours, ours).finding().evidence()).isEqualTo(Evidence.E0);
    assertThat(read(ours).finding().outcome()).isEqualTo(DialogueOutcome.JSON_OTHER);
  }

  @Test
  void aJobNestedTenThousandDeepIsMalformed() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);

    assertThat(read(deep).finding().outcome()).isEqualTo(DialogueOutcome.MALFORMED);
  }

  @Test
  void aBanIsNoStatementOfAvailability() {
    LineReading reading =
        read("{\"id\":1,\"error\":{\"code\":-1,\"message\":\"Your IP is banned\"}}");

    assertThat(reading.finding().outcome()).isEqualTo(DialogueOutcome.BAN_TEXT);
    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E2);
    assertThat(reading.progress()).isEqualTo(Progress.SETTLED);
  }

  @Test
  void aBanInWordsThatAnyServerSaysProvesNoFamily() {
    Finding finding = read("{\"id\":1,\"error\":{\"message\":\"Too many requests\"}}").finding();

    assertThat(finding.outcome()).isEqualTo(DialogueOutcome.BAN_TEXT);
    assertThat(finding.evidence()).isEqualTo(Evidence.E1);
  }

  @Test
  void aBanIsNotForgottenOverLaterLines() {
    Finding finding =
        read(
                "{\"id\":1,\"error\":{\"message\":\"Too many requests\"}}",
                "{\"id\":2,\"result\":\"ok\"}")
            .finding();

    assertThat(finding.outcome()).isEqualTo(DialogueOutcome.BAN_TEXT);
  }

  @Test
  void laterNonsenseDoesNotTakeAwayWhatWasProven() {
    assertThat(read(SUBSCRIBED, "{\"result\":\"ok\"}", "bye").finding().evidence())
        .isEqualTo(Evidence.E3);
  }

  @Test
  void anHttpAnswerPointsToTheNodesOfBitcoinsFamily() {
    LineReading reading = read("HTTP/1.1 400 Bad Request", "Content-Type: text/html", "", "<HTML>");

    assertThat(reading.finding().outcome()).isEqualTo(DialogueOutcome.HTTP_OTHER);
    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E0);
    assertThat(reading.elsewhere()).contains(ProbeProtocol.GETBLOCKTEMPLATE);
  }

  @Test
  void anHttpAnswerOfMonerosLibraryPointsToItsDaemon() {
    assertThat(read("HTTP/1.1 400 Bad Request", "Server: Epee-based").elsewhere())
        .contains(ProbeProtocol.MONERO_DAEMON);
  }

  @Test
  void aSilentStreamIsSilent() {
    assertThat(read().finding().outcome()).isEqualTo(DialogueOutcome.SILENT);
  }

  @Test
  void damagedRepliesNeverThrow() {
    // A fixed seed: a failure must come back.
    Random random = new Random(20181);
    String[] replies = {SUBSCRIBED, notifyAtHeight(3_210_000), dialogue.opening(CONTEXT)};
    for (int round = 0; round < 20_000; round++) {
      char[] damaged = replies[round % replies.length].toCharArray();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] =
            "[]{}\",:0a\u0000\uFFFD".charAt(random.nextInt(11));
      }
      String line = new String(damaged, 0, 1 + random.nextInt(damaged.length));

      Finding finding = read(line).finding();

      if (round % replies.length == 2) {
        assertThat(finding.evidence().provesMining()).as("echo damaged to %s", line).isFalse();
      }
    }
  }
}
