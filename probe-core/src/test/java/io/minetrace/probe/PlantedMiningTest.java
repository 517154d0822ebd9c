// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.match.Match;
import io.minetrace.match.MatchOptions;
import io.minetrace.match.Matcher;
import io.minetrace.match.Reason;
import io.minetrace.net.HostPort;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.exchange.CatalogImport;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way on the sample captures: probing history into a real MariaDB, windows, snapshot,
 * match; against what was planted there. The truth was written by the script that made the traffic,
 * which works the situations out from the observations by itself.
 */
class PlantedMiningTest {

  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  /** The folder of the files whose times name no zone. */
  private static final String LOCAL = "local-time/";

  @TempDir private static Path directory;

  private static Path samples;
  private static Matcher matcher;

  @BeforeAll
  static void buildTheWindows() throws IOException {
    String folder = System.getenv("MINETRACE_SAMPLE_FLOWS");
    assumeTrue(folder != null, "MINETRACE_SAMPLE_FLOWS names the folder of the sample captures");
    samples = Path.of(folder);
    Path file = directory.resolve("windows.zip");
    try (Catalog catalog = TestCatalog.empty()) {
      CatalogImport importer =
          new CatalogImport(
              catalog,
              bad -> {
                throw new AssertionError(bad.toString());
              });
      importer.importFile(samples.resolve("history/catalog.csv"));
      importer.importFile(samples.resolve("history/observations.csv"));
      catalog.foldAll(folded -> {});
      catalog.writeSnapshot(file);
    }
    try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      matcher = new Matcher(snapshot.index(), MatchOptions.DEFAULT);
    }
  }

  @AfterAll
  static void forget() {
    matcher = null;
  }

  @TestFactory
  Stream<DynamicTest> whatWasPlantedIsLabelledAndNothingElse() throws IOException {
    Map<String, Map<String, CSVRecord>> truth = new TreeMap<>();
    try (Reader reader = Files.newBufferedReader(samples.resolve("planted.csv"));
        CSVParser rows = CSV.parse(reader)) {
      for (CSVRecord row : rows) {
        String endpoint =
            new HostPort(row.get("address"), Integer.parseInt(row.get("port")))
                + "/"
                + row.get("transport");
        truth.computeIfAbsent(row.get("sample"), s -> new TreeMap<>()).put(endpoint, row);
      }
    }
    assertThat(truth).isNotEmpty();
    List<DynamicTest> tests = new ArrayList<>();
    for (String sample : truth.keySet()) {
      for (Path file : filesOf(sample)) {
        tests.add(
            DynamicTest.dynamicTest(
                samples.relativize(file).toString(), () -> compare(file, truth.get(sample))));
      }
    }
    return tests.stream();
  }

  /** The files with the flows of a sample: in its own folder, and its conversions. */
  private static List<Path> filesOf(String sample) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String glob :
        List.of(sample + "/flows*", "formats/" + sample + ".*", LOCAL + sample + ".*")) {
      Path pattern = Path.of(glob);
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(
              samples.resolve(pattern.getParent()), pattern.getFileName().toString())) {
        files.forEach(found::add);
      }
    }
    assertThat(found).as("files of %s", sample).isNotEmpty();
    Collections.sort(found);
    return found;
  }

  /** Where times are local, their zone is part of the name. */
  private static ReadOptions options(Path file) {
    if (!file.startsWith(samples.resolve(LOCAL))) {
      return ReadOptions.DEFAULT;
    }
    boolean nepal = file.toString().contains(".kathmandu.");
    return ReadOptions.DEFAULT.withSourceTimezone(ZoneId.of(nepal ? "Asia/Kathmandu" : "UTC"));
  }

  private static void compare(Path file, Map<String, CSVRecord> truth) throws IOException {
    Map<String, List<Match>> found = new TreeMap<>();
    try (FlowReader flows = FlowFile.open(file, options(file))) {
      matcher.match(
          flows,
          match ->
              found.computeIfAbsent(match.pool().toString(), e -> new ArrayList<>()).add(match));
    }
    List<String> planted =
        truth.entrySet().stream()
            .filter(row -> row.getValue().get("outcome").equals("labelled"))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(found.keySet()).containsExactlyElementsOf(planted);
    for (String endpoint : planted) {
      compare(endpoint, found.get(endpoint), truth.get(endpoint));
      // nfcapd 1.7.1 keeps one direction's flags of a biflow, and no options data about sampling.
      if (file.toString().endsWith(".pcap")) {
        assertThat(found.get(endpoint).stream().map(match -> match.activity().name()))
            .as("activity at %s", endpoint)
            .contains(truth.get(endpoint).get("activity"));
      }
    }
  }

  private static void compare(String endpoint, List<Match> matches, CSVRecord truth) {
    List<String> clients = List.of(truth.get("clients").split("\\|"));
    List<String> coins = List.of(truth.get("coins").split("\\|"));
    assertThat(matches)
        .as(endpoint)
        .allSatisfy(
            match -> {
              assertThat(match.situation().name()).isEqualTo(truth.get("situation"));
              assertThat(match.score()).isEqualTo(Integer.parseInt(truth.get("score")));
              assertThat(match.confidence().name()).isEqualTo(truth.get("confidence"));
              assertThat(match.coins()).containsExactlyInAnyOrderElementsOf(coins);
              assertThat(clients).contains(match.client().toString());
              boolean node = match.reasons().contains(Reason.NODE);
              assertThat(match.pools()).isEqualTo(node ? List.of() : List.of(truth.get("pool")));
            });
    assertThat(matches.stream().map(match -> match.client().toString()).distinct())
        .as("clients of %s", endpoint)
        .containsExactlyInAnyOrderElementsOf(clients);
  }
}
