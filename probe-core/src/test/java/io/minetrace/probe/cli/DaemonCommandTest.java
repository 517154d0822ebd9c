// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.cli.CommandRunner;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.window.Evidence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The daemon as a user starts it: real sockets on loopback, a real database. */
class DaemonCommandTest {

  private static final String SUBSCRIBED =
      "{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"a1\"],[\"mining.notify\",\"b2\"]],"
          + "\"08000002\",4],\"error\":null}\n";

  @TempDir private Path directory;

  /** Answers every line with a Stratum session, until it is closed. */
  private static void serve(ServerSocket server) {
    try {
      while (true) {
        try (Socket miner = server.accept();
            BufferedReader lines =
                new BufferedReader(
                    new InputStreamReader(miner.getInputStream(), StandardCharsets.UTF_8))) {
          while (lines.readLine() != null) {
            miner.getOutputStream().write(SUBSCRIBED.getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private static DeclaredService service(int port) {
    return new DeclaredService(
        "Pool", "", "127.0.0.1", port, "BTC", "sha256d", "stratum1", "", "", "test", "");
  }

  private int run(StringWriter err, DatabaseLocation.Remote database, String... options)
      throws IOException {
    Path password = Files.writeString(directory.resolve("password"), database.password());
    CommandLine line = CommandRunner.commandLine(new DaemonCommand());
    line.setErr(new PrintWriter(err, true));
    String[] arguments = List.of(options).toArray(new String[options.length + 7]);
    System.arraycopy(
        new String[] {
          "--once",
          "--db",
          database.url(),
          "--db-user",
          database.user(),
          "--db-password-file",
          password.toString()
        },
        0,
        arguments,
        options.length,
        7);
    return line.execute(arguments);
  }

  @Test
  void aPoolOnLoopbackIsFoundVisitedAndStored() throws IOException {
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    try (ServerSocket pool = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Catalog catalog = Catalog.open(database)) {
      Thread miners = new Thread(() -> serve(pool), "pool");
      miners.setDaemon(true);
      miners.start();
      catalog.declare(List.of(service(pool.getLocalPort())));

      StringWriter err = new StringWriter();
      int exitCode = run(err, database, "--allow-net", "127.0.0.0/8", "--vantage", "test");

      assertThat(exitCode).as(err.toString()).isZero();
      assertThat(err.toString()).contains("\"event\":\"stored\",\"in_all\":1");
      Endpoint endpoint = Endpoint.tcp(IpAddress.parse("127.0.0.1"), pool.getLocalPort());
      assertThat(catalog.windows(endpoint))
          .singleElement()
          .satisfies(
              window -> {
                assertThat(window.evidence()).isEqualTo(Evidence.E3);
                assertThat(window.segments().get(0).pools()).containsExactly("Pool");
              });
    }
  }

  private static final String NODE_ASKS =
      """
      HTTP/1.1 401 Unauthorized\r
      WWW-Authenticate: Basic realm="jsonrpc"\r
      Content-Length: 0\r
      \r
      """;

  /** "alibaba:open-sesame". */
  private static final String LOGIN = "Authorization: Basic YWxpYmFiYTpvcGVuLXNlc2FtZQ==";

  private static final String WORK_OF_NODE =
      "{\"result\":{\"capabilities\":[\"proposal\"],\"rules\":[\"!mweb\"],\"previousblockhash\":\""
          + "ab".repeat(32)
          + "\"}}";

  private static final String WORK_OF_POOL =
      "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"1\",1200000,\""
          + "ab".repeat(32)
          + "\",\"\",\"\",3,\"123456789\",\"\",true]}\n";

  /** Gives work to whoever logs in, be it a node's owner over HTTP or a pool's miner in lines. */
  private static void serveOwner(ServerSocket server) {
    try {
      while (true) {
        try (Socket miner = server.accept();
            BufferedReader lines =
                new BufferedReader(
                    new InputStreamReader(miner.getInputStream(), StandardCharsets.UTF_8))) {
          boolean known = false;
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            known |= line.equals(LOGIN) || line.contains("\"9ExampleOfAnAddress.probe\"");
            String answer = "";
            if (line.startsWith("{\"id\":1") && !line.contains("HTTP")) {
              answer = SUBSCRIBED;
            } else if (line.startsWith("{\"id\":2")) {
              answer = known ? WORK_OF_POOL : "";
            } else if (line.isEmpty()) {
              answer =
                  known
                      ? "HTTP/1.1 200 OK\r\nContent-Length: "
                          + WORK_OF_NODE.length()
                          + "\r\n\r\n"
                          + WORK_OF_NODE
                      : NODE_ASKS;
            }
            miner.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private static void start(ServerSocket server) {
    Thread thread = new Thread(() -> serveOwner(server), "server");
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void aNodeAndAPoolGiveWorkToTheirOwner() throws IOException {
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    try (ServerSocket node = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ServerSocket pool = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Catalog catalog = Catalog.open(database)) {
      start(node);
      start(pool);
      catalog.declare(
          List.of(
              new DeclaredService(
                  "Node",
                  "",
                  "127.0.0.1",
                  node.getLocalPort(),
                  "LTC",
                  "",
                  "getblocktemplate",
                  "",
                  "",
                  "test",
                  ""),
              new DeclaredService(
                  "Pool",
                  "",
                  "127.0.0.1",
                  pool.getLocalPort(),
                  "ERG",
                  "",
                  "stratum1",
                  "",
                  "",
                  "test",
                  "")));
      Path logins =
          Files.writeString(
              directory.resolve("logins"),
              "127.0.0.1:" + node.getLocalPort() + " alibaba open-sesame\n");
      Files.setPosixFilePermissions(logins, PosixFilePermissions.fromString("rw-------"));
      Path addresses = Files.writeString(directory.resolve("own"), "ERG 9ExampleOfAnAddress\n");

      StringWriter err = new StringWriter();
      int exitCode =
          run(
              err,
              database,
              "--allow-net",
              "127.0.0.0/8",
              "--spacing",
              "1s",
              "--node-logins",
              logins.toString(),
              "--own-addresses",
              addresses.toString());

      assertThat(exitCode).as(err.toString()).isZero();
      for (ServerSocket server : List.of(node, pool)) {
        Endpoint endpoint = Endpoint.tcp(IpAddress.parse("127.0.0.1"), server.getLocalPort());
        assertThat(catalog.windows(endpoint))
            .singleElement()
            .satisfies(window -> assertThat(window.evidence()).isEqualTo(Evidence.E4));
      }
      assertThat(err.toString()).doesNotContain("sesame", "alibaba");
    }
  }

  @Test
  void aForbiddenAddressIsRecordedAndNotVisited() throws IOException {
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    try (Catalog catalog = Catalog.open(database)) {
      catalog.declare(List.of(service(3333)));

      StringWriter err = new StringWriter();
      assertThat(run(err, database)).as(err.toString()).isZero();

      assertThat(catalog.observationCount(Endpoint.parse("127.0.0.1:3333"))).isEqualTo(1);
      assertThat(catalog.windows(Endpoint.parse("127.0.0.1:3333"))).isEmpty();
      assertThat(catalog.search("127.0.0.1:3333").get(0).lastVerdict()).hasValue("UNKNOWN");
    }
  }

  @Test
  void wrongOptionsAreWrongUsage() throws IOException {
    StringWriter err = new StringWriter();
    DatabaseLocation.Remote nowhere =
        new DatabaseLocation.Remote("jdbc:mariadb://127.0.0.1:1/x", "u", "p");

    assertThat(run(err, nowhere, "--sweep-interval", "soon")).isEqualTo(2);
    assertThat(err.toString()).contains("'soon' (expected: as 45s, 30m, 3h or 1d)");
    assertThat(run(err, nowhere, "--allow-net", "all")).isEqualTo(2);
    assertThat(run(err, nowhere)).isEqualTo(5);
  }
}
