// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Cidr;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.LoopbackServer.Behaviour;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are mining services, and servers of every other kind, over real sockets. */
@Timeout(30)
class NettyProberTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  /** Short, so that the tests are. For what a server does at once, or never. */
  private static final ProbeTimeouts SHORT = new ProbeTimeouts(2000, 60, 500, 250, 400, 2500, 64);

  /** For servers whose words come in pieces, which a busy machine may hold up. */
  private static final ProbeTimeouts PATIENT =
      new ProbeTimeouts(5000, 1000, 5000, 1500, 5000, 15000, 64);

  /** Hears every word of a slow server, and lets none of its lines trickle. */
  private static final ProbeTimeouts STRICT =
      new ProbeTimeouts(5000, 60, 5000, 2000, 400, 2500, 64);

  private static final EgressPolicy LOOPBACK = new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8")));

  private static final String SESSION =
      "{\"id\":1,\"result\":[[[\"mining.notify\",\"ab12\"]],\"08000002\",4],\"error\":null}\n";

  private static final NettyProber SCHEDULED = prober(FollowUp.DEFERRED, SHORT);
  private static final NettyProber ASKED_BY_HAND = prober(FollowUp.WITHIN_VISIT, SHORT);
  private static final NettyProber PATIENTLY = prober(FollowUp.WITHIN_VISIT, PATIENT);
  private static final NettyProber STRICTLY = prober(FollowUp.WITHIN_VISIT, STRICT);

  private static NettyProber prober(FollowUp followUp, ProbeTimeouts timeouts) {
    return new NettyProber(
        new ProberSettings(
            "test", "minetrace/test", followUp, LOOPBACK, timeouts, new Pacing(64, 0, 1000, 1)),
        CLOCK);
  }

  @AfterAll
  static void stop() {
    SCHEDULED.close();
    ASKED_BY_HAND.close();
    PATIENTLY.close();
    STRICTLY.close();
  }

  /** What one visit makes of a server; fails if the visit does not end. */
  private static Observation visit(Prober prober, Behaviour behaviour) throws Exception {
    try (LoopbackServer server = new LoopbackServer(behaviour)) {
      return visit(prober, server.endpoint());
    }
  }

  private static Observation visit(Prober prober, Endpoint endpoint) throws Exception {
    return prober.visit(ProbeTarget.once(endpoint)).get(20, TimeUnit.SECONDS);
  }

  private static String line(Socket connection) throws IOException {
    return new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  private static void say(Socket connection, String words) throws IOException {
    connection.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
    connection.getOutputStream().flush();
  }

  /** Until the prober hangs up. */
  private static void stayOpen(Socket connection) throws IOException {
    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static Behaviour answering(String words) {
    return connection -> {
      line(connection);
      say(connection, words);
      stayOpen(connection);
    };
  }

  @Test
  void aPoolIsUp() throws Exception {
    Observation observation = visit(PATIENTLY, answering(SESSION));

    assertThat(observation.verdict()).isEqualTo(Verdict.UP);
    assertThat(observation.evidence()).isEqualTo(Evidence.E3);
    assertThat(observation.protocols()).contains("stratum1");
    assertThat(observation.channel()).isEqualTo(Channel.PLAIN);
    assertThat(observation.connectedAt()).isPresent();
    assertThat(observation.firstByteAt()).isPresent();
    assertThat(observation.bytesReceived()).isEqualTo(SESSION.length());
    assertThat(observation.transcript().utf8())
        .contains("> {\"id\":1,\"method\":\"mining.subscribe\"", "< {\"id\":1,\"result\":[[[");
    assertThat(observation.transcriptSha256()).isEqualTo(observation.transcript().sha256());
  }

  @Test
  void aReplyInManyPiecesIsOneReply() throws Exception {
    Observation observation =
        visit(
            PATIENTLY,
            connection -> {
              connection.setTcpNoDelay(true);
              line(connection);
              for (int i = 0; i < SESSION.length(); i++) {
                say(connection, SESSION.substring(i, i + 1));
              }
              stayOpen(connection);
            });

    assertThat(observation.evidence()).isEqualTo(Evidence.E3);
  }

  @Test
  void theTargetsWordsAreKeptInTheObservation() throws Exception {
    try (LoopbackServer server = new LoopbackServer(answering(SESSION))) {
      Observation observation =
          SCHEDULED
              .visit(
                  new ProbeTarget(
                      server.endpoint(),
                      Optional.of("pool.example.test"),
                      Optional.of(ProbeProtocol.STRATUM1),
                      Optional.empty(),
                      List.of("LTC"),
                      10_800_000,
                      true))
              .get(10, TimeUnit.SECONDS);

      assertThat(observation.fqdn()).contains("pool.example.test");
      assertThat(observation.coinsDeclared()).containsExactly("LTC");
      assertThat(observation.intervalMillis()).isEqualTo(10_800_000);
      assertThat(observation.confirms()).isTrue();
      assertThat(observation.vantage()).isEqualTo("test");
      assertThat(observation.startedAt()).isEqualTo(CLOCK.millis());
    }
  }

  @Test
  void workThatIsPushedBeforeAWordOfOursIsUp() throws Exception {
    Observation observation =
        visit(
            PATIENTLY,
            connection -> {
              say(
                  connection,
                  "{\"id\":null,\"method\":\"mining.notify\",\"params\":[{\"jobId\":\"1\","
                      + "\"fromGroup\":0,\"toGroup\":1,\"headerBlob\":\"00\"}]}\n");
              stayOpen(connection);
            });

    assertThat(observation.evidence()).isEqualTo(Evidence.E4);
    assertThat(observation.bytesSent()).isZero();
  }

  @Test
  void aGreetingInJsonDoesNotKeepUsFromAsking() throws Exception {
    Observation observation =
        visit(
            PATIENTLY,
            connection -> {
              say(connection, "{\"method\":\"hello\"}\n");
              line(connection);
              say(connection, SESSION);
              stayOpen(connection);
            });

    assertThat(observation.evidence()).isEqualTo(Evidence.E3);
  }

  @Test
  void aBanIsUnknown() throws Exception {
    Observation observation =
        visit(
            ASKED_BY_HAND,
            answering("{\"id\":1,\"error\":{\"code\":-1,\"message\":\"Your IP is banned\"}}\n"));

    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.BAN_TEXT);
    assertThat(observation.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  // What is no mining service. Asked by hand, which tries the most.

  private static void assertNotUp(
      Observation observation, DialogueOutcome dialogue, Evidence evidence) {
    assertThat(observation.verdict())
        .as(observation.transcript().utf8())
        .isEqualTo(Verdict.LISTENING);
    assertThat(observation.dialogue()).as(observation.transcript().utf8()).isEqualTo(dialogue);
    assertThat(observation.evidence()).isEqualTo(evidence);
  }

  @Test
  void anEchoServerIsNotUp() throws Exception {
    Behaviour echo =
        connection -> connection.getInputStream().transferTo(connection.getOutputStream());

    assertNotUp(visit(ASKED_BY_HAND, echo), DialogueOutcome.JSON_OTHER, Evidence.E0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":\"ok\"}\n",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":true}\n",
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"mining?\"}}\n"
      })
  void aJsonRpcServerIsNotUp(String words) throws Exception {
    assertNotUp(visit(ASKED_BY_HAND, answering(words)), DialogueOutcome.JSON_OTHER, Evidence.E1);
  }

  @Test
  void aSilentServerIsNotUp() throws Exception {
    assertNotUp(
        visit(ASKED_BY_HAND, NettyProberTest::stayOpen), DialogueOutcome.SILENT, Evidence.E0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
        "220 mail.example.test ESMTP\r\n",
        "+OK POP3 ready\r\n",
        "J\0\0\0\n5.5.5-10.11.19-MariaDB\0abcdefgh\0mysql_native_password\0"
      })
  void aBannerEndsTheVisitWithoutAWordOfOurs(String banner) throws Exception {
    Observation observation =
        visit(
            PATIENTLY,
            connection -> {
              say(connection, banner);
              stayOpen(connection);
            });

    assertNotUp(observation, DialogueOutcome.BANNER_OTHER, Evidence.E0);
    assertThat(observation.bytesSent()).isZero();
  }

  @Test
  void aGreetingThatNobodyKnowsEndsTheVisitToo() throws Exception {
    Observation observation =
        visit(
            PATIENTLY,
            connection -> {
              say(connection, "\u0001\u0002what\n");
              stayOpen(connection);
            });

    assertNotUp(observation, DialogueOutcome.SERVER_FIRST, Evidence.E0);
    assertThat(observation.bytesSent()).isZero();
  }

  @Test
  void anImmediateCloseIsNotUp() throws Exception {
    assertNotUp(visit(ASKED_BY_HAND, connection -> {}), DialogueOutcome.CLOSED_EMPTY, Evidence.E0);
  }

  @Test
  void aCloseForAnAnswerIsNotUp() throws Exception {
    assertNotUp(
        visit(ASKED_BY_HAND, NettyProberTest::line), DialogueOutcome.CLOSED_EMPTY, Evidence.E0);
  }

  @Test
  void aResetIsNotUp() throws Exception {
    Behaviour reset =
        connection -> {
          connection.getInputStream().read();
          connection.setSoLinger(true, 0);
        };

    assertNotUp(visit(ASKED_BY_HAND, reset), DialogueOutcome.RESET, Evidence.E0);
  }

  @Test
  void anEndlessLineIsNotUp() throws Exception {
    byte[] junk = "x".repeat(4096).getBytes(StandardCharsets.US_ASCII);
    Behaviour endless =
        connection -> {
          line(connection);
          while (true) {
            connection.getOutputStream().write(junk);
          }
        };

    assertNotUp(visit(ASKED_BY_HAND, endless), DialogueOutcome.OVERSIZE, Evidence.E0);
  }

  @Test
  void aFloodIsReadNoFurtherThanTheLimit() throws Exception {
    String line = "{\"a\":\"" + "x".repeat(1015) + "\"}\n";
    byte[] flood = line.repeat(1024).getBytes(StandardCharsets.US_ASCII);
    Behaviour hundredMegabytes =
        connection -> {
          line(connection);
          for (int i = 0; i < 100; i++) {
            connection.getOutputStream().write(flood);
          }
        };

    Observation observation = visit(ASKED_BY_HAND, hundredMegabytes);

    assertNotUp(observation, DialogueOutcome.OVERSIZE, Evidence.E0);
    assertThat(observation.bytesReceived()).isLessThanOrEqualTo(64 * 1024);
    assertThat(observation.transcript().length()).isEqualTo(Observation.TRANSCRIPT_BYTES);
  }

  @Test
  void aFloodBeforeAWordOfOursIsNotUp() throws Exception {
    byte[] flood = new byte[1 << 20];
    Behaviour zeros =
        connection -> {
          while (true) {
            connection.getOutputStream().write(flood);
          }
        };

    assertNotUp(visit(ASKED_BY_HAND, zeros), DialogueOutcome.OVERSIZE, Evidence.E0);
  }

  @Test
  void anAnswerThatTricklesIsTooSlow() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Behaviour drip =
        connection -> {
          line(connection);
          for (int i = 0; i < SESSION.length(); i++) {
            say(connection, SESSION.substring(i, i + 1));
            // The server's pace is the subject of the test.
            if (never.await(100, TimeUnit.MILLISECONDS)) {
              return;
            }
          }
        };

    assertNotUp(visit(STRICTLY, drip), DialogueOutcome.SLOW, Evidence.E0);
  }

  @Test
  void linesWithoutEndMeetTheDeadline() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Behaviour pulse =
        connection -> {
          line(connection);
          do {
            say(connection, "{\"tick\":1}\n");
          } while (!never.await(100, TimeUnit.MILLISECONDS));
        };

    Observation observation = visit(STRICTLY, pulse);

    assertNotUp(observation, DialogueOutcome.JSON_OTHER, Evidence.E0);
    assertThat(observation.transcript().utf8()).endsWith("# closed by us: out of time\n");
  }

  @Test
  void jsonTenThousandDeepIsNotUp() throws Exception {
    String deep = "[".repeat(5_000) + "]".repeat(5_000) + "\n";

    assertNotUp(visit(ASKED_BY_HAND, answering(deep)), DialogueOutcome.MALFORMED, Evidence.E0);
  }

  @Test
  void invalidUtf8IsNotUp() throws Exception {
    assertNotUp(
        visit(ASKED_BY_HAND, answering("{\"method\":\"\u00ff\u00fe\u00c3(\n")),
        DialogueOutcome.MALFORMED,
        Evidence.E0);
  }

  @Test
  void blankLinesAreNotUp() throws Exception {
    assertNotUp(
        visit(ASKED_BY_HAND, answering("\n\r\n\n")), DialogueOutcome.MALFORMED, Evidence.E0);
  }

  // HTTP.

  private static final String PAGE =
      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 9\r\n"
          + "Connection: close\r\n\r\n<b>no</b>";

  private static Behaviour answeringRequests(String words) {
    return connection -> {
      connection.getInputStream().read(new byte[4096]);
      say(connection, words);
    };
  }

  @Test
  void aWebServerIsNotUpAndIsAskedThreeTimesAtMost() throws Exception {
    try (LoopbackServer server = new LoopbackServer(answeringRequests(PAGE))) {
      Observation observation = visit(ASKED_BY_HAND, server.endpoint());

      assertNotUp(observation, DialogueOutcome.HTTP_OTHER, Evidence.E0);
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void aScheduledVisitMakesOneConnectionAndNamesItsSuspicion() throws Exception {
    try (LoopbackServer server = new LoopbackServer(answeringRequests(PAGE))) {
      Observation observation = visit(SCHEDULED, server.endpoint());

      assertThat(server.connections()).isEqualTo(1);
      assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
      assertThat(observation.protocol()).as("none is proven").isEmpty();
      assertThat(observation.protocols()).containsExactly("getblocktemplate");
    }
  }

  @Test
  void aProtocolThatWasGivenIsTheOnlyOneAsked() throws Exception {
    try (LoopbackServer server = new LoopbackServer(answeringRequests(PAGE))) {
      ProbeTarget target =
          new ProbeTarget(
              server.endpoint(),
              Optional.empty(),
              Optional.of(ProbeProtocol.STRATUM1),
              Optional.empty(),
              List.of(),
              0,
              false);

      Observation observation = ASKED_BY_HAND.visit(target).get(10, TimeUnit.SECONDS);

      assertThat(server.connections()).isEqualTo(1);
      assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.HTTP_OTHER);
    }
  }

  @Test
  void aKnownPoolThatHangsUpIsNotSuspectedOfAnother() throws Exception {
    try (LoopbackServer server = new LoopbackServer(NettyProberTest::line)) {
      ProbeTarget target =
          new ProbeTarget(
              server.endpoint(),
              Optional.empty(),
              Optional.of(ProbeProtocol.STRATUM1),
              Optional.empty(),
              List.of(),
              0,
              false);

      assertThat(SCHEDULED.visit(target).get(10, TimeUnit.SECONDS).protocols()).isEmpty();
    }
  }

  @Test
  void jsonOverHttpOfAnyKindIsNotUp() throws Exception {
    Observation observation =
        visit(
            ASKED_BY_HAND,
            answeringRequests(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n"
                    + "Connection: close\r\n\r\n{\"result\":\"ok\"}"));

    assertNotUp(observation, DialogueOutcome.JSON_OTHER, Evidence.E1);
  }

  @Test
  void anHttpBodyWithoutEndIsNotUp() throws Exception {
    byte[] flood = new byte[1 << 20];
    Behaviour endless =
        connection -> {
          connection.getInputStream().read(new byte[4096]);
          say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
          for (int i = 0; i < 100; i++) {
            connection.getOutputStream().write(flood);
          }
        };

    Observation observation = visit(ASKED_BY_HAND, endless);

    assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
    assertThat(observation.bytesReceived()).isLessThanOrEqualTo((64 + 256 + 64) * 1024);
  }

  @Test
  void aHeaderWithoutEndIsNotUp() throws Exception {
    Observation observation =
        visit(ASKED_BY_HAND, answeringRequests("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(5000)));

    assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
  }

  // Where there is no connection.

  @Test
  void aPortWhereNobodyListensIsDown() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    Observation observation =
        visit(ASKED_BY_HAND, Endpoint.tcp(IpAddress.parse("127.0.0.1"), port));

    assertThat(observation.reach()).isEqualTo(Reach.REFUSED);
    assertThat(observation.verdict()).isEqualTo(Verdict.DOWN);
    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.NONE);
    assertThat(observation.transcriptSha256()).isEmpty();
  }

  @Test
  void anAddressThatThePolicyRefusesIsNeverConnectedTo() throws Exception {
    try (LoopbackServer server = new LoopbackServer(answering(SESSION));
        NettyProber prober = new NettyProber(ProberSettings.scheduled("test"), CLOCK)) {
      Observation observation = visit(prober, server.endpoint());

      assertThat(observation.reach()).isEqualTo(Reach.SKIPPED_POLICY);
      assertThat(observation.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(observation.transcript().utf8()).contains("127.0.0.0/8 (loopback)");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void manyVisitsAtOnceAllEnd() throws Exception {
    List<LoopbackServer> servers = new ArrayList<>();
    List<CompletableFuture<Observation>> visits = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Each on an address of its own: to one address there is one visit at a time.
      LoopbackServer server = new LoopbackServer("127.0.1." + (i + 1), answering(SESSION));
      servers.add(server);
      visits.add(PATIENTLY.visit(ProbeTarget.once(server.endpoint())));
    }

    for (CompletableFuture<Observation> visit : visits) {
      assertThat(visit.get(25, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.UP);
    }
    for (LoopbackServer server : servers) {
      server.close();
    }
  }

  @Test
  void closingEndsVisitsUnderWayAsFaultsOfOurs() throws Exception {
    try (LoopbackServer server = new LoopbackServer(NettyProberTest::stayOpen)) {
      NettyProber prober = prober(FollowUp.DEFERRED, PATIENT);
      CompletableFuture<Observation> underWay = prober.visit(ProbeTarget.once(server.endpoint()));
      CompletableFuture<Observation> waiting = prober.visit(ProbeTarget.once(server.endpoint()));
      prober.close();
      CompletableFuture<Observation> late = prober.visit(ProbeTarget.once(server.endpoint()));

      for (CompletableFuture<Observation> visit : List.of(underWay, waiting, late)) {
        Observation observation = visit.get(5, TimeUnit.SECONDS);
        assertThat(observation.reach()).isEqualTo(Reach.LOCAL_ERROR);
        assertThat(observation.verdict()).isEqualTo(Verdict.UNKNOWN);
      }
    }
  }
}
