// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionOrderTest {

  private static LineReading ask(ProbeProtocol asked, String... lines) {
    return ((LineDialogue) asked.dialogue()).read(List.of(lines), RecordedReply.CONTEXT);
  }

  @Test
  void whatWasProvenLastIsAskedAgain() {
    assertThat(QuestionOrder.firstQuestion(Optional.of(ProbeProtocol.BEAM), List.of("XMR"), 18081))
        .isEqualTo(ProbeProtocol.BEAM);
  }

  @ParameterizedTest
  @CsvSource({
    "XMR, monero-login",
    "ETC, eth-proxy",
    "ZEC, stratum1-zcash",
    "RVN, stratum1-kawpow",
    "KAS, kheavyhash",
    "ALPH, alephium",
    "GRIN, grin",
    "BTC, stratum1",
    "NOBODY-KNOWS-IT, stratum1"
  })
  void aDeclaredCoinIsAskedAsItIsMined(String coin, String protocol) {
    assertThat(QuestionOrder.firstQuestion(Optional.empty(), List.of(coin), 3333).id())
        .isEqualTo(protocol);
  }

  @Test
  void coinsThatAreMinedInDifferentWaysSayNothing() {
    assertThat(QuestionOrder.firstQuestion(Optional.empty(), List.of("XMR", "ETC"), 3333))
        .isEqualTo(ProbeProtocol.STRATUM1);
  }

  @Test
  void aPortOfHabitIsAskedWhereNoCoinIsDeclared() {
    assertThat(QuestionOrder.firstQuestion(Optional.empty(), List.of(), 18081))
        .isEqualTo(ProbeProtocol.MONERO_DAEMON);
    assertThat(QuestionOrder.firstQuestion(Optional.empty(), List.of(), 8332))
        .isEqualTo(ProbeProtocol.GETBLOCKTEMPLATE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":1,\"error\":{\"code\":-1,\"message\":\"invalid method\"}}        | login",
        "{\"id\":1,\"error\":{\"code\":-32601,\"message\":\"Procedure not found.\"}} | login",
        "{\"id\":1,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}  | login",
        "{\"id\":1,\"error\":{\"code\":-3,\"message\":\"Method not found\"}}      | eth_getWork",
        "{\"id\":\"1\",\"method\":\"mining.subscribe\",\"error\":{\"code\":-32601,\"message\":\"Method not found\"}} | getjobtemplate"
      })
  void aServerThatDoesNotKnowTheMethodIsToldAnotherOnTheSameConnection(
      String reply, String method) {
    LineReading reading = ask(ProbeProtocol.STRATUM1, reply);

    assertThat(reading.next().orElseThrow()).contains("\"method\":\"" + method + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":1,\"result\":true}    | ETH_PROXY",
        "{\"id\":1,\"result\":false}   | ETH_PROXY",
        "{\"status\":\"OK\"}           | MONERO_LOGIN",
        "{\"id\":1,\"result\":\"true\"} | CONFLUX"
      })
  void anyOtherAnswerIsFollowedOnAnotherConnectionOnly(String reply, ProbeProtocol next) {
    LineReading reading = ask(ProbeProtocol.STRATUM1, reply);

    assertThat(reading.next()).isEmpty();
    assertThat(reading.elsewhere()).contains(next);
  }

  @Test
  void theQuestionThatWasNotKnownIsNotAskedAgain() {
    String unknown = "{\"id\":1,\"error\":{\"code\":-1,\"message\":\"invalid method\"}}";

    LineReading reading = ask(ProbeProtocol.MONERO_LOGIN, unknown);

    assertThat(reading.next().orElseThrow()).contains("mining.subscribe");
  }

  @Test
  void whatSaysOkToAnythingIsAskedNothingMore() {
    LineReading reading = ask(ProbeProtocol.STRATUM1, "{\"id\":1,\"result\":\"ok\"}");

    assertThat(reading.next()).isEmpty();
    assertThat(reading.elsewhere()).isEmpty();
  }

  @Test
  void whoBansUsIsAskedNothingMore() {
    LineReading reading =
        ask(
            ProbeProtocol.STRATUM1,
            "{\"id\":1,\"error\":{\"code\":-1,\"message\":\"invalid method\"}}",
            "{\"id\":1,\"error\":{\"code\":-1,\"message\":\"Your IP is banned\"}}");

    assertThat(reading.next()).isEmpty();
    assertThat(reading.elsewhere()).isEmpty();
  }

  @Test
  void theHttpServerOfGoIsAskedForEthereumsWork() {
    LineReading reading =
        ask(
            ProbeProtocol.STRATUM1,
            "HTTP/1.1 400 Bad Request",
            "Content-Type: text/plain; charset=utf-8",
            "Connection: close",
            "",
            "400 Bad Request");

    assertThat(reading.elsewhere()).contains(ProbeProtocol.ETH_GETWORK_HTTP);
    assertThat(reading.finding().protocols()).containsExactly("eth-getwork-http");
  }

  @Test
  void silenceToASubscriptionIsFollowedByALoginAndTheOtherWayRound() {
    LineDialogue subscribe = (LineDialogue) ProbeProtocol.STRATUM1.dialogue();
    LineDialogue login = (LineDialogue) ProbeProtocol.MONERO_LOGIN.dialogue();

    assertThat(subscribe.onSilence(RecordedReply.CONTEXT))
        .contains(login.opening(RecordedReply.CONTEXT));
    assertThat(login.onSilence(RecordedReply.CONTEXT))
        .contains(subscribe.opening(RecordedReply.CONTEXT));
  }

  @Test
  void familiesThatAnswerAlikeAreToldApartByAQuestionThatWasNotAsked() {
    String session =
        "{\"id\":1,\"result\":[[[\"mining.notify\",\"ab12\"]],\"08000002\",4],\"error\":null}";

    assertThat(ask(ProbeProtocol.STRATUM1, session).elsewhere())
        .contains(ProbeProtocol.ETH_STRATUM_1);
    assertThat(ask(ProbeProtocol.ETH_STRATUM_1, session).elsewhere())
        .contains(ProbeProtocol.STRATUM1_CONFIGURE);
  }

  @Test
  void aRedirectionIsRecordedAndNotFollowed() {
    LineReading reading =
        ask(
            ProbeProtocol.STRATUM1,
            "{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"other.example.test\",3334,0]}");

    assertThat(reading.finding().discovered()).containsExactly("other.example.test:3334");
    assertThat(reading.next()).isEmpty();
  }

  @Test
  void whereHttpIsHungUpOnToALoginIsTried() {
    assertThat(ProbeProtocol.STRATUM1.dialogue().afterHangUp())
        .contains(ProbeProtocol.GETBLOCKTEMPLATE);
    assertThat(ProbeProtocol.GETBLOCKTEMPLATE.dialogue().afterHangUp())
        .contains(ProbeProtocol.MONERO_LOGIN);
  }
}
