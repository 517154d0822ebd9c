// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text exports as their user has them: what has to be told, and what is said where it is not. */
class TextSourcesTest {

  @TempDir private Path directory;

  private Path text(String name) throws IOException {
    return Files.writeString(
        directory.resolve(name),
        """
        ts,te,sa,da,sp,dp,pr
        2026-05-02 16:00:00,2026-05-02 16:00:59,10.20.0.11,192.0.2.20,47391,3333,TCP
        """);
  }

  @Test
  void localTimesAreRefusedUntilTheirZoneIsTold() throws IOException {
    text("nfdump.csv");
    Program refused = Program.run(directory, "flows", "nfdump.csv");
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.err())
        .contains("nfdump.csv, offset 21: time without a zone: '2026-05-02 16:00:00'")
        .contains("--source-timezone ZONE");

    Program read =
        Program.run(directory, "flows", "--source-timezone", "Europe/Prague", "nfdump.csv");
    assertThat(read.exit()).as(read.err()).isZero();
    assertThat(read.out()).contains("2026-05-02T14:00:00.000Z,2026-05-02T14:00:59.000Z,10.20.0.11");

    Program inspected =
        Program.run(directory, "inspect", "--source-timezone", "Europe/Prague", "nfdump.csv");
    assertThat(inspected.out())
        .contains("nfdump CSV")
        .containsPattern("time zone +Europe/Prague, as was told");
  }

  @Test
  void amongOtherFilesTheRefusedOneIsANamedFailure() throws IOException {
    text("nfdump.csv");
    Files.copy(
        SampleFlows.root().resolve("softflowd-v9/flows.pcap"), directory.resolve("flows.pcap"));
    Program program = Program.run(directory, "flows", "nfdump.csv", "flows.pcap");
    assertThat(program.exit()).isEqualTo(3);
    assertThat(program.err()).contains("error: nfdump.csv, offset 21: time without a zone");
    assertThat(program.out().lines().count()).isGreaterThan(10);
  }

  @Test
  void ownLayoutsAreReadByAMapping() throws IOException {
    Files.writeString(
        directory.resolve("own.txt"), "begin;from;to\n1777730400;10.20.0.11;192.0.2.20\n");
    Files.writeString(
        directory.resolve("own.mapping"),
        "delimiter = ;\nflow_start = begin\nsource_ip_address = from\ndestination_ip_address = to\n");
    assertThat(Program.run(directory, "flows", "own.txt").exit()).isEqualTo(4);
    Program read = Program.run(directory, "flows", "--mapping", "own.mapping", "own.txt");
    assertThat(read.exit()).as(read.err()).isZero();
    assertThat(read.out()).contains("2026-05-02T14:00:00.000Z,2026-05-02T14:00:00.000Z,10.20.0.11");
  }

  @Test
  void whatCannotBeMeantIsWrongUsageAndTheNearestIsNamed() throws IOException {
    Files.writeString(directory.resolve("bad.mapping"), "source_ip_adress = a\n");
    Program zone = Program.run(directory, "flows", "--source-timezone", "Europe/Pragu", "x");
    assertThat(zone.exit()).isEqualTo(2);
    assertThat(zone.err()).contains("did you mean Europe/Prague?");
    Program mapping = Program.run(directory, "flows", "--mapping", "bad.mapping", "x");
    assertThat(mapping.exit()).isEqualTo(2);
    assertThat(mapping.err())
        .contains(
            "bad.mapping, line 1: unknown key 'source_ip_adress'; did you mean"
                + " 'source_ip_address'?");
  }
}
