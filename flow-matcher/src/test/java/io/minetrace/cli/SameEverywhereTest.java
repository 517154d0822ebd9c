// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same input, windows and options give the same bytes and the same digest, however often,
 * wherever, in whatever order and with however many threads they are read.
 */
class SameEverywhereTest {

  private static final List<String> FILES =
      List.of(
          "matches.csv",
          "matches.ndjson",
          "sessions.csv",
          "sessions.ndjson",
          "context.csv",
          "context.ndjson");

  @TempDir private Path directory;

  private List<String> captures;
  private Path reference;

  /** Captures of several exporters of the same traffic, which share times, hosts and services. */
  @BeforeEach
  void prepare() throws IOException {
    List<String> found = new ArrayList<>();
    for (String sample : List.of("softflowd-v9", "pmacct-ipfix", "softflowd-v5", "fprobe-v7")) {
      try (Stream<Path> files = Files.list(SampleFlows.root().resolve(sample))) {
        files
            .filter(file -> file.toString().matches(".*\\.(pcap|nfcapd)"))
            .map(Path::toString)
            .forEach(found::add);
      }
    }
    captures = found.stream().sorted().toList();
    assertThat(captures).hasSizeGreaterThan(4);
    String from = "2020-01-01T00:00";
    String to = "2099-01-01T00:00";
    PlantedWindows.write(
        directory.resolve("pools.zip"),
        List.of(
            up("198.51.100.10:443", from, to).window(),
            up("198.51.100.10:3333", from, to).window(),
            up("[2001:db8:f0::10]:3333", from, to).window()));
    reference = run("reference", captures, List.of(), "--threads", "1");
    assertThat(reference.resolve("matches.ndjson")).content().hasLineCount(rows());
    assertThat(rows()).isGreaterThan(40);
  }

  private int rows() throws IOException {
    return Files.readAllLines(reference.resolve("matches.ndjson")).size();
  }

  private Path run(String name, List<String> inputs, List<String> jvm, String... more) {
    List<String> withContext = new ArrayList<>(List.of("--context"));
    withContext.addAll(List.of(more));
    return runWithout(name, inputs, jvm, withContext.toArray(String[]::new));
  }

  /** Without context, for which every flow is decoded, most flows are sieved out before. */
  private Path runWithout(String name, List<String> inputs, List<String> jvm, String... more) {
    List<String> arguments = new ArrayList<>(List.of("match"));
    arguments.addAll(inputs);
    arguments.addAll(List.of("-w", "pools.zip", "-o", name, "--sessions"));
    arguments.addAll(List.of(more));
    Program program =
        Program.run(directory, Map.of("LC_ALL", "C"), jvm, arguments.toArray(String[]::new));
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err()).contains("digest");
    return directory.resolve(name);
  }

  private void assertSame(Path result) throws IOException {
    assertSame(result, reference, FILES);
  }

  private static void assertSame(Path result, Path expected, List<String> names)
      throws IOException {
    for (String file : names) {
      assertThat(result.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
    }
    assertThat(digest(result)).isEqualTo(digest(expected)).matches("[0-9a-f]{64}");
  }

  private static String digest(Path result) throws IOException {
    return Files.readString(result.resolve("run.json"))
        .replaceFirst("(?s).*\"digest\" : \"([^\"]*)\".*", "$1");
  }

  @Test
  void withAnyNumberOfThreads() throws IOException {
    for (String threads : List.of("2", "7")) {
      assertSame(run("threads" + threads, captures, List.of(), "--threads", threads));
    }
  }

  @Test
  void withAndWithoutContext() throws IOException {
    List<String> matches = FILES.stream().filter(file -> !file.startsWith("context")).toList();
    assertSame(runWithout("sieved", captures, List.of(), "--threads", "1"), reference, matches);
    assertSame(
        runWithout(
            "sievedElsewhere",
            captures,
            List.of("-Duser.timezone=Asia/Kathmandu", "-Duser.language=tr", "-Duser.country=TR"),
            "--threads",
            "7"),
        reference,
        matches);
    List<String> sieved = captures.stream().filter(file -> file.endsWith(".nfcapd")).toList();
    assertThat(sieved).isNotEmpty();
    for (String capture : sieved) {
      String name = "one" + sieved.indexOf(capture);
      Path with = run(name, List.of(capture), List.of());
      assertThat(with.resolve("matches.ndjson")).isNotEmptyFile();
      assertSame(runWithout(name + "sieved", List.of(capture), List.of()), with, matches);
    }
  }

  @Test
  void twiceInARow() throws IOException {
    assertSame(run("again", captures, List.of()));
    assertSame(run("again", captures, List.of(), "--overwrite"));
  }

  @Test
  void inAnyOrderOfFiles() throws IOException {
    List<String> order = new ArrayList<>(captures);
    Collections.reverse(order);
    assertSame(run("reversed", order, List.of()));
    Random random = new Random(6);
    for (int i = 0; i < 2; i++) {
      Collections.shuffle(order, random);
      assertSame(run("shuffled" + i, order, List.of(), "--threads", "3"));
    }
  }

  @Test
  void fromAnotherPlaceUnderOtherNames() throws IOException {
    Path copies = Files.createDirectories(directory.resolve("elsewhere/deep"));
    for (int i = 0; i < captures.size(); i++) {
      Files.copy(Path.of(captures.get(i)), copies.resolve("copy" + (99 - i)));
    }
    assertSame(run("moved", List.of("elsewhere"), List.of(), "--no-input-hash"));
  }

  @Test
  void inAnyZoneAndLocale() throws IOException {
    assertSame(
        run(
            "turkish",
            captures,
            List.of("-Duser.timezone=Asia/Kathmandu", "-Duser.language=tr", "-Duser.country=TR")));
    assertSame(
        run(
            "egyptian",
            captures,
            List.of(
                "-Duser.timezone=America/St_Johns",
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Dfile.encoding=ISO-8859-1")));
  }
}
