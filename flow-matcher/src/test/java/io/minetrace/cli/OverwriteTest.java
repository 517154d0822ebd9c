// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --overwrite} replaces an earlier result, and costs nothing else. */
class OverwriteTest {

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    Files.copy(
        SampleFlows.root().resolve("softflowd-v9/flows.nfcapd"), directory.resolve("in.nfcapd"));
    CenturyWindows.write(directory.resolve("pools.zip"));
  }

  private Program match(String... arguments) {
    List<String> all = new ArrayList<>(List.of("match"));
    all.addAll(List.of(arguments));
    return Program.run(directory, all.toArray(String[]::new));
  }

  private void copy(String to) throws IOException {
    Path target = directory.resolve(to);
    Files.createDirectories(target.getParent());
    Files.copy(directory.resolve("in.nfcapd"), target);
  }

  /** The exit code and message of a run that must not touch a file. */
  private void refused(String kept, int exit, String message, String... arguments)
      throws IOException {
    String before = Sha256.hex(directory.resolve(kept));
    Program program = match(arguments);
    assertThat(program.exit()).as(program.err()).isEqualTo(exit);
    assertThat(program.err()).contains(message);
    assertThat(Sha256.hex(directory.resolve(kept))).as(kept).isEqualTo(before);
  }

  @Test
  void whatTheRunReadsIsNeverWhereItsResultGoes() throws IOException {
    copy("in.csv");
    refused(
        "in.csv",
        2,
        "in.csv: is read by this run",
        "in.csv",
        "-w",
        "pools.zip",
        "-o",
        "in.csv",
        "--overwrite");
    assertThat(match("in.nfcapd", "-w", "pools.zip", "-o", "r").exit()).isZero();
    copy("r/more.nfcapd");
    refused(
        "r/more.nfcapd",
        2,
        "r/more.nfcapd: is read by this run",
        "r/more.nfcapd",
        "-w",
        "pools.zip",
        "-o",
        "r",
        "--overwrite");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("r/more.nfcapd"));
    refused(
        "r/more.nfcapd",
        2,
        "link: is read by this run",
        "link",
        "-w",
        "pools.zip",
        "-o",
        "r",
        "--overwrite");
    Files.copy(directory.resolve("pools.zip"), directory.resolve("r/pools.zip"));
    refused(
        "r/pools.zip",
        2,
        "r/pools.zip: is read by this run",
        "in.nfcapd",
        "-w",
        "r/pools.zip",
        "-o",
        "r",
        "--overwrite");
  }

  @Test
  void whatSomebodyLaidIntoAnEarlierResultIsKept() throws IOException {
    assertThat(
            match("in.nfcapd", "-w", "pools.zip", "-o", "r", "--sessions", "--report", "r/my.html")
                .exit())
        .isZero();
    assertThat(match("in.nfcapd", "-w", "pools.zip", "-o", "r", "--overwrite").exit()).isZero();
    Files.writeString(directory.resolve("r/notes.txt"), "do not lose");
    refused(
        "r/notes.txt",
        7,
        "r/notes.txt: was not made by the run",
        "in.nfcapd",
        "-w",
        "pools.zip",
        "-o",
        "r",
        "--overwrite");
  }

  @Test
  void aFileThatIsNoResultIsKept() throws IOException {
    Files.writeString(directory.resolve("list.csv"), "a,b\n");
    refused(
        "list.csv",
        7,
        "list.csv: exists and is not a result",
        "in.nfcapd",
        "-w",
        "pools.zip",
        "-o",
        "list.csv",
        "--overwrite");
    Files.delete(directory.resolve("list.csv"));
    assertThat(match("in.nfcapd", "-w", "pools.zip", "-o", "list.csv").exit()).isZero();
    assertThat(match("in.nfcapd", "-w", "pools.zip", "-o", "list.csv", "--overwrite").exit())
        .isZero();
  }

  @Test
  void evidenceIsReplacedByEvidenceOnlyAndNeverItsCopiesOfInputs() throws IOException {
    assertThat(match("in.nfcapd", "-w", "pools.zip", "--evidence", "bag").exit()).isZero();
    refused(
        "bag/data/run.json",
        7,
        "bag: is evidence",
        "in.nfcapd",
        "-w",
        "pools.zip",
        "-o",
        "bag",
        "--overwrite");
    Program again =
        match("in.nfcapd", "-w", "pools.zip", "--evidence", "bag", "--copy-inputs", "--overwrite");
    assertThat(again.exit()).as(again.err()).isZero();
    refused(
        "bag/data/run.json",
        7,
        "bag/data/inputs: was not made",
        "in.nfcapd",
        "-w",
        "pools.zip",
        "--evidence",
        "bag",
        "--overwrite");
  }

  @Test
  void anInputThatCannotBeFoundStopsARunThatIsToStop() {
    Program program =
        match("gone.nfcapd", "in.nfcapd", "-w", "pools.zip", "-o", "r", "--on-corrupt", "stop");
    assertThat(program.exit()).isEqualTo(4);
    assertThat(program.err()).contains("gone.nfcapd", "--on-corrupt stop");
    assertThat(directory.resolve("r")).doesNotExist();
  }

  @Test
  void aCopyOfAnInputIsSaid() throws IOException {
    copy("again.nfcapd");
    Program program = match("in.nfcapd", "again.nfcapd", "-w", "pools.zip", "-o", "r");
    assertThat(program.exit()).isZero();
    assertThat(program.err()).contains("warning: again.nfcapd: has the same bytes as in.nfcapd");
  }
}
