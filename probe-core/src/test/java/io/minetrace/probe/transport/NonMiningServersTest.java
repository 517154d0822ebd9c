// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.LoopbackServer.Behaviour;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten kinds of servers that serve no miners, real ones where a program was at hand, each asked by
 * somebody who knows nothing, by one who believes in TLS, and by one who believes in a node.
 */
@Timeout(90)
class NonMiningServersTest {

  private static final ProbeTimeouts TIMEOUTS =
      new ProbeTimeouts(5000, 300, 3000, 700, 2000, 8000, 64);

  private static final NettyProber PROBER = TestProber.of(FollowUp.WITHIN_VISIT, TIMEOUTS);

  private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|\\d+)");

  @TempDir private Path directory;

  @AfterAll
  static void stop() {
    PROBER.close();
  }

  private static void assertNotMining(Endpoint endpoint) throws Exception {
    assertNotMining(endpoint, Optional.empty(), Optional.empty());
    assertNotMining(endpoint, Optional.empty(), Optional.of(true));
    assertNotMining(endpoint, Optional.of(ProbeProtocol.GETBLOCKTEMPLATE), Optional.of(false));
    assertNotMining(endpoint, Optional.of(ProbeProtocol.STRATUM1_WS), Optional.of(false));
  }

  private static void assertNotMining(
      Endpoint endpoint, Optional<ProbeProtocol> hint, Optional<Boolean> tls) throws Exception {
    Observation observation =
        PROBER
            .visit(TestProber.target(endpoint, Optional.empty(), hint, tls))
            .get(40, TimeUnit.SECONDS);

    String told = observation.transcript().utf8();
    assertThat(observation.reach()).as(told).isEqualTo(Reach.CONNECTED);
    assertThat(observation.evidence()).as(told).isLessThan(Evidence.E2);
    assertThat(observation.verdict()).as(told).isEqualTo(Verdict.LISTENING);
  }

  private static void assertNotMining(Behaviour behaviour) throws Exception {
    try (LoopbackServer server = new LoopbackServer(behaviour)) {
      assertNotMining(server.endpoint());
    }
  }

  private static void assertNotMining(String ready, int port, List<String> command)
      throws Exception {
    try (NodeProcess program = NodeProcess.start(command, ready)) {
      program.await(ready);

      assertNotMining(Endpoint.tcp(IpAddress.parse("127.0.0.1"), port));
    }
  }

  // Real programs.

  @Test
  void nginx() throws Exception {
    int port = NodeProcess.freePort();
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        pid %1$s/pid;
        error_log stderr notice;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server { listen 127.0.0.1:%2$d; root %1$s; }
        }
        """
            .formatted(directory, port));

    assertNotMining(
        "start worker process",
        port,
        List.of(
            "nginx", "-p", directory.toString(), "-c", configuration.toString(), "-e", "stderr"));
  }

  @Test
  void dropbear() throws Exception {
    int port = NodeProcess.freePort();

    assertNotMining(
        "Not backgrounding",
        port,
        List.of(
            "dropbear",
            "-F",
            "-E",
            "-R",
            "-r",
            directory.resolve("key").toString(),
            "-P",
            directory.resolve("pid").toString(),
            "-p",
            "127.0.0.1:" + port));
  }

  @Test
  void redis() throws Exception {
    int port = NodeProcess.freePort();

    assertNotMining(
        "Ready to accept connections",
        port,
        List.of(
            "redis-server",
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--save",
            "",
            "--dir",
            directory.toString()));
  }

  @Test
  void mosquitto() throws Exception {
    int port = NodeProcess.freePort();
    Path configuration = directory.resolve("mosquitto.conf");
    Files.writeString(
        configuration,
        "listener %d 127.0.0.1%nallow_anonymous true%nlog_dest stderr%n".formatted(port));

    assertNotMining(" running", port, List.of("mosquitto", "-c", configuration.toString()));
  }

  // Fakes that are faithful as far as a visit goes.

  @Test
  void aMailServer() throws Exception {
    assertNotMining(
        connection -> {
          TestProber.say(connection, "220 mail.example.test ESMTP Postfix (Debian)\r\n");
          BufferedReader lines = reader(connection);
          while (lines.readLine() != null) {
            TestProber.say(connection, "502 5.5.2 Error: command not recognized\r\n");
          }
        });
  }

  /** One that looks up who calls, before it greets. */
  @Test
  void aMailServerThatTakesItsTime() throws Exception {
    assertNotMining(
        connection -> {
          BufferedReader lines = reader(connection);
          lines.readLine();
          TestProber.say(
              connection,
              "220 mail.example.test ESMTP\r\n500 5.5.1 Command unrecognized: mining.subscribe\r\n");
          TestProber.stayOpen(connection);
        });
  }

  @Test
  void anEchoServer() throws Exception {
    assertNotMining(
        connection -> connection.getInputStream().transferTo(connection.getOutputStream()));
  }

  /** It echoes within a frame of its own, as debugging servers do. */
  @Test
  void aServerThatWrapsWhatItHears() throws Exception {
    assertNotMining(
        connection -> {
          BufferedReader lines = reader(connection);
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            TestProber.say(connection, "{\"id\":1,\"result\":" + line + ",\"error\":null}\n");
          }
        });
  }

  @Test
  void aJsonRpcServerThatSaysOkToAnything() throws Exception {
    for (String result : List.of("\"ok\"", "true", "{}", "{\"status\":\"OK\"}", "[]", "[true]")) {
      assertNotMining(
          connection -> {
            BufferedReader lines = reader(connection);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              TestProber.say(
                  connection,
                  "{\"jsonrpc\":\"2.0\",\"id\":" + id(line) + ",\"result\":" + result + "}\n");
            }
          });
    }
  }

  @Test
  void aJsonRpcServerOverHttpThatSaysOkToAnything() throws Exception {
    assertNotMining(
        connection -> {
          connection.getInputStream().read(new byte[4096]);
          String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}";
          TestProber.say(
              connection,
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body);
          TestProber.stayOpen(connection);
        });
  }

  /** ElectrumX, asked for what it does not know: it repeats the method's name. */
  @Test
  void anElectrumServer() throws Exception {
    Pattern method = Pattern.compile("\"method\":\"([^\"]*)\"");
    assertNotMining(
        connection -> {
          BufferedReader lines = reader(connection);
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher asked = method.matcher(line);
            TestProber.say(
                connection,
                asked.find()
                    ? "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"unknown method \\\""
                        + asked.group(1)
                        + "\\\"\"},\"id\":"
                        + id(line)
                        + "}\n"
                    : "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"invalid JSON\"},"
                        + "\"id\":null}\n");
          }
        });
  }

  @Test
  void tlsWithNothingBehind() throws Exception {
    TestTls tls = TestTls.selfSigned(directory, "CN=nothing.example.test", "dns:nothing.example");
    assertNotMining(
        connection -> {
          try (SSLSocket socket = tls.accept(connection)) {
            TestProber.stayOpen(socket);
          }
        });
  }

  @Test
  void aBannerSpammer() throws Exception {
    assertNotMining(
        connection -> {
          while (true) {
            TestProber.say(
                connection,
                "*** WELCOME TO THE MINE *** stratum mining pool job nonce share difficulty ***\r\n"
                    .repeat(20));
          }
        });
  }

  /** A tarpit for SSH clients: lines that are no version, for ever. */
  @Test
  void aTarpit() throws Exception {
    assertNotMining(
        connection -> {
          for (int i = 0; i < 1000; i++) {
            TestProber.say(connection, Integer.toHexString(i * 7919) + "\r\n");
          }
          TestProber.stayOpen(connection);
        });
  }

  private static BufferedReader reader(Socket connection) throws IOException {
    return new BufferedReader(
        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  private static String id(String request) {
    Matcher id = ID.matcher(request);
    return id.find() ? id.group(1) : "null";
  }
}
