// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.format.ReadFlows;
import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The samples, whose flows are proven elsewhere, as the nfdump of this machine compresses them. */
class RecompressedTest {

  /** nfdump's options by what the file then says of itself. */
  private static final List<List<String>> OPTIONS =
      List.of(List.of("-z", "LZO"), List.of("-j", "BZ2"), List.of("-y", "LZ4"));

  private static boolean hasNfdump() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nfdump")));
  }

  @TestFactory
  Stream<DynamicTest> compressionChangesNothing(@TempDir Path folder) throws IOException {
    assumeTrue(hasNfdump(), "no nfdump on the path");
    return SampleFlows.captures("nfcapd").stream()
        .filter(sample -> sample.endsWith("flows.nfcapd"))
        .flatMap(
            sample ->
                OPTIONS.stream()
                    .map(
                        option ->
                            DynamicTest.dynamicTest(
                                SampleFlows.root().relativize(sample) + " " + option.get(1),
                                () -> compare(sample, option.get(0), option.get(1), folder))));
  }

  private static void compare(Path sample, String option, String label, Path folder)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "flows", ".nfcapd");
    Process nfdump =
        new ProcessBuilder("nfdump", "-r", sample.toString(), "-w", file.toString(), option)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nfdump.log").toFile())
            .start();
    assertThat(nfdump.waitFor(60, TimeUnit.SECONDS)).as("nfdump ends").isTrue();
    ReadFlows read = ReadFlows.of(Files.readAllBytes(file));
    assertThat(read.report().orElseThrow().format()).isEqualTo("nfcapd layout 2, " + label);
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
    assertThat(asWritten(read)).isNotEmpty().isEqualTo(asWritten(read(sample)));
  }

  private static ReadFlows read(Path file) throws IOException {
    return ReadFlows.of(Files.readAllBytes(file));
  }

  /** nfdump writes the flows into blocks of its own, and its exporters where it likes. */
  private static List<String> asWritten(ReadFlows read) {
    return read.flows().stream()
        .map(
            flow ->
                flow.replaceAll(
                    "(record_ordinal|sampling_packet_interval|exporter_ip_address"
                        + "|observation_domain_id)=\\S+ ",
                    ""))
        .toList();
  }
}
