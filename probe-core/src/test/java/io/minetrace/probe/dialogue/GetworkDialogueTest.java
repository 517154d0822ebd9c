// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.window.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GetworkDialogueTest {

  private static final HttpDialogue DIALOGUE = (HttpDialogue) ProbeProtocol.GETWORK.dialogue();
  private static final HttpQuestion POST = DIALOGUE.opening(RecordedReply.CONTEXT);

  private static HttpReading read(HttpQuestion asked, HttpReply reply) {
    return DIALOGUE.read(asked, reply, RecordedReply.CONTEXT);
  }

  private static HttpQuestion frontPage() {
    return read(POST, HttpReplies.with(404, "Server", "x", "")).next().orElseThrow();
  }

  @Test
  void whoSaysNothingToAPostIsAskedForItsFrontPage() {
    assertThat(frontPage()).isEqualTo(new HttpQuestion(HttpQuestion.Method.GET, "/", ""));
    assertThat(read(POST, HttpReplies.ok("{\"result\":\"ok\"}")).next()).contains(frontPage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"code\":-1,\"message\":\"Your IP is banned\"}}",
        "{\"error\":[24,\"Unauthorized worker\",null]}"
      })
  void whoSaidEnoughIsNot(String body) {
    assertThat(read(POST, HttpReplies.ok(body)).next()).isEmpty();
    assertThat(
            read(POST, HttpReplies.with(401, "WWW-Authenticate", "Basic realm=\"jsonrpc\"", ""))
                .next())
        .isEmpty();
  }

  /** cryptonote-nodejs-pool and nodejs-pool. */
  @ParameterizedTest
  @ValueSource(strings = {"Mining server online", "Mining Pool Online", "mining server online\r\n"})
  void theWordsOfAPoolToABrowserProveIt(String page) {
    Finding finding = read(frontPage(), HttpReplies.ok(page)).finding();

    assertThat(finding.evidence()).isEqualTo(Evidence.E2);
    assertThat(finding.protocol()).isEqualTo("monero-login");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><title>Mining Pool Online</title></html>",
        "mining server online since 2014",
        "OK",
        "{\"result\":\"Mining server online\"}"
      })
  void anyOtherPageProvesNothingAndIsTheLast(String page) {
    HttpReading reading = read(frontPage(), HttpReplies.ok(page));

    assertThat(reading.finding().outcome()).isEqualTo(DialogueOutcome.HTTP_OTHER);
    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E0);
    assertThat(reading.next()).isEmpty();
    assertThat(reading.elsewhere()).isEmpty();
  }

  @Test
  void thePageOfAnErrorProvesNothing() {
    assertThat(
            read(frontPage(), HttpReplies.with(503, "Server", "x", "Mining server online"))
                .finding()
                .evidence())
        .isEqualTo(Evidence.E0);
  }
}
