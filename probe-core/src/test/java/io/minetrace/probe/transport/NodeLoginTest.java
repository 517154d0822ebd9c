// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.LoopbackServer.Behaviour;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the login of the owner's own node is said, and where it never is. */
@Timeout(40)
class NodeLoginTest {

  private static final String PASSWORD = "open-sesame";
  private static final String ENCODED = "YWxpYmFiYTpvcGVuLXNlc2FtZQ==";
  private static final String BASIC = "Basic " + ENCODED;

  private static final String ASKS =
      """
      HTTP/1.1 401 Unauthorized\r
      WWW-Authenticate: Basic realm="jsonrpc"\r
      Content-Length: 0\r
      \r
      """;

  private static final String ASKS_FOR_NOTHING =
      "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

  private static final String NAMES_COIN =
      reply(
          "500 Internal Server Error",
          "{\"error\":{\"code\":-9,\"message\":\"Litecoin Core is not connected!\"}}");

  private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();

  /**
   * @param authorization its header field, empty if it has none
   */
  private record Request(String line, String authorization, String body) {}

  private static String reply(String status, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** A server of HTTP that answers each request as it is told. */
  private Behaviour answering(Function<Request, String> answer) {
    return connection -> {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      for (Optional<Request> request = read(in); request.isPresent(); request = read(in)) {
        requests.add(request.get());
        TestProber.say(connection, answer.apply(request.get()));
        if (answer.apply(request.get()).contains("Connection: close")) {
          shut(connection);
        }
      }
    };
  }

  private static void shut(Socket connection) throws IOException {
    connection.shutdownOutput();
  }

  private static Optional<Request> read(BufferedReader in) throws IOException {
    String first = in.readLine();
    if (first == null) {
      return Optional.empty();
    }
    int length = 0;
    String authorization = "";
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
      authorization = line.startsWith("Authorization: ") ? line.substring(15) : authorization;
    }
    char[] body = new char[length];
    for (int at = 0; at < length; at += in.read(body, at, length - at)) {}
    return Optional.of(new Request(first, authorization, new String(body)));
  }

  private Observation visit(
      Behaviour behaviour, Function<Endpoint, String> loginLine, FollowUp followUp)
      throws Exception {
    try (LoopbackServer server = new LoopbackServer(behaviour)) {
      NodeLogins logins = NodeLogins.parse(List.of(loginLine.apply(server.endpoint())));
      try (NettyProber prober = TestProber.of(followUp, TestProber.PATIENT, logins)) {
        ProbeTarget target =
            TestProber.target(
                server.endpoint(),
                Optional.empty(),
                followUp == FollowUp.DEFERRED
                    ? Optional.of(ProbeProtocol.GETBLOCKTEMPLATE)
                    : Optional.empty(),
                Optional.empty());
        return prober.visit(target).get(25, TimeUnit.SECONDS);
      }
    }
  }

  private Observation visit(Function<Request, String> answer) throws Exception {
    return visit(answering(answer), NodeLoginTest::ofServer, FollowUp.DEFERRED);
  }

  private static String ofServer(Endpoint server) {
    return server.toString().replace("/tcp", "") + " alibaba " + PASSWORD;
  }

  private List<String> authorizations() {
    return new ArrayList<>(requests.stream().map(Request::authorization).toList());
  }

  private static void assertWithheld(Observation observation) {
    assertThat(observation.toString() + observation.transcript().utf8())
        .doesNotContain(PASSWORD, ENCODED, "alibaba");
  }

  @Test
  void aNodeThatAsksForTheLoginIsAskedAgainWithIt() throws Exception {
    Observation observation = visit(r -> r.authorization().equals(BASIC) ? NAMES_COIN : ASKS);

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
    assertThat(observation.coin().coins()).containsExactly("LTC");
    assertThat(authorizations()).containsExactly("", BASIC);
    assertThat(observation.transcript().utf8())
        .contains("# asked again with the login that the node's owner gave")
        .contains("> Authorization: [withheld]\\r\\n");
    assertWithheld(observation);
  }

  @Test
  void twoQuestionsAreAskedBehindTheDoorAndNoMore() throws Exception {
    String wantsRules =
        reply(
            "500 Internal Server Error",
            "{\"error\":{\"code\":-8,\"message\":\"getblocktemplate must be called with the segwit"
                + " & mweb rule set\"}}");

    Observation observation = visit(r -> r.authorization().isEmpty() ? ASKS : wantsRules);

    assertThat(observation.verdict()).isEqualTo(Verdict.UP);
    assertThat(authorizations()).containsExactly("", BASIC, BASIC);
  }

  @Test
  void aLoginIsNeverOfferedUnasked() throws Exception {
    visit(r -> NAMES_COIN);
    visit(r -> ASKS_FOR_NOTHING);
    visit(r -> reply("403 Forbidden", "{}"));
    visit(r -> ASKS.replace("Basic realm", "Bearer realm"));
    visit(r -> ASKS.replace("401 Unauthorized", "407 Proxy Authentication Required"));

    assertThat(authorizations()).isNotEmpty().containsOnly("");
  }

  @Test
  void aLoginIsNotSaidToAnotherPortOrAddress() throws Exception {
    visit(
        answering(r -> ASKS),
        server -> "127.0.0.1:" + (server.port() ^ 1) + " alibaba " + PASSWORD,
        FollowUp.DEFERRED);
    visit(
        answering(r -> ASKS),
        server -> "127.0.0.2:" + server.port() + " alibaba " + PASSWORD,
        FollowUp.DEFERRED);

    assertThat(authorizations()).containsExactly("", "");
  }

  @Test
  void aLoginDoesNotFollowARedirection() throws Exception {
    try (LoopbackServer other = new LoopbackServer(answering(r -> ASKS))) {
      String place = other.endpoint().toString().replace("/tcp", "");
      Observation observation =
          visit(
              r ->
                  "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://"
                      + place
                      + "/\r\nWWW-Authenticate: Basic realm=\"jsonrpc\"\r\n"
                      + "Content-Length: 0\r\n\r\n");

      assertThat(observation.discovered()).containsExactly(place);
      assertThat(other.connections()).isZero();
      assertThat(authorizations()).containsExactly("");
    }
  }

  @Test
  void aWrongPasswordIsTriedOnceAndTheNodeIsWhatItWas() throws Exception {
    Observation observation = visit(r -> ASKS);

    assertThat(observation.verdict()).isEqualTo(Verdict.UP);
    assertThat(observation.evidence()).isEqualTo(Evidence.E3);
    assertThat(authorizations()).containsExactly("", BASIC);
    assertThat(observation.transcript().utf8()).contains("# the login was refused");
    assertWithheld(observation);
  }

  @Test
  void aWrongPasswordIsNotTriedOnAnotherConnectionOfTheVisit() throws Exception {
    Behaviour anyHttpServer =
        connection -> {
          connection.setSoTimeout(20_000);
          answering(r -> ASKS.replace("jsonrpc", "private")).serve(connection);
        };

    Observation observation =
        visit(
            connection -> {
              if (requests.isEmpty()) {
                requests.add(new Request(TestProber.line(connection), "", ""));
                TestProber.say(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
              } else {
                anyHttpServer.serve(connection);
              }
            },
            NodeLoginTest::ofServer,
            FollowUp.WITHIN_VISIT);

    assertThat(observation.verdict())
        .as(observation.transcript().utf8())
        .isEqualTo(Verdict.LISTENING);
    assertThat(authorizations().stream().filter(BASIC::equals)).hasSize(1);
    assertThat(requests).as("of the third connection, too").hasSizeGreaterThan(3);
  }

  @Test
  void aServerThatHangsUpAfterItsRefusalIsNotRunAfter() throws Exception {
    visit(r -> ASKS.replace("Content-Length", "Connection: close\r\nContent-Length"));

    assertThat(authorizations()).containsExactly("");
  }

  @Test
  void aDigestIsPreferredAndThePasswordNotSaid() throws Exception {
    String asks =
        ASKS.replace(
            "Content-Length",
            "WWW-Authenticate: Digest qop=\"auth\",algorithm=MD5,realm=\"monero-rpc\","
                + "nonce=\"PFMa\",stale=false\r\nContent-Length");

    Observation observation = visit(r -> r.authorization().isEmpty() ? asks : NAMES_COIN);

    assertThat(observation.coin().coins()).containsExactly("LTC");
    assertThat(authorizations().get(1))
        .startsWith("Digest username=\"alibaba\", realm=\"monero-rpc\", nonce=\"PFMa\", uri=\"/\"");
    assertWithheld(observation);
    assertThat(observation.transcript().utf8())
        .doesNotContain(authorizations().get(1).substring(120));
  }

  @Test
  void aNodeThatRepeatsTheLoginGivesNothingAway() throws Exception {
    Observation observation =
        visit(
            r ->
                r.authorization().isEmpty()
                    ? ASKS
                    : reply(
                            "500 Error",
                            "{\"error\":{\"code\":-9,\"message\":\"Litecoin Core is not"
                                + " connected! alibaba:open-sesame "
                                + r.authorization()
                                + "\"}}")
                        .replace(
                            "Content-Type",
                            "X-You-Said: "
                                + ENCODED
                                + "\r\nServer: "
                                + BASIC
                                + "\r\nContent-Type"));

    assertThat(observation.coin().coins()).containsExactly("LTC");
    assertThat(observation.transcript().utf8())
        .contains("< X-You-Said: [withheld]\\r\\n", "< Server: [withheld]\\r\\n");
    assertThat(observation.software()).isEqualTo("[withheld]");
    assertWithheld(observation);
  }

  private static String asksWithDigest(String nonce, String more) {
    String challenge = "Digest realm=\"r\", nonce=\"" + nonce + "\", qop=\"auth\"" + more;
    return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: "
        + challenge
        + "\r\nContent-Length: 0\r\n\r\n";
  }

  @Test
  void aNonceThatBecameStaleIsRenewedOnTheSameConnection() throws Exception {
    Observation observation =
        visit(
            r -> {
              if (r.authorization().isEmpty()) {
                return asksWithDigest("old", "");
              }
              return r.authorization().contains("nonce=\"new\"")
                  ? NAMES_COIN
                  : asksWithDigest("new", ", stale=true");
            });

    assertThat(observation.coin().coins()).as(observation.transcript().utf8()).contains("LTC");
    assertThat(observation.transcript().utf8())
        .contains("# the nonce was too old")
        .doesNotContain("refused");
    assertWithheld(observation);
  }

  @Test
  void aServerWhoseEveryNonceIsStaleIsNotAskedForEver() throws Exception {
    Observation observation =
        visit(
            r ->
                asksWithDigest(
                    "n" + requests.size(), r.authorization().isEmpty() ? "" : ", stale=true"));

    assertThat(authorizations().stream().filter(said -> !said.isEmpty()))
        .as(observation.transcript().utf8())
        .hasSize(2);
  }

  @Test
  void whatADigestCouldBeGuessedByIsWithheldWhereTheServerRepeatsIt() throws Exception {
    Observation observation =
        visit(
            r ->
                r.authorization().isEmpty()
                    ? asksWithDigest("n", "")
                    : reply(
                        "200 OK", "{\"you\":\"" + r.authorization().replace("\"", "\\\"") + "\"}"));

    String said =
        authorizations().stream().filter(word -> !word.isEmpty()).findFirst().orElseThrow();
    String response = said.replaceAll(".*response=\"([0-9a-f]+)\".*", "$1");
    assertThat(response).hasSize(32);
    assertThat(observation.toString() + observation.transcript().utf8()).doesNotContain(response);
  }
}
