// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.LoopbackServer.Behaviour;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stratum in a WebSocket, against the server's side of RFC 6455 in a few lines. */
@Timeout(40)
class WebSocketProbeTest {

  private static final NettyProber PROBER = TestProber.of(FollowUp.DEFERRED, TestProber.PATIENT);

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

  @AfterAll
  static void stop() {
    PROBER.close();
  }

  private static Observation visit(Behaviour behaviour, Optional<Boolean> tls) throws Exception {
    return visit(PROBER, behaviour, tls);
  }

  private static Observation visit(Prober prober, Behaviour behaviour, Optional<Boolean> tls)
      throws Exception {
    try (LoopbackServer server = new LoopbackServer(behaviour)) {
      ProbeTarget target =
          TestProber.target(
              server.endpoint(),
              Optional.of("pool.example.test"),
              Optional.of(ProbeProtocol.STRATUM1_WS),
              tls);
      return prober.visit(target).get(20, TimeUnit.SECONDS);
    }
  }

  private void upgrade(Socket connection) throws IOException {
    upgrade(connection, () -> {});
  }

  /** What happens between the request and the answer to it. */
  @FunctionalInterface
  private interface Meanwhile {
    void happen() throws IOException;
  }

  private void upgrade(Socket connection, Meanwhile meanwhile) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = connection.getInputStream().read();
      if (next < 0) {
        throw new IOException("no request");
      }
      request.append((char) next);
    }
    requests.add(request.toString());
    String key =
        request
            .toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElseThrow();
    meanwhile.happen();
    TestProber.say(
        connection,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n");
  }

  private static String accept(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A short text frame of a client's: final, masked. */
  private static String message(Socket connection) throws IOException {
    DataInputStream in = new DataInputStream(connection.getInputStream());
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte() & 0x7f;
    length = length == 126 ? in.readUnsignedShort() : length;
    byte[] mask = in.readNBytes(4);
    byte[] text = in.readNBytes(length);
    for (int i = 0; i < text.length; i++) {
      text[i] ^= mask[i % 4];
    }
    return first == 0x81 ? new String(text, StandardCharsets.UTF_8) : "frame " + first;
  }

  private static void answer(Socket connection, String text) throws IOException {
    TestProber.say(connection, "\u0081" + (char) text.length() + text);
  }

  private Behaviour pool() {
    return connection -> {
      upgrade(connection);
      messages.add(message(connection));
      // Shorter than 126 characters, so that its length is one byte.
      answer(connection, "{\"id\":1,\"result\":[[[\"mining.notify\",\"ab12\"]],\"08000002\",4]}");
      TestProber.stayOpen(connection);
    };
  }

  @Test
  void aPoolInAWebSocketIsUp() throws Exception {
    Observation observation = visit(pool(), Optional.of(false));

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
    assertThat(observation.channel()).isEqualTo(Channel.WS);
    assertThat(requests.poll(5, TimeUnit.SECONDS))
        .startsWith("GET / HTTP/1.1\r\n")
        .containsIgnoringCase("host: pool.example.test:")
        .containsIgnoringCase("user-agent: minetrace/test\r\n");
    assertThat(messages.poll(5, TimeUnit.SECONDS)).contains("\"mining.subscribe\"");
    assertThat(observation.transcript().utf8())
        .as("the wire is masked")
        .contains("# our message: {\"id\":1", "# message: {\"id\":1,\"result\"");
  }

  @Test
  void aPoolInAWebSocketWithinTlsIsUp(@TempDir Path directory) throws Exception {
    TestTls tls = TestTls.selfSigned(directory, "CN=ws.example.test", "dns:ws.example.test");
    Behaviour secure =
        connection -> {
          try (SSLSocket socket = tls.accept(connection)) {
            pool().serve(socket);
          }
        };

    Observation observation = visit(secure, Optional.of(true));

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
    assertThat(observation.channel()).isEqualTo(Channel.WSS);
  }

  @Test
  void aWebServerThatDoesNotUpgradeIsNotUp() throws Exception {
    Observation observation =
        visit(
            connection -> {
              connection.getInputStream().read(new byte[4096]);
              TestProber.say(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
              TestProber.stayOpen(connection);
            },
            Optional.of(false));

    assertThat(observation.verdict()).isEqualTo(Verdict.LISTENING);
    assertThat(observation.dialogue())
        .as(observation.transcript().utf8())
        .isEqualTo(DialogueOutcome.HTTP_OTHER);
  }

  @Test
  void aMessageTooLongIsNotTaken() throws Exception {
    Observation observation =
        visit(
            connection -> {
              upgrade(connection);
              message(connection);
              // A text frame that announces a terabyte.
              TestProber.say(connection, "\u0081\u007f\0\0\u0001\0\0\0\0\0{");
              TestProber.stayOpen(connection);
            },
            Optional.of(false));

    assertThat(observation.verdict())
        .as(observation.transcript().utf8())
        .isEqualTo(Verdict.LISTENING);
    assertThat(observation.transcript().utf8()).contains("# no WebSocket: ");
  }

  @Test
  void aServerThatSaysGoodByeIsListening() throws Exception {
    Observation observation =
        visit(
            connection -> {
              upgrade(connection);
              message(connection);
              TestProber.say(connection, "\u0088\u0002\u0003\u00e8");
              TestProber.stayOpen(connection);
            },
            Optional.of(false));

    assertThat(observation.verdict())
        .as(observation.transcript().utf8())
        .isEqualTo(Verdict.LISTENING);
  }

  /** More than half of the time for an answer, and less than all of it. */
  @Test
  void aSlowUpgradeIsAnUpgrade() throws Exception {
    ProbeTimeouts timeouts = new ProbeTimeouts(5000, 60, 7000, 1000, 9000, 20_000, 64);
    try (NettyProber prober = TestProber.of(FollowUp.DEFERRED, timeouts)) {
      Observation seen =
          visit(
              prober,
              connection -> {
                upgrade(
                    connection,
                    () -> {
                      connection.setSoTimeout(3800);
                      assertThatThrownBy(() -> connection.getInputStream().read())
                          .isInstanceOf(SocketTimeoutException.class);
                      connection.setSoTimeout(0);
                    });
                messages.add(message(connection));
                answer(connection, TestProber.SESSION);
              },
              Optional.of(false));

      assertThat(seen.verdict()).as(seen.transcript().utf8()).isEqualTo(Verdict.UP);
    }
  }
}
