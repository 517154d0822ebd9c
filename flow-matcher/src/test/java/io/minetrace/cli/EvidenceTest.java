// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.format.SampleFlows;
import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result as it is handed over: what is in the bag, and that other programs find it whole. */
class EvidenceTest {

  /** By the words of RFC 8493, with nothing of the code that writes bags. */
  private static final String FOREIGN_CHECK =
      """
      import hashlib, os, re, sys
      bag = sys.argv[1]
      def read(name):
          return open(os.path.join(bag, name), 'rb').read()
      assert read('bagit.txt') == b'BagIt-Version: 1.0\\nTag-File-Character-Encoding: UTF-8\\n'
      def listed(name):
          found = {}
          for line in read(name).decode('utf-8').splitlines():
              digest, path = re.fullmatch(r'([0-9a-f]{64}) [ *](.*)', line).groups()
              path = path.replace('%0D', '\\r').replace('%0A', '\\n').replace('%25', '%')
              assert path not in found
              assert hashlib.sha256(read(path)).hexdigest() == digest, path
              found[path] = digest
          return found
      payload, tags = listed('manifest-sha256.txt'), listed('tagmanifest-sha256.txt')
      there = {os.path.relpath(os.path.join(d, f), bag) for d, _, fs in os.walk(bag) for f in fs}
      assert there == set(payload) | set(tags) | {'tagmanifest-sha256.txt'}, there
      assert all(p.startswith('data/') for p in payload)
      assert set(tags) == {'bagit.txt', 'bag-info.txt', 'manifest-sha256.txt'}
      info = dict(l.split(': ', 1) for l in read('bag-info.txt').decode('utf-8').splitlines())
      size = sum(os.path.getsize(os.path.join(bag, p)) for p in payload)
      assert info['Payload-Oxum'] == '%d.%d' % (size, len(payload))
      assert re.fullmatch(r'\\d{4}-\\d\\d-\\d\\d', info['Bagging-Date'])
      print(info['External-Identifier'], '|', info['Contact-Name'], '|', len(payload))
      """;

  @TempDir private Path directory;

  private String sample;
  private String other;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    other = SampleFlows.root().resolve("pmacct-ipfix/flows.pcap").toString();
    CenturyWindows.write(directory.resolve("pools.zip"));
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  private String foreign(Path where, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = Program.text(process.getInputStream());
    assertThat(process.waitFor()).as(said).isEqualTo(0);
    return said;
  }

  private static boolean isHere(String program) {
    return Stream.of("/usr/bin/", "/bin/", "/usr/local/bin/")
        .anyMatch(place -> Files.isExecutable(Path.of(place + program)));
  }

  private Map<String, String> contents(Path bag) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(bag)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        contents.put(bag.relativize(file).toString(), Sha256.hex(file));
      }
    }
    return contents;
  }

  @Test
  void theWordsInTheBagTellOfWhatWasAskedForToo() throws IOException {
    run("match", sample, "-w", "pools.zip", "--evidence", "plain");
    assertThat(directory.resolve("plain/data/ABOUT.txt"))
        .content()
        .doesNotContain("context.", "stix", "matches.zeek", "mapping.txt", "replaced");
    Path key = Files.writeString(directory.resolve("key"), "abcdefghijklmnopqrstuvwxyz012345");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Program program =
        run(
            "match",
            sample,
            "-w",
            "pools.zip",
            "--evidence",
            "bag",
            "--context",
            "--anonymise-key",
            "key",
            "--columns",
            "zeek",
            "-f",
            "csv,ndjson,stix,misp,timesketch");
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(directory.resolve("bag/data/ABOUT.txt"))
        .content()
        .contains(
            "\ncontext.*         flows on other ports of services' addresses, never counted as",
            "\nstix.json         ",
            "\nmisp.json         ",
            "\ntimesketch.jsonl  ",
            "\nmatches.zeek.*    ",
            "are replaced ones",
            "needs the\nkey")
        .doesNotContain("matches.silk");
  }

  @Test
  void everythingThatTheResultRestsOnIsInTheBag() throws IOException {
    Program program =
        run("match", sample, "gone", "-w", "pools.zip", "--evidence", "bag", "--case", "17/2026");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    Path bag = directory.resolve("bag");
    assertThat(contents(bag).keySet())
        .containsExactly(
            "bag-info.txt",
            "bagit.txt",
            "data/ABOUT.txt",
            "data/errors.ndjson",
            "data/matches.csv",
            "data/matches.ndjson",
            "data/report.html",
            "data/run.json",
            "data/sessions.csv",
            "data/sessions.ndjson",
            "data/windows.zip",
            "manifest-sha256.txt",
            "tagmanifest-sha256.txt");
    assertThat(program.err())
        .contains("wrote bag\n", "seal  " + Sha256.hex(bag.resolve("tagmanifest-sha256.txt")))
        .doesNotContain("wrote bag/");
    assertThat(bag.resolve("data/windows.zip"))
        .hasSameBinaryContentAs(directory.resolve("pools.zip"));
    String manifest = Files.readString(bag.resolve("data/run.json"));
    assertThat(manifest)
        .contains(
            "\"commit\" : \"",
            "\"case\" : \"17/2026\"",
            "\"on_corrupt\" : \"skip-block\"",
            Sha256.hex(Path.of(sample)),
            Sha256.hex(bag.resolve("data/sessions.csv")),
            Sha256.hex(bag.resolve("data/errors.ndjson")),
            Sha256.hex(bag.resolve("data/windows.zip")));
    assertThat(bag.resolve("data/errors.ndjson"))
        .hasContent(
            "{\"file\":\"gone\",\"input_file\":null,\"offset\":null,\"reason\":\"NOT_READ\","
                + "\"done\":\"FILE_SKIPPED\",\"count\":1,\"bytes\":null,"
                + "\"detail\":\"gone: no such file or directory\"}");
    // What is told of a result finds it in the bag, and none of it is read as an input.
    Program explained = run("explain", "--row", "bag", "1", "-w", "pools.zip");
    assertThat(explained.exit()).as(explained.err()).isEqualTo(0);
    assertThat(run("match", "bag", "-w", "pools.zip", "-o", "-").err())
        .contains("no input file to read");
  }

  @Test
  void foreignProgramsFindTheBagWhole() throws Exception {
    assumeTrue(isHere("sha256sum"), "sha256sum");
    Program program =
        run(
            "match",
            sample,
            other,
            "-w",
            "pools.zip",
            "--evidence",
            "bag",
            "--copy-inputs",
            "--case",
            "2026/17 Ahorn",
            "--examiner",
            "Eva Nováková");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    Path bag = directory.resolve("bag");
    String said =
        foreign(
            bag, "sha256sum", "-c", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt");
    assertThat(said).contains("data/matches.csv: OK", "bag-info.txt: OK").doesNotContain("FAILED");
    assertThat(bag.resolve("data/inputs/000002-" + idOf(other)))
        .hasSameBinaryContentAs(Path.of(other));
    assumeTrue(isHere("python3"), "python3");
    assertThat(foreign(directory, "python3", "-c", FOREIGN_CHECK, "bag"))
        .isEqualTo("2026/17 Ahorn | Eva Nováková | 11\n");
  }

  private String idOf(String input) throws IOException {
    return io.minetrace.report.InputFileId.of(Path.of(input));
  }

  @Test
  void madeAgainInAnotherZoneAndLocaleItIsTheSameBag() throws IOException {
    for (String place : List.of("here", "there")) {
      Files.createDirectory(directory.resolve(place));
    }
    String[] arguments = {"match", sample, other, "-w", "../pools.zip", "--evidence", "bag"};
    Program.run(directory.resolve("here"), arguments);
    Program.run(
        directory.resolve("there"),
        Map.of("TZ", "Asia/Kathmandu", "LC_ALL", "C.UTF-8"),
        List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Kathmandu"),
        arguments);
    Map<String, String> here = contents(directory.resolve("here/bag"));
    Map<String, String> there = contents(directory.resolve("there/bag"));
    // A day may begin in between, and the date of bagging is all that may differ then.
    for (String dated : List.of("bag-info.txt", "tagmanifest-sha256.txt")) {
      here.remove(dated);
      there.remove(dated);
    }
    assertThat(there).hasSizeGreaterThan(9).isEqualTo(here);
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedBeforeTheWork() {
    String[][] wrong = {
      {"-o", "r"},
      {"--no-input-hash"},
      {"--case", "two\nlines"},
      {"--report", "bag/data/mine.html"},
    };
    for (String[] more : wrong) {
      List<String> arguments =
          Stream.concat(
                  Stream.of("match", sample, "-w", "pools.zip", "--evidence", "bag"),
                  Stream.of(more))
              .toList();
      Program program = run(arguments.toArray(String[]::new));
      assertThat(program.exit()).as(program.err()).isEqualTo(2);
      assertThat(program.err()).contains(more[0]);
    }
    assertThat(run("match", sample, "-w", "pools.zip", "--copy-inputs").err())
        .contains("--case, --examiner and --copy-inputs are for --evidence");
    assertThat(run("match", "-", "-w", "pools.zip", "--evidence", "b", "--copy-inputs").err())
        .contains("--copy-inputs: standard input cannot be copied");
    assertThat(directory.toFile().list()).containsExactly("pools.zip");
  }

  @Test
  void anEarlierBagIsReplacedWhenAskedOnly() {
    assertThat(run("match", sample, "-w", "pools.zip", "--evidence", "x.csv").exit()).isEqualTo(0);
    assertThat(directory.resolve("x.csv/data/matches.csv")).exists();
    assertThat(run("match", other, "-w", "pools.zip", "--evidence", "x.csv").exit()).isEqualTo(7);
    assertThat(run("match", other, "-w", "pools.zip", "--evidence", "x.csv", "--overwrite").exit())
        .isEqualTo(0);
    assertThat(run("verify", "x.csv").exit()).isEqualTo(0);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("pools.zip", "x.csv");
  }

  @Test
  void anInterruptedBagLeavesNothing() throws Exception {
    Process process = Program.start(directory, "match", "-", "-w", "pools.zip", "--evidence", "b");
    try {
      process.getOutputStream().write(Files.readAllBytes(Path.of(sample)), 0, 2000);
      process.getOutputStream().flush();
      while (Stream.of(directory.toFile().list()).noneMatch(name -> name.contains("partial"))) {
        // Until the run has begun to write; the pipe keeps it waiting from then on.
        assertThat(process.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      // Not INT, which whoever was started in a script's background ignores.
      foreign(directory, "kill", "-TERM", Long.toString(process.pid()));
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(directory.toFile().list()).containsExactly("pools.zip");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aBareTableOfWindowsAndALayoutOfTextFilesAreCopiedToo() throws Exception {
    Files.writeString(
        directory.resolve("layout"),
        """
        source_ip_address = from
        destination_ip_address = to
        source_transport_port = sp
        destination_transport_port = dp
        protocol_identifier = proto
        flow_start = begin
        flow_end = end
        """);
    Files.writeString(
        directory.resolve("flows.csv"),
        """
        from,to,sp,dp,proto,begin,end
        10.20.0.11,198.51.100.10,40000,3333,6,2026-05-02T10:00:00Z,2026-05-02T10:01:00Z
        """);
    Path csv = directory.resolve("w.csv");
    try (var zip = new java.util.zip.ZipFile(directory.resolve("pools.zip").toFile());
        var in = zip.getInputStream(zip.getEntry("windows.csv"))) {
      Files.write(csv, in.readAllBytes());
    }
    Program program =
        run("match", "flows.csv", "--mapping", "layout", "-w", "w.csv", "--evidence", "bag");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(directory.resolve("bag/data/windows.csv")).hasSameBinaryContentAs(csv);
    assertThat(directory.resolve("bag/data/mapping.txt"))
        .hasSameBinaryContentAs(directory.resolve("layout"));
    Files.delete(csv);
    Files.delete(directory.resolve("layout"));
    Program again = run("verify", "bag", "--rerun");
    assertThat(again.exit()).as(again.err()).isEqualTo(0);
    assertThat(again.out()).contains("rerun", "1 inputs, the same digest on every day");
    assertThat(Files.readString(directory.resolve("bag/data/matches.csv"), StandardCharsets.UTF_8))
        .contains("10.20.0.11");
  }
}
