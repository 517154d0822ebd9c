// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user has it. */
class CandidatesCommandTest {

  @TempDir private Path directory;
  private String sample;

  @BeforeEach
  void prepare() {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  @Test
  void leavesTablesAndManifestAndSaysWhatIsNeeded() throws IOException {
    Program program = run("candidates", sample);
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(program.out()).isEmpty();
    assertThat(program.err())
        .contains("candidates    19", "needed        sessions of 60 s", "198.51.100.10:3333")
        .contains("wrote minetrace-candidates/candidates.csv");
    Path result = directory.resolve("minetrace-candidates");
    List<String> csv = Files.readAllLines(result.resolve("candidates.csv"));
    List<String> ndjson = Files.readAllLines(result.resolve("candidates.ndjson"));
    assertThat(csv).hasSize(20);
    assertThat(ndjson).hasSize(19);
    assertThat(csv.get(0)).startsWith("address,port,transport,score,hosts,host_addresses,");
    assertThat(ndjson.get(0))
        .startsWith("{\"address\":\"198.51.100.10\",\"port\":3333,\"transport\":\"tcp\",\"score\":")
        .contains("\"reasons\":[\"+20 ");
    assertThat(Files.readString(result.resolve("run.json")))
        .contains("\"candidates\" : 19", "\"flows_not_tcp\"", "\"min_duration\" : \"PT1M\"");
  }

  @Test
  void aResultIsNoInputOfTheNextRun() {
    run("candidates", sample);
    Program again = run("candidates", sample, ".", "-o", "-");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.err()).contains("1 earlier result");
  }

  @Test
  void aResultIsNotOverwrittenUnasked() {
    run("candidates", sample, "-o", "found.csv");
    Program again = run("candidates", sample, "-o", "found.csv");
    assertThat(again.exit()).isEqualTo(7);
    assertThat(again.err()).contains("found.csv: exists already");
    assertThat(run("candidates", sample, "-o", "found.csv", "--overwrite").exit()).isZero();
  }

  @Test
  void moreIsAskedOfALongerSessionWhenTheUserSaysSo() {
    Program program = run("candidates", sample, "-o", "-", "--min-duration", "20m");
    assertThat(program.exit()).isZero();
    assertThat(program.out().lines()).as("only the header").hasSize(1);
    assertThat(program.err()).contains("needed        sessions of 1200 s");
  }

  @Test
  void wrongOptionsAndInputsHaveTheirExitCodes() throws IOException {
    assertThat(run("candidates", sample, "--min-score", "101").exit()).isEqualTo(2);
    assertThat(run("candidates", sample, "--inside", "10.0.0.1/8").exit()).isEqualTo(2);
    assertThat(run("candidates", sample, "-w", "absent.zip").exit()).isEqualTo(5);
    Files.writeString(directory.resolve("junk.bin"), "no flows here");
    assertThat(run("candidates", "junk.bin").exit()).isEqualTo(4);
    assertThat(run("candidates", "junk.bin", sample, "-o", "-").exit()).isEqualTo(3);
    assertThat(directory.toFile().list()).containsExactly("junk.bin");
  }

  @Test
  void theHelpHoldsTheRule() {
    Program program = run("candidates", "--help");
    assertThat(program.exit()).isZero();
    assertThat(program.out())
        .contains("A service is considered if", "packets went both ways", "Its score is the sum")
        .contains("a weak hint");
  }
}
