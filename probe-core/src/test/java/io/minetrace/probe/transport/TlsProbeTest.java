// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.LoopbackServer.Behaviour;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers within TLS, servers that want it, and servers that only seem to. */
@Timeout(40)
class TlsProbeTest {

  private static final Optional<Boolean> DECLARED = Optional.of(true);
  private static final Optional<Boolean> UNKNOWN = Optional.empty();

  private static final String PAGE =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno";

  private static final NettyProber SCHEDULED = TestProber.of(FollowUp.DEFERRED, TestProber.PATIENT);
  private static final NettyProber BY_HAND =
      TestProber.of(FollowUp.WITHIN_VISIT, TestProber.PATIENT);
  private static final NettyProber SHORTLY = TestProber.of(FollowUp.WITHIN_VISIT, TestProber.SHORT);

  @TempDir private static Path directory;
  private static TestTls tls;

  @BeforeAll
  static void certify() throws Exception {
    tls =
        TestTls.selfSigned(
            directory, "CN=pool.example.test", "dns:other.example.test,ip:192.0.2.7");
  }

  @AfterAll
  static void stop() {
    SCHEDULED.close();
    BY_HAND.close();
    SHORTLY.close();
  }

  private static Behaviour within(Behaviour behaviour) {
    return connection -> {
      try (SSLSocket socket = tls.accept(connection)) {
        behaviour.serve(socket);
      }
    };
  }

  private static final Behaviour POOL = within(TestProber.answering(TestProber.SESSION));

  @Test
  void aPoolWithinTlsIsUpAndItsCertificateIsRecorded() throws Exception {
    Observation observation = TestProber.visit(SCHEDULED, POOL, DECLARED);

    assertThat(observation.verdict()).as(observation.transcript().utf8()).isEqualTo(Verdict.UP);
    assertThat(observation.channel()).isEqualTo(Channel.TLS);
    TlsFacts facts = observation.tls().orElseThrow();
    assertThat(facts.version()).isEqualTo("TLSv1.3");
    assertThat(facts.sni()).isEmpty();
    assertThat(facts.leafSha256()).isEqualTo(Bytes.of(tls.certificate()).sha256());
    assertThat(facts.names())
        .containsExactly("192.0.2.7", "other.example.test", "pool.example.test");
    assertThat(Instant.ofEpochMilli(facts.notBefore())).isBefore("2020-01-03T00:00:00Z");
    assertThat(Instant.ofEpochMilli(facts.notAfter())).isAfter("2119-01-01T00:00:00Z");
  }

  @Test
  void theNameIsAskedForAndNeverTheAddress() throws Exception {
    ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();
    Behaviour listening =
        connection -> {
          try (SSLSocket socket = tls.accept(connection)) {
            ((ExtendedSSLSession) socket.getSession())
                .getRequestedServerNames()
                .forEach(name -> names.add(((SNIHostName) name).getAsciiName()));
            TestProber.answering(TestProber.SESSION).serve(socket);
          }
        };
    try (LoopbackServer server = new LoopbackServer(listening)) {
      for (String fqdn : List.of("Pool.Example.Test", "192.0.2.1", "not a name")) {
        SCHEDULED
            .visit(
                TestProber.target(server.endpoint(), Optional.of(fqdn), Optional.empty(), DECLARED))
            .get(20, TimeUnit.SECONDS);
      }
    }

    assertThat(names).containsExactly("pool.example.test");
  }

  @Test
  void everyHandshakeShowsACertificate() throws Exception {
    try (LoopbackServer server = new LoopbackServer(POOL)) {
      for (int visit = 0; visit < 3; visit++) {
        ProbeTarget target =
            TestProber.target(
                server.endpoint(), Optional.of("pool.example.test"), Optional.empty(), DECLARED);

        assertThat(SCHEDULED.visit(target).get(20, TimeUnit.SECONDS).tls()).isPresent();
      }
    }
  }

  @Test
  void anHttpNodeWithinTlsIsHttps() throws Exception {
    Behaviour node =
        within(
            connection -> {
              connection.getInputStream().read(new byte[4096]);
              TestProber.say(
                  connection,
                  "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"jsonrpc\"\r\n"
                      + "Content-Length: 1\r\n\r\n-");
              TestProber.stayOpen(connection);
            });
    try (LoopbackServer server = new LoopbackServer(node)) {
      ProbeTarget target =
          TestProber.target(
              server.endpoint(),
              Optional.empty(),
              Optional.of(ProbeProtocol.GETBLOCKTEMPLATE),
              DECLARED);

      Observation observation = SCHEDULED.visit(target).get(20, TimeUnit.SECONDS);

      assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
      assertThat(observation.channel()).isEqualTo(Channel.HTTPS);
    }
  }

  // Whether to try TLS is seen from how plain words are answered.

  /** As servers do that want TLS: a plain line is answered by an alert and a close. */
  private static Behaviour wantingTls(String answerToPlainWords) {
    return connection -> {
      connection.setTcpNoDelay(true);
      PushbackInputStream in = new PushbackInputStream(connection.getInputStream());
      int first = in.read();
      if (first == 0x16) {
        in.unread(first);
        try (SSLSocket socket = tls.accept(new Rewound(connection, in))) {
          TestProber.answering(TestProber.SESSION).serve(socket);
        }
      } else if (first >= 0) {
        TestProber.say(connection, answerToPlainWords);
      }
    };
  }

  private static final String ALERT = "\u0015\u0003\u0001\u0000\u0002\u0002\n";
  private static final String NGINX =
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
          + "<center>The plain HTTP request was sent to HTTPS port</center>";

  @ParameterizedTest
  @ValueSource(strings = {ALERT, NGINX, ""})
  void aServerThatWantsTlsIsAskedWithinTlsInTheSameVisitByHand(String answer) throws Exception {
    Observation observation = TestProber.visit(BY_HAND, wantingTls(answer), UNKNOWN);

    assertThat(observation.verdict()).as(observation.transcript().utf8()).isEqualTo(Verdict.UP);
    assertThat(observation.channel()).isEqualTo(Channel.TLS);
    assertThat(observation.tls()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {ALERT, NGINX, ""})
  void aScheduledVisitLeavesTlsToALaterOne(String answer) throws Exception {
    try (LoopbackServer server = new LoopbackServer(wantingTls(answer))) {
      Observation observation =
          SCHEDULED.visit(ProbeTarget.once(server.endpoint())).get(20, TimeUnit.SECONDS);

      assertThat(server.connections()).isEqualTo(1);
      assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
      assertThat(observation.suggestsTls()).as(observation.transcript().utf8()).isTrue();
      assertThat(observation.dialogue())
          .isEqualTo(
              answer.isEmpty() ? DialogueOutcome.CLOSED_EMPTY : DialogueOutcome.TLS_EXPECTED);
    }
  }

  @Test
  void whereTlsIsDeclaredAbsentItIsNotTried() throws Exception {
    try (LoopbackServer server = new LoopbackServer(wantingTls(ALERT))) {
      ProbeTarget target =
          TestProber.target(
              server.endpoint(), Optional.empty(), Optional.empty(), Optional.of(false));

      Observation observation = BY_HAND.visit(target).get(20, TimeUnit.SECONDS);

      assertThat(observation.tls()).isEmpty();
      assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.TLS_EXPECTED);
    }
  }

  // Where there is no TLS.

  @Test
  void aPlainPoolThatWasDeclaredToSpeakTlsFailsTheHandshake() throws Exception {
    Behaviour plain =
        connection -> {
          connection.getInputStream().read(new byte[4096]);
          TestProber.say(connection, "{\"id\":null,\"error\":[20,\"Parse error\",null]}\n");
          TestProber.stayOpen(connection);
        };

    Observation observation = TestProber.visit(SCHEDULED, plain, DECLARED);

    assertThat(observation.dialogue())
        .as(observation.transcript().utf8())
        .isEqualTo(DialogueOutcome.TLS_FAILED);
    assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
    assertThat(observation.tls()).isEmpty();
  }

  @Test
  void aServerThatGreetsIsSentNoHandshake() throws Exception {
    Observation observation =
        TestProber.visit(
            SCHEDULED,
            connection -> {
              TestProber.say(connection, "220 mail.example.test ESMTP\r\n");
              TestProber.stayOpen(connection);
            },
            DECLARED);

    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.BANNER_OTHER);
    assertThat(observation.bytesSent()).isZero();
  }

  @Test
  void aHandshakeThatNeverFinishesIsGivenUp() throws Exception {
    assertThat(TestProber.visit(SHORTLY, TestProber::stayOpen, DECLARED).dialogue())
        .isEqualTo(DialogueOutcome.TLS_FAILED);
  }

  @Test
  void aConnectionClosedInTheHandshakeIsNoTls() throws Exception {
    Behaviour closing = connection -> connection.getInputStream().read(new byte[64]);

    Observation observation = TestProber.visit(SHORTLY, closing, DECLARED);

    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.TLS_FAILED);
    assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
  }

  @Test
  void anAlertInTheHandshakeIsNoTls() throws Exception {
    Behaviour refusing =
        connection -> {
          connection.getInputStream().read(new byte[4096]);
          TestProber.say(connection, "\u0015\u0003\u0001\u0000\u0002\u0002(");
          TestProber.stayOpen(connection);
        };

    Observation observation = TestProber.visit(SHORTLY, refusing, DECLARED);

    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.TLS_FAILED);
    assertThat(observation.transcript().utf8()).containsIgnoringCase("handshake_failure");
  }

  /** Miners that were never updated, and pools that keep them, speak nothing newer. */
  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1", "-tls1_2"})
  void oldVersionsOfTlsAreSpoken(String version) throws Exception {
    Assumptions.assumeTrue(OpenSsl.isAvailable(), "BoringSSL does not run here");
    int port = NodeProcess.freePort();
    Path pem = tls.writePem(directory);
    List<String> command =
        List.of(
            "openssl",
            "s_server",
            version,
            "-accept",
            "127.0.0.1:" + port,
            "-cert",
            pem.toString(),
            "-cipher",
            "ALL:@SECLEVEL=0",
            "-quiet",
            "-naccept",
            "1");
    try (NodeProcess server = NodeProcess.start(command)) {
      server.awaitListener(port);
      ProbeTarget target =
          TestProber.target(
              Endpoint.tcp(IpAddress.parse("127.0.0.1"), port),
              Optional.empty(),
              Optional.empty(),
              DECLARED);

      Observation observation = SCHEDULED.visit(target).get(20, TimeUnit.SECONDS);

      assertThat(observation.tls().map(TlsFacts::version))
          .as(observation.transcript().utf8())
          .hasValue(
              switch (version) {
                case "-tls1" -> "TLSv1";
                case "-tls1_1" -> "TLSv1.1";
                default -> "TLSv1.2";
              });
      assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
    }
  }

  @Test
  void nothingBehindTlsIsNotUp() throws Exception {
    Observation observation = TestProber.visit(SHORTLY, within(TestProber::stayOpen), DECLARED);

    assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.SILENT);
    assertThat(observation.tls()).isPresent();
    assertThat(observation.channel()).isEqualTo(Channel.TLS);
  }

  @Test
  void aWebServerWithinTlsIsNotUp() throws Exception {
    Behaviour web =
        within(
            connection -> {
              connection.getInputStream().read(new byte[4096]);
              TestProber.say(connection, PAGE);
            });

    Observation observation = TestProber.visit(SHORTLY, web, DECLARED);

    assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
    assertThat(observation.dialogue()).isEqualTo(DialogueOutcome.HTTP_OTHER);
  }

  /** A socket of which some bytes have been read already, and are given again. */
  private static final class Rewound extends Socket {
    private final Socket socket;
    private final InputStream in;

    Rewound(Socket socket, InputStream in) {
      this.socket = socket;
      this.in = in;
    }

    @Override
    public InputStream getInputStream() {
      return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return socket.getOutputStream();
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public synchronized void close() throws IOException {
      socket.close();
    }
  }
}
