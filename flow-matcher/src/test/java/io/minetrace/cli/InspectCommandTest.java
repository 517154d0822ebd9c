// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  @TempDir private Path directory;

  private byte[] compressed;

  @BeforeEach
  void prepare() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Path sample = SampleFlows.root().resolve("softflowd-v5-sampled/flows.pcap");
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(Files.readAllBytes(sample));
    }
    compressed = bytes.toByteArray();
    Files.write(directory.resolve("a.pcap.gz"), compressed);
    try (InputStream in =
        getClass().getResourceAsStream("/contract/flow_tools/flow-import-v7-big.ft")) {
      Files.write(directory.resolve("b.ft"), in.readAllBytes());
    }
  }

  @Test
  void everyFileIsDescribed() throws IOException {
    Files.writeString(directory.resolve(".books"), "x");
    Program run = Program.run(directory, "inspect", ".");
    assertThat(run.err()).isEqualTo("passed over: 1 hidden file\n");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .containsPattern("format +pcap, nanoseconds, Ethernet in gzip\n")
        .containsPattern("exporters +10\\.99\\.0\\.\\d domain 0 \\(\\d+ flows\\)\n")
        .containsPattern("format +flow-tools stream 3, NetFlow v7, big-endian\n")
        .containsPattern("flows +10\n")
        .containsPattern("time span +1970-01-01T00:00:00.005Z … 2026-11-22T14:43:30.255Z\n")
        .containsPattern("end before start +1 flows, as exported\n")
        .containsPattern("comments +flow-import\n");
  }

  @Test
  void aProgramCanReadIt() throws IOException {
    Program run = Program.run(directory, "inspect", "--json", ".");
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"file\":\"./") && line.endsWith("}"))
        .anyMatch(line -> line.contains("\"flow_records_by_sampling_packet_interval\":{\"5\":318}"))
        .anyMatch(
            line ->
                line.contains("\"format\":\"flow-tools stream 3, NetFlow v7, big-endian\"")
                    && line.contains(
                        "{\"exporter_ip_address\":\"192.0.2.2\",\"observation_domain_id\":264,"
                            + "\"flow_records\":1}"));
  }

  @Test
  void whatWasReadOfADamagedFileIsDescribedToo() throws IOException {
    Files.delete(directory.resolve("b.ft"));
    Files.write(directory.resolve("a.pcap.gz"), Arrays.copyOf(compressed, compressed.length - 100));
    Program run = Program.run(directory, "inspect", "a.pcap.gz");
    assertThat(run.exit()).isEqualTo(3);
    String failure = "a.pcap.gz, offset " + (compressed.length - 100) + ": gzip data end early";
    assertThat(run.err()).startsWith("error: " + failure);
    assertThat(run.out()).containsPattern("flows +\\d+\n").containsPattern("ended by +" + failure);
    Files.writeString(directory.resolve("a.pcap.gz"), "no flows");
    Program none = Program.run(directory, "inspect", "--json", "a.pcap.gz");
    assertThat(none.exit()).isEqualTo(4);
    assertThat(none.out())
        .startsWith("{\"file\":\"a.pcap.gz\",\"failure\":\"a.pcap.gz, offset 0: not a known flow");
  }

  @Test
  void aReaderThatGoesAwayIsNoError() throws Exception {
    byte[] small = Files.readAllBytes(directory.resolve("b.ft"));
    for (int i = 0; i < 2000; i++) {
      Files.write(directory.resolve("c" + i + ".ft"), small);
    }
    Process process = Program.start(directory, "inspect", "--json", ".");
    process.getOutputStream().close();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).startsWith("{");
    }
    String err = Program.text(process.getErrorStream());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(err).isEmpty();
    assertThat(process.exitValue()).isZero();
  }
}
