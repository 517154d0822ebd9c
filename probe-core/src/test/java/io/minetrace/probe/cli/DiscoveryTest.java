// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.cli.CommandRunner;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.TestCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From flows to a catalog that knows more: every step as its user has it. */
@Timeout(300)
class DiscoveryTest {

  private static final String WORK =
      """
      {"id":1,"result":[[["mining.notify","ab12"]],"08000002",4],"error":null}
      {"id":null,"method":"mining.notify","params":["bf",\
      "4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000",\
      "01000000010000000000000000000000000000000000000000000000000000000000000000\
      ffffffff20020862062f503253482f04b8864e5008",\
      "072f736c7573682f000000000100f2052a010000001976a914\
      d23fcdf86f7e756a64a7a9688ef9903327048ed988ac00000000",\
      [],"00000002","1c2ac4af","504e86b9",false]}
      """;

  @TempDir private Path directory;

  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    var line = CommandRunner.commandLine(command);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return new Ran(line.execute(arguments), out.toString(), err.toString());
  }

  /** In a process of its own: it is another program. */
  private Ran flowMatcher(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.minetrace.cli.FlowMatcherMain");
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Ran(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  private Ran catalog(DatabaseLocation.Remote database, String... arguments) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), database.password() + "\n");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--db", database.url(), "--db-user", database.user()));
    all.addAll(List.of("--db-password-file", password.toString()));
    return run(new CatalogCommand(), all.toArray(new String[0]));
  }

  private static void answer(ServerSocket server, String words) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  try (Socket connection = server.accept()) {
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
  }

  /** An hour of two hosts at two services: records of five minutes, both ways. */
  private void writeFlows(int pool, int sensor, Instant end) throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "flow_start,flow_end,source_ip_address,destination_ip_address,source_transport_port,"
                + "destination_transport_port,protocol_identifier,tcp_control_bits,"
                + "octet_delta_count,packet_delta_count\n");
    for (int piece = 12; piece > 0; piece--) {
      Instant from = end.minusSeconds(300L * piece);
      String times = from + "," + from.plusSeconds(299);
      for (int host = 1; host <= 2; host++) {
        int clientPort = 40_000 + host;
        String client = "10.20.0." + host;
        csv.append(
            "%s,%s,127.0.0.1,%d,%d,6,24,15000,120%n".formatted(times, client, clientPort, pool));
        csv.append(
            "%s,127.0.0.1,%s,%d,%d,6,24,40000,100%n".formatted(times, client, pool, clientPort));
        csv.append(
            "%s,%s,127.0.0.1,%d,%d,6,24,9000,100%n"
                .formatted(times, client, clientPort + 10, sensor));
        csv.append(
            "%s,127.0.0.1,%s,%d,%d,6,24,12000,100%n"
                .formatted(times, client, sensor, clientPort + 10));
      }
    }
    Files.writeString(directory.resolve("flows.csv"), csv);
  }

  @Test
  void whatFlowsSuggestAndAProbeProvesIsMatchedAfterwards()
      throws IOException, InterruptedException {
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    try (ServerSocket pool = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ServerSocket sensor = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      answer(pool, WORK);
      answer(sensor, "{\"result\":\"ok\"}\n");
      String poolTarget = "127.0.0.1:" + pool.getLocalPort();
      String sensorTarget = "127.0.0.1:" + sensor.getLocalPort();
      // The prober takes its time from the system, and flows of other years match nothing.
      Instant now = InstantSource.system().instant();
      writeFlows(pool.getLocalPort(), sensor.getLocalPort(), now);

      Ran found = flowMatcher("candidates", "flows.csv", "--inside", "10.0.0.0/8");
      assertThat(found.exitCode()).as(found.err()).isZero();
      assertThat(found.err()).contains(poolTarget, sensorTarget, "candidates    2");

      String list = directory.resolve("minetrace-candidates/candidates.csv").toString();
      Ran probed =
          run(
              new ProbeCommand(),
              "--list",
              list,
              "--json",
              "--spacing",
              "0",
              "--allow-net",
              "127.0.0.0/8");
      assertThat(probed.exitCode()).as("the sensor is no pool").isEqualTo(8);
      assertThat(probed.out().lines()).hasSize(2);
      Path results = Files.writeString(directory.resolve("probed.ndjson"), probed.out());

      Ran imported = catalog(database, "import", results.toString(), "--pool", "Found Pool");
      assertThat(imported.exitCode()).as(imported.err()).isZero();
      assertThat(imported.err())
          .contains("2 probe results: 1 new, 0 known already, 0 bad, 1 not proven, left out");
      assertThat(catalog(database, "import", results.toString(), "--pool", "Found Pool").err())
          .as("again")
          .contains("0 new, 1 known already");

      String windows = directory.resolve("windows.zip").toString();
      Ran snapshot = catalog(database, "snapshot", windows);
      assertThat(snapshot.exitCode()).as(snapshot.err()).isZero();

      Ran matched =
          flowMatcher("match", "flows.csv", "-w", windows, "--min-coverage", "0", "-o", "-");
      assertThat(matched.exitCode()).as(matched.err()).isZero();
      assertThat(matched.out().lines().skip(1))
          .hasSize(48)
          .allMatch(row -> row.contains("Found Pool") && row.contains("," + pool.getLocalPort()))
          .noneMatch(row -> row.contains("," + sensor.getLocalPort() + ","));

      Ran again =
          flowMatcher(
              "candidates", "flows.csv", "--inside", "10.0.0.0/8", "-w", windows, "-o", "-");
      assertThat(again.err()).contains("48 of services that the windows know", "candidates    1");
      assertThat(again.out()).contains("," + sensor.getLocalPort() + ",tcp,");
    }
  }
}
