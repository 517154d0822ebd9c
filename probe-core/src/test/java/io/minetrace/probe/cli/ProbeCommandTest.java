// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.cli.CommandRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class ProbeCommandTest {

  private static final String WORK =
      """
      {"id":1,"result":[[["mining.notify","ab12"]],"08000002",4],"error":null}
      \033[31m
      {"id":null,"method":"mining.notify","params":["bf",\
      "4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000",\
      "01000000010000000000000000000000000000000000000000000000000000000000000000\
      ffffffff20020862062f503253482f04b8864e5008",\
      "072f736c7573682f000000000100f2052a010000001976a914\
      d23fcdf86f7e756a64a7a9688ef9903327048ed988ac00000000",\
      [],"00000002","1c2ac4af","504e86b9",false]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<ServerSocket> servers = new ArrayList<>();

  private int run(String... arguments) {
    CommandLine line = CommandRunner.commandLine(new ProbeCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  /** A server on loopback that answers any line with the words; its target text. */
  private String server(String words) throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    servers.add(socket);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  try (Socket connection = socket.accept()) {
                    connection.getInputStream().read();
                    connection.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                    connection.getInputStream().readAllBytes();
                  }
                }
              } catch (IOException e) {
                // The test is over.
              }
            },
            "server");
    thread.setDaemon(true);
    thread.start();
    return "127.0.0.1:" + socket.getLocalPort();
  }

  @AfterEach
  void stop() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  @Test
  void aMiningServiceIsProvenWithItsTranscript() throws IOException {
    String target = server(WORK);

    int exitCode = run("--transcript", "--allow-net", "127.0.0.0/8", target);

    assertThat(exitCode).isZero();
    assertThat(out.toString())
        .contains(target, "UP: gives work to mine (E4, MINING)", "protocol  stratum1")
        .contains("> {\"id\":1,\"method\":\"mining.subscribe\"", "< {\"id\":1,\"result\"")
        .doesNotContain("\u001b");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void jsonHasExactlyThePromisedColumns() throws IOException {
    String target = server(WORK);

    int exitCode = run("--json", "--allow-net", "127.0.0.0/8", target);

    assertThat(exitCode).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    JsonNode row = new ObjectMapper().readTree(out.toString());
    List<String> columns = new ArrayList<>();
    row.fieldNames().forEachRemaining(columns::add);
    assertThat(String.join(", ", columns))
        .isEqualTo(
            "target, verdict, evidence, reach, channel, dialogue, protocol, coin_declared,"
                + " coin_inferred, coin_rule, software, started_at, ended_at, transcript_sha256,"
                + " address, port, fqdn, vantage, prober, protocols, coin_confidence,"
                + " coin_contradiction, algorithm, height, difficulty, block, merged_mining, pool_tag, tls,"
                + " discovered, why");
    assertThat(row.path("target").asText()).isEqualTo(target);
    assertThat(row.path("verdict").asText()).isEqualTo("UP");
    assertThat(row.path("channel").asText()).isEqualTo("plain");
    assertThat(row.path("software").isNull()).isTrue();
    assertThat(row.path("started_at").asText()).matches("20..-..-..T..:..:..\\....Z");
    assertThat(row.path("transcript_sha256").asText()).matches("[0-9a-f]{64}");
  }

  @Test
  void oneTargetNotProvenIsEnoughForItsExitCode() throws IOException {
    int exitCode =
        run(
            "--json",
            "--spacing",
            "0",
            "--allow-net",
            "127.0.0.0/8",
            server(WORK),
            server("{\"result\":\"ok\"}\n"));

    assertThat(exitCode).isEqualTo(8);
    assertThat(out.toString().lines().map(line -> line.contains("\"verdict\":\"UP\"")))
        .containsExactly(true, false);
  }

  @Test
  void anAddressThatIsNotPublicIsRefusedWithAHint() throws IOException {
    int exitCode = run(server(WORK));

    assertThat(exitCode).isEqualTo(9);
    assertThat(out.toString()).contains("UNKNOWN: not visited");
    assertThat(err.toString()).contains("hint: --allow-net");
  }

  @Test
  void aNameThatCannotBeIsNotVisited() {
    int exitCode = run("--json", "--name-server", "127.0.0.1:9", "no..name.test:3333");

    assertThat(exitCode).isEqualTo(8);
    assertThat(out.toString()).contains("\"reach\":\"DNS_NXDOMAIN\"", "\"verdict\":\"UNKNOWN\"");
  }

  @Test
  void severalTargetsMakeATableInTheirOrder() throws IOException {
    String good = server(WORK);
    String other = server("{\"result\":\"ok\"}\n");

    int exitCode = run("--spacing", "0", "--allow-net", "127.0.0.0/8", other, good, other);

    assertThat(exitCode).isEqualTo(8);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("target ").contains("verdict", "protocol", "why");
    assertThat(lines.get(1)).startsWith(other).contains("LISTENING");
    assertThat(lines.get(2)).startsWith(good).contains("UP ", "E4", "gives work to mine");
    assertThat(err.toString()).contains("targets: 1 proven, 1 not proven, 0 refused by policy");
  }

  @Test
  void aListOfCandidatesIsProbedAndItsBadLinesAreNamed(@TempDir Path directory) throws IOException {
    String good = server(WORK);
    Path list =
        Files.writeString(
            directory.resolve("candidates.csv"),
            "address,port,transport,score,reasons\n"
                + good.replace(':', ',')
                + ",tcp,90,\"+20 a, b|+5 c\"\n127.0.0.1,99999,tcp,80,\nshort\n");

    int exitCode =
        run("--json", "--spacing", "0", "--allow-net", "127.0.0.0/8", "--list", list.toString());

    assertThat(exitCode).isEqualTo(8);
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString()).contains("\"target\":\"" + good + "\"", "\"verdict\":\"UP\"");
    assertThat(err.toString())
        .contains("candidates.csv:3: port: 99999 (expected: 1..65535)")
        .contains("candidates.csv:4: 1 cells, none with address and port");
  }

  @Test
  void plainListsHaveRemarksAndEmptyLines(@TempDir Path directory) throws IOException {
    String good = server(WORK);
    Path list =
        Files.writeString(
            directory.resolve("list"), "# suspicious\n\n" + good + "\n  " + good + "\n");

    assertThat(run("--allow-net", "127.0.0.0/8", "--list", list.toString())).isZero();
    assertThat(err.toString()).contains("targets: 1 proven, 0 not proven");
  }

  @Test
  void whoOptedOutIsNotVisited(@TempDir Path directory) throws IOException {
    Path optOut = Files.writeString(directory.resolve("opt-out"), "127.0.0.1\n");

    int exitCode = run("--allow-net", "127.0.0.0/8", "--opt-out", optOut.toString(), server(WORK));

    assertThat(exitCode).isEqualTo(9);
    assertThat(out.toString()).contains("its owner asked not to be probed");
  }

  @Test
  void moreHasteThanIsPoliteNeedsANetworkOfOnesOwn() {
    assertThat(run("--spacing", "1", "192.0.2.1:3333")).isEqualTo(2);
    assertThat(err.toString()).contains("--spacing: 1 (expected: 5 or more, but for networks");
  }

  @Test
  void aMistypedProtocolIsToldTheNearest() {
    assertThat(run("--protocol", "stratum-1", "192.0.2.1:3333")).isEqualTo(2);
    assertThat(err.toString()).contains("'stratum-1'; did you mean stratum1?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool.example.test", "pool.example.test:0", "1:2:3", "[::1]"})
  void aTargetThatIsNoneIsWrongUsage(String target) {
    assertThat(run(target)).isEqualTo(2);
    assertThat(err.toString()).containsAnyOf("HOST:PORT", "target");
  }

  @Test
  void wrongOptionsAreWrongUsage() {
    String target = "192.0.2.1:3333";

    assertThat(run()).isEqualTo(2);
    assertThat(run("--protocol", "stratum", target)).isEqualTo(2);
    assertThat(err.toString()).contains("stratum1", "getblocktemplate", "monero-daemon");
    assertThat(run("--allow-net", "10.0.0.1/8", target)).isEqualTo(2);
    assertThat(run("--agent", "two\nlines", target)).isEqualTo(2);
    assertThat(run("--spacing", "-1", target)).isEqualTo(2);
    assertThat(run("--name-server", "dns.example.test", target)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  private static final String ASKS_FOR_LOGIN =
      """
      HTTP/1.1 401 Unauthorized\r
      WWW-Authenticate: Basic realm="jsonrpc"\r
      Content-Length: 0\r
      \r
      """;

  private static Path logins(Path directory, String permissions, String lines) throws IOException {
    Path file = Files.writeString(directory.resolve("logins"), lines);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void theLoginOfANodeOfOnesOwnIsSaidAndNotShown(@TempDir Path directory) throws IOException {
    String node = server(ASKS_FOR_LOGIN);
    Path file = logins(directory, "rw-------", node + " alibaba open-sesame\n");

    run(
        "--transcript",
        "--protocol",
        "getblocktemplate",
        "--allow-net",
        "127.0.0.0/8",
        "--node-logins",
        file.toString(),
        node);

    assertThat(out.toString())
        .contains("asked again with the login", "Authorization: [withheld]", "E3, MINING")
        .doesNotContain("open-sesame", "YWxpYmFiYTpvcGVuLXNlc2FtZQ==");
  }

  @Test
  void aFileOfLoginsThatOthersCanReadIsRefused(@TempDir Path directory) throws IOException {
    Path file = logins(directory, "rw-r--r--", "192.0.2.1:8332 alibaba open-sesame\n");

    assertThat(run("--node-logins", file.toString(), "192.0.2.1:8332")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("error: " + file + ": permissions rw-r--r-- (expected: access for its owner");
  }

  @Test
  void badFilesOfLoginsAndAddressesAreNamed(@TempDir Path directory) throws IOException {
    Path logins = logins(directory, "rw-------", "192.0.2.1 alibaba open-sesame\n");
    Path addresses = Files.writeString(directory.resolve("addresses"), "ERG\n");

    assertThat(run("--node-logins", logins.toString(), "192.0.2.1:8332")).isEqualTo(2);
    assertThat(run("--node-logins", directory + "/none", "192.0.2.1:8332")).isEqualTo(2);
    assertThat(run("--own-addresses", addresses.toString(), "192.0.2.1:8332")).isEqualTo(2);
    assertThat(run("--own-addresses", directory + "/none", "192.0.2.1:8332")).isEqualTo(2);
    assertThat(err.toString())
        .contains(logins + ", line 1: the first word is no endpoint (expected: ADDRESS:PORT")
        .contains("--node-logins: " + directory + "/none: no such file")
        .contains(addresses + ", line 1: 1 words (expected: COIN ADDRESS, without a worker)")
        .contains("--own-addresses: " + directory + "/none: no such file")
        .doesNotContain("sesame");
  }

  @Test
  void theEnvironmentNamesTheFilesToo(@TempDir Path directory) throws IOException {
    Path logins = logins(directory, "rw-------", "192.0.2.1:8332 alibaba open-sesame\n");
    Path addresses = Files.writeString(directory.resolve("addresses"), "ERG 9ExampleAddress\n");
    NetworkOptions options = new NetworkOptions();

    assertThat(options.nodeLogins(Map.of("MINETRACE_NODE_LOGINS", logins.toString())))
        .hasToString("1 logins");
    assertThat(options.addresses(Map.of("MINETRACE_OWN_ADDRESSES", addresses.toString())))
        .hasToString("1 addresses");
    assertThat(options.nodeLogins(Map.of("MINETRACE_NODE_LOGINS", ""))).hasToString("0 logins");
  }

  @Test
  void helpNamesTheExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Exit codes:", "refused by policy");
  }
}
