// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Cidr;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.transport.LoopbackServer.Behaviour;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked on one connection, and what for a reason only. */
@Timeout(40)
class QuestionsOfAVisitTest {

  private static final ProbeTimeouts TIMEOUTS =
      new ProbeTimeouts(5000, 100, 2000, 500, 3000, 12_000, 64);

  private static final NettyProber PROBER = TestProber.of(FollowUp.DEFERRED, TIMEOUTS);

  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

  @AfterAll
  static void stop() {
    PROBER.close();
  }

  /** Answers the lines it hears, one after the other; an empty answer is none. */
  private Behaviour answering(String... answers) {
    return connection -> {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.add(line);
        TestProber.say(connection, number < answers.length ? answers[number] : "");
        number++;
      }
    };
  }

  private Observation visit(Behaviour behaviour) throws Exception {
    try (LoopbackServer server = new LoopbackServer(behaviour)) {
      Observation observation =
          PROBER.visit(ProbeTarget.once(server.endpoint())).get(20, TimeUnit.SECONDS);
      assertThat(server.connections()).isEqualTo(1);
      return observation;
    }
  }

  private static final String JOB_REFUSED =
      "{\"id\":1,\"jsonrpc\":\"2.0\",\"error\":{\"code\":-1,\"message\":"
          + "\"Invalid address used for login\"}}\n";

  @Test
  void silenceIsFollowedByTheQuestionOfAnotherFamily() throws Exception {
    Observation observation = visit(answering("", JOB_REFUSED));

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E2);
    assertThat(observation.protocols()).containsExactly("monero-login");
    assertThat(heard).hasSize(2);
    assertThat(List.copyOf(heard).get(0)).contains("mining.subscribe");
    assertThat(List.copyOf(heard).get(1)).contains("\"login\"");
  }

  @Test
  void anUnknownMethodIsFollowedByTheQuestionOfAnotherFamily() throws Exception {
    Observation observation =
        visit(
            answering(
                "{\"id\":1,\"jsonrpc\":\"2.0\",\"error\":{\"code\":-1,\"message\":\"Invalid"
                    + " method\"}}\n",
                JOB_REFUSED));

    assertThat(observation.verdict()).as(observation.transcript().utf8()).isEqualTo(Verdict.UP);
    assertThat(observation.protocols()).containsExactly("monero-login");
    assertThat(heard).hasSize(2);
  }

  @Test
  void twoQuestionsAreAllThatIsAsked() throws Exception {
    String unknown =
        "{\"id\":1,\"error\":{\"code\":-32601,\"message\":\"Method not found\"},\"result\":null}\n";
    Observation observation = visit(answering(unknown, unknown, unknown, unknown));

    assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
    assertThat(heard).as(observation.transcript().utf8()).hasSize(2);
  }

  @Test
  void afterTwoSilencesNothingMoreIsSaid() throws Exception {
    Observation observation = visit(answering());

    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.SILENT);
    assertThat(heard).hasSize(2);
  }

  @Test
  void aSessionIsNotInterrogated() throws Exception {
    Observation observation =
        visit(
            answering(
                "{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"b4\"],[\"mining.notify\","
                    + "\"ae\"]],\"08000002\",4],\"error\":null}\n"));

    assertThat(observation.evidence()).isEqualTo(Evidence.E3);
    assertThat(heard).as(observation.transcript().utf8()).hasSize(1);
  }

  @Test
  void anAddressOfSixteenBytesIsVisitedLikeAnyOther() throws Exception {
    ProberSettings settings =
        new ProberSettings(
            "test",
            "minetrace/test",
            FollowUp.DEFERRED,
            new EgressPolicy(List.of(Cidr.parse("::1/128"))),
            TIMEOUTS,
            Pacing.DEFAULT);
    try (LoopbackServer server = new LoopbackServer("::1", answering(TestProber.SESSION));
        NettyProber prober = new NettyProber(settings, TestProber.CLOCK)) {
      Observation observation =
          prober.visit(ProbeTarget.once(server.endpoint())).get(20, TimeUnit.SECONDS);

      assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
    }
  }

  @Test
  void aBanEndsTheVisit() throws Exception {
    Observation observation =
        visit(answering("{\"id\":1,\"error\":{\"code\":-1,\"message\":\"Your IP is banned\"}}\n"));

    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.BAN_TEXT);
    assertThat(heard).hasSize(1);
  }
}
