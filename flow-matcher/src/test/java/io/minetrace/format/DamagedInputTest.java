// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every reader owes its user, on every sample: damage costs what is damaged, and is told. */
class DamagedInputTest {

  private static final int CUTS = 200;
  private static final int FLIPS = 200;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Stream<Path> samples() throws IOException {
    return Stream.concat(
        SampleFlows.captures("nfcapd").stream(), SampleFlows.captures("pcap").stream());
  }

  private static DynamicTest test(Path sample, Check check) {
    return DynamicTest.dynamicTest(
        SampleFlows.root().relativize(sample).toString(),
        () ->
            Assertions.assertTimeoutPreemptively(
                LIMIT, () -> check.run(Files.readAllBytes(sample))));
  }

  /** Checks one sample's bytes. */
  @FunctionalInterface
  private interface Check {
    void run(byte[] whole) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> aCutFileGivesNoFlowThatTheWholeFileDoesNotHave() throws IOException {
    return samples()
        .map(
            sample ->
                test(
                    sample,
                    whole -> {
                      Set<String> flows = new HashSet<>(asRecorded(sample, ReadFlows.of(whole)));
                      Random random = new Random(sample.getFileName().hashCode());
                      for (int i = 0; i < CUTS; i++) {
                        int length = random.nextInt(whole.length);
                        ReadFlows cut = ReadFlows.of(Arrays.copyOf(whole, length));
                        assertThat(
                                asRecorded(sample, cut).stream()
                                    .filter(flow -> !flows.contains(flow)))
                            .as("invented when cut at %d", length)
                            .isEmpty();
                      }
                    }));
  }

  /**
   * Flows without the sampling interval, which the exporter tells apart from them: where the file
   * was cut before that message, the flow is there and its sampling unknown. A message that lies in
   * several packets is counted with the one that completes it, or with the last that is there.
   */
  private static List<String> asRecorded(Path sample, ReadFlows read) {
    String folder = sample.getParent().getFileName().toString();
    boolean inSeveralPackets = folder.contains("fragments") || folder.contains("tcp");
    String told =
        inSeveralPackets ? "(sampling_packet_interval|record_ordinal)" : "sampling_packet_interval";
    return read.flows().stream().map(flow -> flow.replaceAll(told + "=\\S+ ", "")).toList();
  }

  @TestFactory
  Stream<DynamicTest> onADiskThatFailsEverythingBeforeIsReadAndTheFailureTold() throws IOException {
    return Stream.concat(
            samples(),
            SampleFlows.conversions().stream()
                .filter(file -> !file.toString().contains("local-time")))
        .map(
            sample ->
                test(
                    sample,
                    whole -> {
                      Random random = new Random(sample.getFileName().hashCode());
                      for (int i = 0; i < 40; i++) {
                        int length = 1 + random.nextInt(whole.length - 1);
                        ReadFlows failed = ReadFlows.of(new FailingStream(whole, length));
                        assertThat(failed.failure())
                            .as("failed after %d", length)
                            .contains(FailingStream.MESSAGE);
                        assertThat(failed.flows())
                            .as("failed after %d", length)
                            .isEqualTo(ReadFlows.of(Arrays.copyOf(whole, length)).flows());
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aCutFileIsNeverTakenForAWholeOneWithFewerFlows() throws IOException {
    return samples()
        .map(
            sample ->
                test(
                    sample,
                    whole -> {
                      int all = ReadFlows.of(whole).flows().size();
                      boolean records = sample.toString().endsWith(".nfcapd");
                      Random random = new Random(7);
                      for (int i = 0; i < CUTS; i++) {
                        int length = random.nextInt(whole.length);
                        ReadFlows cut = ReadFlows.of(Arrays.copyOf(whole, length));
                        boolean told =
                            cut.failure().isPresent()
                                || cut.report().orElseThrow().isPartial()
                                // A capture may end between two packets: nothing says how many
                                // there should be.
                                || !records;
                        assertThat(told || cut.flows().size() == all)
                            .as("cut at %d is told", length)
                            .isTrue();
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> flippedBitsNeitherHangNorEscape() throws IOException {
    return samples()
        .map(
            sample ->
                test(
                    sample,
                    whole -> {
                      Random random = new Random(11);
                      for (int i = 0; i < FLIPS; i++) {
                        byte[] flipped = whole.clone();
                        for (int bits = random.nextInt(4); bits >= 0; bits--) {
                          flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
                        }
                        ReadFlows read = ReadFlows.of(flipped);
                        assertThat(read.flows()).hasSizeLessThan(whole.length);
                      }
                    }));
  }
}
