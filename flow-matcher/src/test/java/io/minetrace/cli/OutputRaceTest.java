// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that fill up, and places that two runs want. */
class OutputRaceTest {

  @TempDir private Path directory;

  private Path sample;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd");
    CenturyWindows.write(directory.resolve("pools.zip"));
  }

  /** A run that waits for the rest of its input, with its place taken. */
  private Process waiting(String... place) throws IOException {
    Process process =
        Program.start(
            directory,
            Stream.concat(Stream.of("match", "-", "-w", "pools.zip"), Stream.of(place))
                .toArray(String[]::new));
    while (Stream.of(directory.toFile().list()).noneMatch(name -> name.contains("partial"))) {
      assertThat(process.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    return process;
  }

  @Test
  void theSecondOfTwoRunsToOnePlaceSaysSoAndHarmsNothing() throws Exception {
    for (List<String> place : List.of(List.of("-o", "r"), List.of("--evidence", "r"))) {
      Process first = waiting(place.toArray(String[]::new));
      try {
        List<String> arguments = new ArrayList<>(List.of("match", sample.toString()));
        arguments.addAll(List.of("-w", "pools.zip", "--overwrite"));
        arguments.addAll(place);
        Program second = Program.run(directory, arguments.toArray(String[]::new));
        assertThat(second.exit()).as(second.err()).isEqualTo(7);
        assertThat(second.err()).contains("r: another run is writing to it", "hint: wait until");
        first.getOutputStream().write(Files.readAllBytes(sample));
        first.getOutputStream().close();
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isEqualTo(0);
      } finally {
        first.destroyForcibly();
      }
      assertThat(Program.run(directory, "verify", "r").exit()).isEqualTo(0);
      assertThat(directory.toFile().list()).containsExactlyInAnyOrder("pools.zip", "r");
      WorkDirectory.remove(directory.resolve("r"));
    }
  }

  @Test
  void whatAKilledRunLeftIsTakenAway() throws Exception {
    Process killed = waiting("-o", "r");
    killed.destroyForcibly();
    assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(directory.toFile().list()).hasSizeGreaterThan(1);
    Files.createDirectory(directory.resolve(".r.partial-of-mine"));
    Program next = Program.run(directory, "match", sample.toString(), "-w", "pools.zip", "-o", "r");
    assertThat(next.exit()).as(next.err()).isEqualTo(0);
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder("pools.zip", "r", ".r.partial-of-mine");
  }

  /**
   * A real file system that is full after so many bytes, in a namespace that nobody else sees: the
   * program runs in it, and what it leaves is listed there.
   */
  private String onDiskOf(String size, String... more) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk" + size));
    List<String> command =
        Program.builder(
                directory,
                java.util.Map.of(),
                List.of(),
                Stream.concat(
                        Stream.of("match", sample.toString(), "-w", "pools.zip"), Stream.of(more))
                    .toArray(String[]::new))
            .command();
    List<String> inside = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c"));
    inside.add(
        "mount -t tmpfs -o size="
            + size
            + " none '"
            + disk
            + "' || exit 77; \"$@\"; code=$?;"
            + " echo left: $(ls -A '"
            + disk
            + "'); echo code: $code");
    inside.add("sh");
    inside.addAll(command);
    Process process =
        new ProcessBuilder(inside).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = Program.text(process.getInputStream());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assumeTrue(
        process.exitValue() == 0 && !said.startsWith("unshare:"),
        "unshare -rm with a tmpfs: " + said);
    return said;
  }

  @Test
  void aFullDiskIsNamedAndNothingIsLeftOnIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "unshare");
    // Full within the first rows, within the sessions, and when only the report is still to come.
    for (String size : List.of("8k", "28k", "72k")) {
      String disk = "disk" + size;
      String said = onDiskOf(size, "--evidence", disk + "/bag");
      assertThat(said)
          .as(size)
          .contains("error: " + disk + "/bag: cannot be written: ", "No space left on device")
          .contains("left:\n", "code: 1\n")
          .doesNotContain("wrote", "Exception");
      Files.delete(directory.resolve(disk));
    }
    String plain = onDiskOf("12k", "-o", "disk12k/r.csv");
    assertThat(plain)
        .contains("error: disk12k/r.csv: cannot be written: ", "No space left on device")
        .contains("left:\n", "code: 1\n");
    String room = onDiskOf("4m", "--evidence", "disk4m/bag");
    assertThat(room).contains("wrote disk4m/bag", "left: bag\n", "code: 0\n");
  }
}
