// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What damage of inputs comes to, and that none of it is passed over in silence. */
class DamagedInputsTest {

  /** Enough to make a list that nobody would read; the whole ten thousand take minutes. */
  private static final int FILES = Integer.getInteger("minetrace.test.files", 400);

  @TempDir private Path directory;

  private byte[] sample;

  @BeforeEach
  void prepare() throws IOException {
    sample = Files.readAllBytes(SampleFlows.root().resolve("softflowd-v9/flows.nfcapd"));
    CenturyWindows.write(directory.resolve("pools.zip"));
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private byte[] cut() {
    return Arrays.copyOf(sample, sample.length / 2);
  }

  private List<String> errors(String result) throws IOException {
    return Files.readAllLines(directory.resolve(result).resolve("errors.ndjson"));
  }

  private long rows(String result) throws IOException {
    return Files.readAllLines(directory.resolve(result).resolve("matches.ndjson")).size();
  }

  @Test
  void everyProblemIsALineOfErrorsWhateverTheThreads() throws IOException {
    write("in/good", sample);
    write("in/cut", cut());
    write("in/junk", "junk".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    write("in/empty", new byte[0]);
    for (String threads : List.of("1", "4")) {
      Program program =
          run("match", "in", "gone", "-w", "pools.zip", "-o", "r" + threads, "--threads", threads);
      assertThat(program.exit()).as(program.err()).isEqualTo(3);
    }
    assertThat(directory.resolve("r4/errors.ndjson"))
        .hasSameBinaryContentAs(directory.resolve("r1/errors.ndjson"));
    List<String> errors = errors("r1");
    assertThat(errors).hasSize(4);
    assertThat(errors.get(0))
        .startsWith(
            "{\"file\":\"gone\",\"input_file\":null,\"offset\":null,\"reason\":\"NOT_READ\"");
    assertThat(errors.get(1))
        .startsWith("{\"file\":\"in/cut\",\"input_file\":\"")
        .contains("\"offset\":40,\"reason\":\"TRUNCATED\",\"done\":\"READ_UP_TO_IT\",\"count\":1,");
    assertThat(errors.get(2))
        .contains("\"file\":\"in/empty\"", "\"offset\":0,\"reason\":\"MALFORMED\"")
        .contains("\"done\":\"FILE_SKIPPED\"", "\"detail\":\"the file is empty\"");
    assertThat(errors.get(3))
        .contains("\"file\":\"in/junk\"", "\"detail\":\"not a known flow format");
    assertThat(run("verify", "r1").exit()).isEqualTo(0);
  }

  @Test
  void aRunWithoutProblemsSaysSoByAnEmptyList() throws IOException {
    write("good", sample);
    assertThat(run("match", "good", "-w", "pools.zip", "-o", "r").exit()).isEqualTo(0);
    assertThat(directory.resolve("r/errors.ndjson")).isEmptyFile();
    assertThat(directory.resolve("r/run.json"))
        .content()
        .contains("\"corrupt_share\" : 0.0", "\"inputs_whole\" : 1", "\"units_skipped\" : 0");
  }

  @Test
  void theFirstDamagedInputInTheOrderGivenStopsTheRunThatWantsThat() throws IOException {
    write("1", sample);
    write("2", cut());
    write("3", "junk".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    for (String threads : List.of("1", "4")) {
      Program program =
          run(
              "match",
              "1",
              "2",
              "3",
              "-w",
              "pools.zip",
              "--on-corrupt",
              "stop",
              "--threads",
              threads);
      assertThat(program.exit()).as(program.err()).isEqualTo(4);
      assertThat(program.err())
          .contains("error: 2, offset 40: block: ", "(TRUNCATED); the run was to stop at this")
          .doesNotContain("3, offset");
    }
    assertThat(run("match", "3", "1", "-w", "pools.zip", "--on-corrupt", "STOP").err())
        .contains("error: 3, offset 0: not a known flow format", "nothing was written");
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("pools.zip", "1", "2", "3");
    assertThat(run("match", "1", "-w", "pools.zip", "--on-corrupt", "stop").exit()).isEqualTo(0);
  }

  @Test
  void ofADamagedFileThatIsLeftOutNoRowStays() throws IOException {
    write("whole", sample);
    byte[] cut = cut();
    write("cut", cut);
    run("match", "whole", "-w", "pools.zip", "-o", "only");
    Program block = run("match", "whole", "cut", "-w", "pools.zip", "-o", "block");
    assertThat(rows("block")).as(block.err()).isGreaterThan(rows("only"));
    Program file =
        run("match", "whole", "cut", "-w", "pools.zip", "-o", "file", "--on-corrupt", "skip-file");
    assertThat(file.exit()).isEqualTo(3);
    assertThat(directory.resolve("file/matches.ndjson"))
        .hasSameBinaryContentAs(directory.resolve("only/matches.ndjson"));
    assertThat(file.err())
        .contains("1 read, 0 partly, 1 skipped")
        .contains(" flow records that could be read among it (--on-corrupt skip-file)");
    assertThat(errors("file"))
        .hasSize(2)
        .allMatch(line -> line.contains("\"done\":\"FILE_LEFT_OUT\""));
    assertThat(directory.resolve("file/run.json"))
        .content()
        .contains("\"on_corrupt\" : \"skip-file\"", "\"flow_records_left_out\" : ");
    assertThat(run("verify", "file", "--rerun").exit()).isEqualTo(0);
    Program none =
        run("match", "cut", "-w", "pools.zip", "-o", "none", "--on-corrupt", "skip-file");
    assertThat(none.exit()).isEqualTo(4);
    assertThat(none.err())
        .contains("no input is left (--on-corrupt skip-file); nothing was written");
  }

  @Test
  void totalsAreOfWhatIsLeft() throws IOException {
    write("whole", sample);
    write("cut", cut());
    run("match", "whole", "-w", "pools.zip", "-o", "only");
    Program program =
        run("match", "whole", "cut", "-w", "pools.zip", "-o", "r", "--on-corrupt", "skip-file");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    List<String> left = totals("only");
    assertThat(left).hasSizeGreaterThan(10);
    assertThat(totals("r")).containsAll(left);
    assertThat(run("verify", "r", "--rerun").exit()).isEqualTo(0);
  }

  /** Those of units, flow records and exporters. */
  private List<String> totals(String result) throws IOException {
    String run = Files.readString(directory.resolve(result).resolve("run.json"));
    return run.substring(run.indexOf("\"totals\""), run.indexOf("\"passed_over\""))
        .lines()
        .filter(line -> !line.contains("\"inputs") && !line.contains("bytes"))
        .filter(line -> !line.contains("undecodable"))
        .toList();
  }

  @Test
  void ofADamagedFileThatIsLeftOutNoContextStays() throws IOException {
    write("whole", sample);
    write("cut", cut());
    run("match", "whole", "-w", "pools.zip", "-o", "only", "--context");
    for (String kind : List.of("skip-file", "skip-block")) {
      run(
          "match",
          "whole",
          "cut",
          "-w",
          "pools.zip",
          "-o",
          kind,
          "--context",
          "--on-corrupt",
          kind);
    }
    Path only = directory.resolve("only/context.csv");
    assertThat(only).content().contains(",198.51.100.10,");
    assertThat(directory.resolve("skip-file/context.csv")).hasSameBinaryContentAs(only);
    assertThat(Files.mismatch(directory.resolve("skip-block/context.csv"), only)).isNotNegative();
  }

  @Test
  void aGoodFileWhoseIdIsThatOfADamagedOneKeepsItsRows() throws IOException {
    // Same length, same ends: only in the middle they differ, where no id looks.
    byte[] gap = new byte[400_000];
    byte[] good = new byte[0];
    for (int i = 0; good.length < gap.length; i++) {
      good = i == 0 ? sample : concat(good, Arrays.copyOfRange(sample, 40, sample.length));
    }
    byte[] bad = good.clone();
    Arrays.fill(bad, good.length / 2, good.length / 2 + 40, (byte) 0xff);
    write("good", good);
    write("bad", bad);
    run("match", "good", "-w", "pools.zip", "-o", "only");
    Program program =
        run("match", "bad", "good", "-w", "pools.zip", "-o", "r", "--on-corrupt", "skip-file");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    assertThat(directory.resolve("r/matches.ndjson"))
        .hasSameBinaryContentAs(directory.resolve("only/matches.ndjson"));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void moreDamageThanIsBorneEndsTheRun() throws IOException {
    for (int i = 0; i < 9; i++) {
      write("in/" + i, sample);
    }
    write("in/cut", new byte[sample.length]);
    Program little = run("match", "in", "-w", "pools.zip", "-o", "r", "--max-corrupt", "5%");
    assertThat(little.exit()).as(little.err()).isEqualTo(4);
    assertThat(little.err())
        .contains("10 % of the inputs' bytes could not be read (--max-corrupt 5 %)")
        .contains("nothing was written");
    assertThat(directory.resolve("r")).doesNotExist();
    Program enough = run("match", "in", "-w", "pools.zip", "-o", "r", "--max-corrupt", "0.11");
    assertThat(enough.exit()).as(enough.err()).isEqualTo(3);
    assertThat(enough.err()).contains("lost          10 % of the inputs' bytes were not read");
    assertThat(run("match", "in", "-w", "pools.zip", "--max-corrupt", "110%").err())
        .contains("'110%' is not a share (expected: as 1% or 0.01, from 0 to 1)");
    assertThat(run("match", "in", "-w", "pools.zip", "--on-corrupt", "skip").err())
        .contains("'skip' (expected: stop, skip-block or skip-file)");
  }

  @Test
  void aFileThatIsCutCountsByWhatWasNotDecoded() throws IOException {
    write("cut", cut());
    write("whole", sample);
    Program program = run("match", "cut", "whole", "-w", "pools.zip", "-o", "r");
    assertThat(program.exit()).isEqualTo(3);
    String share =
        Files.readString(directory.resolve("r/run.json"))
            .replaceFirst("(?s).*\"corrupt_share\" : ([0-9.E-]+).*", "$1");
    assertThat(Double.parseDouble(share)).isBetween(0.00001, 0.01);
  }

  @Test
  void threeDamagedAmongManyAreNamedAndNothingElseIs() throws IOException {
    for (int i = 0; i < FILES; i++) {
      write(String.format("in/%02d/nfcapd.%05d", i % 100, i), sample);
    }
    byte[] flipped = sample.clone();
    // In the header of the first block: its size.
    flipped[44] ^= 0x40;
    flipped[47] ^= 0x40;
    write("in/03/nfcapd.00003", cut());
    write("in/44/nfcapd.00044", flipped);
    write("in/99/nfcapd.00099", new byte[300]);
    Program program = run("match", "in", "-w", "pools.zip", "-o", "r", "-f", "ndjson");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    assertThat(program.err())
        .contains("in/03/nfcapd.00003, offset ", "in/44/nfcapd.00044, offset ")
        .contains("in/99/nfcapd.00099, offset ");
    assertThat(
            program
                .err()
                .lines()
                .filter(line -> line.contains("in/") && !line.contains("same bytes")))
        .hasSize(3);
    assertThat(program.err().lines().count()).isLessThan(40);
    assertThat(errors("r").stream().map(line -> line.replaceFirst(".*\"file\":\"([^\"]+).*", "$1")))
        .containsExactly("in/03/nfcapd.00003", "in/44/nfcapd.00044", "in/99/nfcapd.00099");
  }

  @Test
  void moreProblemsThanAnybodyWouldReadAreCounted() throws IOException {
    write("in/good", sample);
    for (int i = 0; i < 30; i++) {
      write("in/junk" + i, new byte[] {1, 2, 3, 4});
      Files.createSymbolicLink(directory.resolve("in/link" + i), Path.of("nowhere"));
    }
    Program program = run("match", "in", "-w", "pools.zip", "-o", "r");
    assertThat(program.exit()).isEqualTo(3);
    assertThat(program.err())
        .contains("… and 10 more names that could not be read")
        .contains("… and 10 more inputs that could not be read wholly");
    assertThat(program.err().lines().filter(line -> line.startsWith("error:"))).hasSize(40);
    assertThat(errors("r")).hasSize(60);
    try (Stream<String> lines = Files.lines(directory.resolve("r/run.json"))) {
      assertThat(lines.filter(line -> line.contains("\"inputs_skipped\" : 30"))).hasSize(1);
    }
  }
}
