// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told to be ours, and what becomes of everybody else. */
class InsideOptionTest {

  @TempDir private Path directory;

  private String sample;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    PlantedWindows.write(directory.resolve("pools.zip"));
  }

  private Program run(String result, String... inside) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "match", sample, "-w", "pools.zip", "-o", result, "--report", result + ".html"));
    arguments.addAll(List.of(inside));
    return Program.run(directory, arguments.toArray(String[]::new));
  }

  private String read(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  private static long number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void clientsElsewhereStayInTheRowsAndAreCountedApart() throws IOException {
    Program all = run("all");
    assertThat(all.exit()).as(all.err()).isEqualTo(0);
    Program one = run("one", "--inside", "10.20.0.11/32");
    assertThat(one.exit()).as(one.err()).isEqualTo(0);
    long hosts = number(all.err(), "inside hosts +(\\d+)\n");
    long matches = number(all.err(), "matches +(\\d+) ");
    assertThat(hosts).isGreaterThan(1);
    assertThat(number(one.err(), "inside hosts +(\\d+) \\(in 10.20.0.11/32\\)")).isEqualTo(1);
    assertThat(number(one.err(), "outside +(\\d+) client")).isEqualTo(hosts - 1);
    assertThat(directory.resolve("one/matches.ndjson"))
        .hasSameBinaryContentAs(directory.resolve("all/matches.ndjson"));
    String run = read("one/run.json");
    assertThat(run).contains("\"inside\" : \"10.20.0.11/32\"", "\"hosts\" : 1,");
    long outside = number(run, "\"outside_matches\" : (\\d+)");
    assertThat(outside).isBetween(1L, matches - 1);
    assertThat(read("one.html"))
        .contains("Counted apart: " + outside + " records of ", "10.20.0.11")
        .contains("A host is a client in 10.20.0.11/32 (--inside)")
        .doesNotContain("10.20.0.12");
    assertThat(read("all.html")).contains("10.20.0.12").doesNotContain("Counted apart");
  }

  @Test
  void aReportMadeLaterTellsOfTheSameHosts() throws IOException {
    run("r", "--inside", "10.20.0.11/32,2001:db8::/32", "--inside", "192.168.0.0/16");
    assertThat(read("r/run.json"))
        .contains("\"inside\" : \"10.20.0.11/32,2001:db8::/32,192.168.0.0/16\"");
    Program report = Program.run(directory, "report", "r");
    assertThat(report.exit()).as(report.err()).isEqualTo(0);
    assertThat(directory.resolve("r/report.html"))
        .hasSameBinaryContentAs(directory.resolve("r.html"));
  }

  @Test
  void whereNobodyIsOursThatIsTheVerdict() throws IOException {
    Program program = run("r", "--inside", "203.0.113.0/24");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err()).containsPattern("inside hosts +0 \\(in 203.0.113.0/24");
    assertThat(read("r.html"))
        .contains("No host has a connection consistent with mining", "Counted apart: ");
  }

  @Test
  void aServiceInOurOwnNetworksIsNamed() throws IOException {
    Program program = run("r", "--inside", "10.20.0.0/16,198.51.100.0/24");
    assertThat(program.err()).containsPattern("services inside +198.51.100.10:3333");
    assertThat(read("r/run.json")).contains("\"services_inside\" : 1");
    assertThat(read("r.html"))
        .contains("1 service is in these networks themselves: 198.51.100.10:3333.");
  }

  /** A service keeps its address, so replaced networks would hold others than ours. */
  @Test
  void servicesInsideAreNotToldWhereNetworksAreReplaced() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "abcdefghijklmnopqrstuvwxyz012345");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Program program =
        run("r", "--inside", "10.20.0.0/16,198.51.100.0/24,0.0.0.0/0", "--anonymise-key", "key");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err()).contains("inside hosts").doesNotContain("services inside");
    assertThat(read("r/run.json")).contains("\"inside\"").doesNotContain("services_inside");
    assertThat(read("r.html")).contains("Whose hosts").doesNotContain("in these networks themse");
    Program report = Program.run(directory, "report", "r");
    assertThat(report.exit()).as(report.err()).isEqualTo(0);
    assertThat(directory.resolve("r/report.html"))
        .hasSameBinaryContentAs(directory.resolve("r.html"));
  }

  @Test
  void aNetworkTypedWrongIsAUsageErrorThatShowsTheRightForm() {
    assertWrong("10.20.0.11/8", "block: 10.20.0.11/8 has bits set beyond its prefix");
    assertWrong("10.20.0.11/8", "(expected: 10.0.0.0/8)");
    assertWrong("10.0.0.0/33", "prefix length: 33 (expected: 0..32)");
    assertWrong("2001:db8::/129", "prefix length: 129 (expected: 0..128)");
    assertWrong("10.0.0.0/8/8", "'10.0.0.0/8/8' is no network");
    assertWrong("10.0.0.0/", "'10.0.0.0/' is no network");
    assertWrong("10.0.0/24", "address: '10.0.0' (expected: IPv4 or IPv6 literal)");
    assertWrong("intranet", "'intranet' is no network");
    assertWrong("10.0.0.0/8,,192.168.0.0/16", "'' is no network");
    assertWrong("10.0.0.0/-8", "'10.0.0.0/-8' is no network");
  }

  private void assertWrong(String inside, String message) {
    Program program = run("never", "--inside", inside);
    assertThat(program.exit()).as(program.err()).isEqualTo(2);
    assertThat(program.err()).contains("--inside", message, "one is written like 10.0.0.0/8");
    assertThat(directory.resolve("never")).doesNotExist();
  }
}
