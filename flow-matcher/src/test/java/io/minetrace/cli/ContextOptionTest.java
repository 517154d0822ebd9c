// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else a host had to do with the machine of a pool. */
class ContextOptionTest {

  @TempDir private Path directory;

  private String sample;
  private String other;

  /** The pool's port is known under another number, so that all flows to it are context. */
  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    other = SampleFlows.root().resolve("pmacct-ipfix/flows.pcap").toString();
    PlantedWindows.write(directory.resolve("pools.zip"));
    PlantedWindows.write(
        directory.resolve("moved.zip"),
        List.of(up("198.51.100.10:3334", "2020-01-01T00:00", "2099-01-01T00:00").window()));
  }

  private Program run(String windows, String... more) {
    List<String> arguments = new ArrayList<>(List.of("match", sample, other, "-w", windows));
    arguments.addAll(List.of(more));
    return Program.run(directory, arguments.toArray(String[]::new));
  }

  private long flowsToPort(int port, String file) throws IOException {
    return Files.readAllLines(directory.resolve(file)).stream()
        .filter(line -> line.contains("\"transport_port\":" + port + ",\"protocol_identifier\":6,"))
        .mapToLong(line -> Long.parseLong(line.replaceFirst(".*flow_count\":(\\d+),.*", "$1")))
        .sum();
  }

  @Test
  void flowsToOtherPortsAreListedApartAndNeverMatches() throws IOException {
    run("pools.zip", "-o", "known");
    Program program = run("moved.zip", "-o", "r", "--context", "--report", "r.html");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err())
        .containsPattern("matches +0 \\(")
        .contains("not mining", "wrote r/context.csv")
        .contains("wrote r/context.ndjson");
    assertThat(directory.resolve("r/matches.ndjson")).isEmptyFile();
    // By the port alone the same flows are once matches, once context.
    List<String> matches = Files.readAllLines(directory.resolve("known/matches.ndjson"));
    assertThat(flowsToPort(3333, "r/context.ndjson"))
        .isEqualTo(
            matches.stream().filter(m -> m.contains("\"198.51.100.10\",\"pool_port")).count())
        .isPositive();
    List<String> csv = Files.readAllLines(directory.resolve("r/context.csv"));
    assertThat(csv.get(0))
        .isEqualTo(
            "client_ip_address,pool_ip_address,transport_port,protocol_identifier,first_seen,"
                + "last_seen,flow_count,octet_total_count,packet_total_count,mining_services,"
                + "mining_pools,service_confidence");
    assertThat(csv)
        .anyMatch(
            line ->
                line.contains(",198.51.100.10,3333,6,")
                    && line.endsWith(",3334/tcp,Pool,CONFIRMED"));
    assertThat(directory.resolve("r/run.json"))
        .content()
        .contains("\"context\" : \"listed\"", "\"lines\" : " + (csv.size() - 1));
    assertThat(directory.resolve("r.html"))
        .content()
        .contains("addresses there were " + (csv.size() - 1));
  }

  /** The web site of the pool, as the sheet of what is planted in the samples tells it. */
  @Test
  void itHasTheContactsThatArePlanted() throws IOException {
    String planted =
        Files.readAllLines(SampleFlows.root().resolve("planted.csv")).stream()
            .filter(line -> line.startsWith("softflowd-v9,") && line.contains("198.51.100.10,80,"))
            .findFirst()
            .orElseThrow();
    long expected = Long.parseLong(planted.split(",", -1)[9]);
    Program program =
        Program.run(directory, "match", sample, "-w", "pools.zip", "-o", "r", "--context");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(flowsToPort(80, "r/context.ndjson")).isEqualTo(expected);
    String clients =
        Files.readAllLines(directory.resolve("r/context.csv")).stream()
            .filter(line -> line.contains(",198.51.100.10,80,6,"))
            .map(line -> line.substring(0, line.indexOf(',')))
            .collect(Collectors.joining("|"));
    assertThat(clients).isEqualTo(planted.split(",", -1)[8]);
  }

  @Test
  void theMatchesAndTheirDigestAreTheSameWithAndWithout() {
    run("pools.zip", "-o", "without");
    Program with = run("pools.zip", "-o", "with", "--context", "--threads", "3");
    assertThat(with.exit()).as(with.err()).isEqualTo(0);
    assertThat(directory.resolve("with/matches.ndjson"))
        .hasSameBinaryContentAs(directory.resolve("without/matches.ndjson"));
    assertThat(directory.resolve("without/context.csv")).doesNotExist();
  }

  @Test
  void threadsDoNotShow() {
    run("moved.zip", "-o", "a", "--context", "--threads", "1");
    run("moved.zip", "-o", "b", "--context", "--threads", "4");
    for (String file : List.of("context.csv", "context.ndjson")) {
      assertThat(directory.resolve("b").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("a").resolve(file));
    }
  }

  @Test
  void flowsOutsideTheTimeAskedForAreLeftOut() throws IOException {
    run("moved.zip", "-o", "r", "--context", "--to", "2020-01-01");
    assertThat(directory.resolve("r/context.ndjson")).isEmptyFile();
  }

  @Test
  void besideASingleFileItHasTheFilesName() throws IOException {
    Program program = run("moved.zip", "-o", "found.csv", "--context");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder(
            "pools.zip", "moved.zip", "found.csv", "found.csv.run.json", "found.context.csv");
    assertThat(run("moved.zip", "-o", "-", "--context").err())
        .contains("--context is written beside the matches: give a directory or file with -o");
    // What lies there is not read as input again.
    Files.createDirectory(directory.resolve("out"));
    run("moved.zip", "-o", "out/found.csv", "--context");
    Program next = Program.run(directory, "match", "out", sample, "-w", "pools.zip", "-o", "next");
    assertThat(next.exit()).as(next.err()).isEqualTo(0);
    assertThat(next.err()).contains("3 earlier results");
  }
}
