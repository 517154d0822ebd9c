// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.SampleFlows;
import io.minetrace.window.WindowIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the truth of what was planted, with a catalog that knows nothing. */
class CandidatesOfSamplesTest {

  /** JSON-RPC services that are asked for readings every few seconds, on port 3333. */
  private static final Set<String> LOOKALIKES =
      Set.of("192.0.2.98:3333/tcp", "192.0.2.99:3333/tcp");

  /**
   * A node that is only polled, on a new connection each time; and attempts, which records without
   * TCP flags do not tell from mining.
   */
  private static final Set<String> NOT_HELD =
      Set.of("198.51.100.81:9332/tcp", "203.0.113.23:3333/tcp", "203.0.113.24:14444/tcp");

  /** With one direction alone, what speaks against the web's port weighs too much. */
  private static final Set<String> ON_A_WEB_PORT =
      Set.of("198.51.100.10:443/tcp", "203.0.113.21:443/tcp");

  /** nfcapd kept one direction of its flows. */
  private static final String ONE_WAY = "softflowd-ipfix-biflow/flows.nfcapd";

  private static ContactTable tableOf(Path capture) throws IOException {
    ContactTable table =
        new ContactTable(
            ServiceSide.PRIVATE_INSIDE, new WindowIndex(List.of()), Optional.empty(), 10_000);
    FlowBatch batch = new FlowBatch();
    try (FlowReader reader = FlowFile.open(capture)) {
      while (reader.next(batch)) {
        table.add(batch);
      }
    }
    return table;
  }

  /** Endpoints where mining went on, not only attempts at it. */
  private static Set<String> planted(String sample) throws IOException {
    try (CSVParser rows =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(Files.newBufferedReader(SampleFlows.root().resolve("planted.csv")))) {
      return rows.stream()
          .filter(row -> row.get("sample").equals(sample))
          .filter(row -> row.get("outcome").equals("labelled"))
          .filter(row -> !Set.of("REFUSED", "ATTEMPTED").contains(row.get("activity")))
          .map(
              row ->
                  (row.get("address").indexOf(':') < 0
                          ? row.get("address")
                          : "[" + row.get("address") + "]")
                      + ":"
                      + row.get("port")
                      + "/tcp")
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "softflowd-v9/flows.nfcapd",
        "softflowd-v5/flows.pcap",
        "softflowd-ipfix/flows.pcap",
        "softflowd-ipfix-biflow/flows.pcap",
        "pmacct-v9/flows.nfcapd",
        "pmacct-ipfix/flows.pcap",
        "fprobe-v7/flows.pcap",
        "two-exporters/flows.pcap",
        "argus/flows.csv",
        ONE_WAY
      })
  void whatWasPlantedIsFoundAndNothingElseButItsLookalikes(String capture) throws IOException {
    String sample = capture.substring(0, capture.indexOf('/'));
    Set<String> planted = planted(sample);
    Set<String> found =
        new CandidateRule(CandidateRule.DEFAULT_MIN_SCORE, Optional.empty())
            .candidates(tableOf(SampleFlows.root().resolve(capture))).stream()
                .map(candidate -> candidate.endpoint().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    Set<String> wrong = new TreeSet<>(found);
    wrong.removeAll(planted);
    Set<String> missed = new TreeSet<>(planted);
    missed.removeAll(found);
    System.out.printf(
        "%-36s planted %d, found %d, precision %.2f, recall %.2f; wrong %s, missed %s%n",
        capture,
        planted.size(),
        found.size(),
        (found.size() - wrong.size()) / (double) found.size(),
        (planted.size() - missed.size()) / (double) planted.size(),
        wrong,
        missed);
    assertThat(planted).as("planted in " + sample).hasSizeGreaterThan(10);
    assertThat(LOOKALIKES).as("wrong").containsAll(wrong);
    if (capture.equals(ONE_WAY)) {
      missed.removeAll(ON_A_WEB_PORT);
    }
    assertThat(NOT_HELD).as("missed").containsAll(missed);
  }
}
