// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import io.minetrace.report.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of a run claims where part of what was asked, or given, was left aside. */
class ReportClaimsTest {

  private static final String HEAD =
      "flow_start,flow_end,source_ip_address,source_transport_port,destination_ip_address,"
          + "destination_transport_port,protocol_identifier\n";

  @TempDir private Path directory;

  private String sample;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9").resolve("flows.nfcapd").toString();
    CenturyWindows.write(directory.resolve("pools.zip"));
  }

  /** The words of the page of a run, as a reader sees them, without markup and style. */
  private String words(int exit, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("match"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("-w", "pools.zip", "-o", "r", "--report", "r.html", "--overwrite"));
    Program program = Program.run(directory, all.toArray(String[]::new));
    assertThat(program.exit()).as(program.err()).isEqualTo(exit);
    return Files.readString(directory.resolve("r.html"))
        .replaceAll("(?s)<style>.*?</style>", "")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ")
        .replace("&#39;", "'");
  }

  private JsonTree manifest() throws IOException {
    return JsonTree.read(directory.resolve("r/run.json"));
  }

  @Test
  void flowsWithoutWhatAComparisonTakesAreNoneThatWereFoundInnocent() throws IOException {
    String mining = "10.20.0.11,40000,198.51.100.10,3333,";
    String times = "2026-05-02T14:00:00Z,2026-05-02T14:01:00Z,";
    Files.writeString(
        directory.resolve("flows.csv"),
        HEAD + (times + mining + "\n").repeat(3) + ",," + mining + "\n");
    assertThat(words(3, "flows.csv"))
        .contains(
            "Nothing could be compared: none of the flow records tells what that takes.",
            "4 flow records were read and could not be compared with any service: 4 for want of the"
                + " protocol.")
        .doesNotContain("None of the flow records", "at best POSSIBLE");
    assertThat(manifest().at("totals").numbers())
        .containsEntry("flow_records", 4L)
        .containsEntry("flow_records_without_time", 1L)
        .containsEntry("flow_records_not_matched", 4L);
  }

  @Test
  void whatWasLeftOutByChoiceIsNoRecordThatWasFoundInnocent() throws IOException {
    assertThat(words(0, sample, "--from", "2090-01-01T00:00Z", "--min-coverage", "0"))
        .contains(
            "No match of the kind asked for was found among the flow records.",
            "Left out, as asked for: flows that ended before 2090-01-01T00:00:00Z (--from).")
        .doesNotContain("None of the flow records", "records LIKELY");
    assertThat(words(0, sample, "--min-confidence", "LIKELY"))
        .containsPattern(
            "[1-9][0-9]* records CONFIRMED, all hosts 0 records LIKELY, all hosts left")
        .contains("left out records POSSIBLE, all hosts");
    assertThat(words(0, sample)).contains(" 0 records POSSIBLE, all hosts");
  }

  @Test
  void aDamagedFileThatWasLeftOutIsCalledThat() throws IOException {
    Path folder = SampleFlows.root().resolve("softflowd-v9");
    byte[] whole = Files.readAllBytes(folder.resolve("flows.pcap"));
    Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 10));
    String words = words(3, sample, "cut.pcap", "--on-corrupt", "skip-file");
    assertThat(words)
        .contains(
            "Read: 1 whole, 1 left out.",
            "1 file of 2 left out wholly, for damage (--on-corrupt skip-file): cut.pcap")
        .doesNotContain("could not be read at all");
    String appendix = words.substring(words.indexOf("Appendix B"));
    assertThat(appendix).containsPattern("cut\\.pcap .* left out ").doesNotContain(" not read ");
  }

  @Test
  void aCopyOfACaptureIsNamed() throws IOException {
    Files.copy(Path.of(sample), directory.resolve("again.nfcapd"));
    assertThat(words(0, sample, "again.nfcapd"))
        .contains("Counted twice again.nfcapd has the same bytes as " + sample + ". Their flows");
    assertThat(words(0, "again.nfcapd")).doesNotContain("Counted twice");
  }
}
