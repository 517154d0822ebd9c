// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is named is read, or it is said why not. */
class InputFilesTest {

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(directory.resolve("day/deep"));
    Files.writeString(directory.resolve("day/a.flows"), "a");
    Files.writeString(directory.resolve("day/deep/b.flows"), "b");
  }

  private InputFiles inputs(String... names) throws IOException {
    return InputFiles.of(
        List.of(names).stream().map(name -> directory.resolve(name).toString()).toList());
  }

  private List<String> names(InputFiles inputs) {
    return inputs.files().stream().map(file -> directory.relativize(file).toString()).toList();
  }

  @Test
  void aDirectoryNamedByALinkIsReadUnderTheNameOfTheLink() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("day"));
    InputFiles inputs = inputs("link");
    assertThat(names(inputs)).containsExactly("link/a.flows", "link/deep/b.flows");
    assertThat(inputs.problems()).isEmpty();
  }

  @Test
  void linksBelowADirectoryThatAreNotFollowedAreNamed() throws IOException {
    Path below = Files.createDirectory(directory.resolve("below"));
    Files.createSymbolicLink(below.resolve("away"), Path.of("../day"));
    Files.createSymbolicLink(below.resolve("gone"), Path.of("nowhere"));
    Files.createSymbolicLink(below.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(below.resolve("one"), Path.of("../day/a.flows"));
    InputFiles inputs = inputs("below");
    assertThat(names(inputs)).containsExactly("below/one");
    assertThat(inputs.problems())
        .containsExactly(
            below + "/away: link to a directory, not followed (name it to read it)",
            below + "/gone: link to nothing",
            below + "/loop: link to nothing");
  }

  @Test
  void aFileIsReadOnceHoweverItIsNamed() throws IOException {
    InputFiles inputs = inputs("day/a.flows", "day/*.flows", "day", "day/deep/../a.flows");
    assertThat(names(inputs)).containsExactly("day/a.flows", "day/deep/b.flows");
    assertThat(inputs.problems()).isEmpty();
  }

  @Test
  void aGlobMatchesDirectoriesToo() throws IOException {
    InputFiles inputs = inputs("day/de*");
    assertThat(names(inputs)).containsExactly("day/deep/b.flows");
    assertThat(inputs.problems()).isEmpty();
    assertThat(names(inputs("day/**.flows"))).containsExactly("day/a.flows", "day/deep/b.flows");
  }

  @Test
  void whatLooksLikeAGlobAndIsNoneIsAProblemOfThatArgumentOnly() throws IOException {
    InputFiles inputs = inputs("x[", "day/a.flows");
    assertThat(names(inputs)).containsExactly("day/a.flows");
    assertThat(inputs.problems())
        .singleElement()
        .asString()
        .startsWith(directory + "/x[: no such file, and not a glob (");
  }

  @Test
  void namesThatLookLikeGlobsAreFilesFirst() throws IOException {
    Files.writeString(directory.resolve("a [1] {x}*?.flows"), "a");
    assertThat(names(inputs("a [1] {x}*?.flows"))).containsExactly("a [1] {x}*?.flows");
  }

  @Test
  void aDeviceIsNotWaitedFor() throws IOException {
    InputFiles inputs = InputFiles.of(List.of("/dev/null", directory + "/day/a.flows"));
    assertThat(names(inputs)).containsExactly("day/a.flows");
    assertThat(inputs.problems())
        .containsExactly(
            "/dev/null: not a regular file (a pipe or device is read as -, with < /dev/null)");
  }

  @Test
  void everyDotFileIsHiddenHoweverShort() throws IOException {
    Files.writeString(directory.resolve("day/.x"), "x");
    InputFiles inputs = inputs("day");
    assertThat(names(inputs)).doesNotContain("day/.x");
    assertThat(inputs.passedOver().describe()).isEqualTo("1 hidden file");
  }

  @Test
  void theBooksOfACollectorAreNotReadButTheFileItIsWritingIs() throws IOException {
    Files.writeString(directory.resolve("day/.nfstat"), "books");
    Files.writeString(directory.resolve("day/.current.4711"), "books");
    Files.writeString(directory.resolve("day/nfcapd.current.4711"), "flows");
    Files.writeString(directory.resolve("day/flows.yaf.lock"), "");
    Files.writeString(directory.resolve("day/_SUCCESS"), "");
    Files.writeString(directory.resolve("day/deep/named.lock"), "flows");
    InputFiles inputs = inputs("day");
    assertThat(names(inputs))
        .containsExactly(
            "day/a.flows", "day/deep/b.flows", "day/deep/named.lock", "day/nfcapd.current.4711");
    assertThat(inputs.passedOver().describe()).isEqualTo("2 hidden files, 2 marker files");
  }

  @Test
  void ofANamedDirectoryWithAResultInItOnlyTheResultIsPassedOver() throws IOException {
    Files.writeString(directory.resolve("day/run.json"), "{}");
    Files.writeString(directory.resolve("day/matches.csv"), "flow_start");
    InputFiles inputs = inputs("day");
    assertThat(names(inputs)).containsExactly("day/a.flows", "day/deep/b.flows");
    assertThat(inputs.passedOver().describe()).isEqualTo("2 earlier results");
  }

  @Test
  void whatThisProgramWroteIsNotReadAgain() throws IOException {
    for (String result : List.of("day/minetrace-result", "day/deep/other")) {
      Files.createDirectories(directory.resolve(result));
      Files.writeString(directory.resolve(result + "/run.json"), "{}");
      Files.writeString(directory.resolve(result + "/matches.csv"), "flow_start");
    }
    Files.createDirectories(directory.resolve("day/job/_runs"));
    Files.createDirectories(directory.resolve("day/job/files"));
    Files.writeString(directory.resolve("day/found.csv"), "flow_start");
    Files.writeString(directory.resolve("day/found.csv.run.json"), "{}");
    Files.writeString(directory.resolve("day/run.json"), "{}");
    InputFiles inputs = inputs("day");
    assertThat(names(inputs)).containsExactly("day/a.flows", "day/deep/b.flows", "day/run.json");
    assertThat(inputs.passedOver().describe()).isEqualTo("5 earlier results");
    assertThat(inputs.passedOver().counts()).containsExactly(Map.entry("earlier_result", 5L));
  }

  @Test
  void pipesInADirectoryAreCountedAndNotWaitedFor() throws Exception {
    Process mkfifo =
        new ProcessBuilder("mkfifo", directory.resolve("day/pipe").toString()).inheritIO().start();
    assumeTrue(mkfifo.waitFor() == 0, "mkfifo is there");
    InputFiles inputs = inputs("day");
    assertThat(names(inputs)).containsExactly("day/a.flows", "day/deep/b.flows");
    assertThat(inputs.passedOver().describe()).isEqualTo("1 pipe or device");
  }

  @Test
  void aFileThatIsNamedIsReadWhateverItsName() throws IOException {
    Files.writeString(directory.resolve("day/.hidden"), "flows");
    Files.writeString(directory.resolve("day/x.lock"), "");
    assertThat(names(inputs("day/.hidden", "day/x.lock")))
        .containsExactly("day/.hidden", "day/x.lock");
  }

  @Test
  void noFileNameSteersATerminal() throws IOException {
    InputFiles inputs = inputs("gone\u001b7", "gone\u202etxt");
    assertThat(inputs.problems())
        .containsExactly(
            directory + "/gone\\x1b7: no such file or directory",
            directory + "/gone\\u202etxt: no such file or directory");
  }
}
