// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.probe.catalog.FeedState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tools themselves say; without a tool, its tests are skipped, and named. */
class FeedToolsTest {

  private static final long SECONDS = 60;

  @TempDir private Path directory;

  static Stream<Feed> feeds() {
    return Stream.of(
        Feeds.sample(), Feeds.hostile(), new Feed(OptionalLong.empty(), List.of()), large());
  }

  private static Feed large() {
    List<FeedEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      entries.add(
          Feeds.window(
              FeedState.EVER,
              "10.%d.%d.7".formatted(i / 256, i % 256),
              3000 + i % 500,
              List.of(),
              "Pool " + i % 50,
              "BTC"));
    }
    return new Feed(OptionalLong.of(Feeds.START), entries);
  }

  private record Ran(int exitCode, String output) {}

  private static void require(String tool) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, tool)));
    assumeTrue(there, tool + " is not installed");
  }

  private Ran run(String... command) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " does not end");
    }
    return new Ran(
        process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1));
  }

  private Path file(FeedFormat format, Feed feed) throws IOException {
    return Files.writeString(directory.resolve("feed"), Feeds.text(format, feed));
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void nfdumpTakesTheFilter(Feed feed) throws IOException, InterruptedException {
    require("nfdump");
    Ran ran = run("nfdump", "-Z", "-f", file(FeedFormat.NFDUMP, feed).toString());
    assertThat(ran.exitCode()).as(ran.output()).isZero();
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void ipsetRestoresTheSets(Feed feed) throws IOException, InterruptedException {
    require("ipset");
    assumeTrue(
        run("unshare", "--net", "ipset", "list").exitCode() == 0,
        "ipset cannot be used here (it needs CAP_NET_ADMIN)");
    file(FeedFormat.IPSET, feed);
    Ran ran = run("unshare", "--net", "sh", "-c", "ipset restore < feed && ipset save");
    assertThat(ran.exitCode()).as(ran.output()).isZero();
    assertThat(ran.output().lines().filter(line -> line.startsWith("add ")))
        .hasSize(
            (int)
                Feeds.text(FeedFormat.IPSET, feed)
                    .lines()
                    .filter(line -> line.startsWith("add "))
                    .count());
  }

  /** Suricata itself is in no Debian package index now, but its updater's parser of rules is. */
  @ParameterizedTest
  @MethodSource("feeds")
  void suricatasUpdaterTakesEveryRule(Feed feed) throws IOException, InterruptedException {
    require("suricata-update");
    assumeTrue(
        run("unshare", "--net", "true").exitCode() == 0,
        "suricata-update cannot be used here (without a network of its own it would use yours)");
    Path rules = directory.resolve("feed.rules");
    Files.writeString(rules, Feeds.text(FeedFormat.SURICATA, feed));
    long written =
        Files.readAllLines(rules).stream().filter(line -> line.startsWith("alert ")).count();
    Ran ran =
        run(
            "unshare",
            "--net",
            "suricata-update",
            "--no-test",
            "--no-reload",
            "--suricata-version=6.0.0",
            "--url=" + rules.toUri(),
            "--data-dir=data",
            "--output=out");
    assertThat(ran.exitCode()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("Loaded " + written + " rules.");
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void nftTakesTheTable(Feed feed) throws IOException, InterruptedException {
    require("nft");
    assumeTrue(
        run("unshare", "--net", "nft", "list", "ruleset").exitCode() == 0,
        "nft cannot be used here (it needs CAP_NET_ADMIN)");
    Path file = file(FeedFormat.NFTABLES, feed);
    Ran ran = run("unshare", "--net", "nft", "-c", "-f", file.toString());
    assertThat(ran.exitCode()).as(ran.output()).isZero();
  }

  @Test
  void nftTakesARuleThatUsesTheSets() throws IOException, InterruptedException {
    require("nft");
    assumeTrue(
        run("unshare", "--net", "nft", "list", "ruleset").exitCode() == 0,
        "nft cannot be used here (it needs CAP_NET_ADMIN)");
    String table = Feeds.text(FeedFormat.NFTABLES, Feeds.sample());
    List<String> rules =
        table
            .lines()
            .filter(line -> line.startsWith("# ip"))
            .map(line -> line.substring(2))
            .toList();
    assertThat(rules).hasSize(2);
    Files.writeString(
        directory.resolve("feed"),
        table
            + "table inet minetrace {\n  chain out {\n    type filter hook output priority 0;\n    "
            + String.join("\n    ", rules)
            + "\n  }\n}\n");
    Ran ran = run("unshare", "--net", "nft", "-c", "-f", "feed");
    assertThat(ran.exitCode()).as(ran.output()).isZero();
  }

  @Test
  void suricataTakesTheRules() throws IOException, InterruptedException {
    require("suricata");
    for (Feed feed : List.of(Feeds.sample(), Feeds.hostile())) {
      Path rules = file(FeedFormat.SURICATA, feed);
      Ran ran = run("suricata", "-T", "-l", directory.toString(), "-S", rules.toString());
      assertThat(ran.exitCode()).as(ran.output()).isZero();
    }
  }

  @Test
  void suricataLoadsTheDatasets() throws IOException, InterruptedException {
    require("suricata");
    for (Map.Entry<String, String> file :
        Feeds.written(FeedFormat.SURICATA_DATASET, Feeds.sample()).entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    Ran ran =
        run(
            "suricata",
            "-T",
            "-l",
            directory.toString(),
            "-S",
            directory.resolve("minetrace.rules").toString());
    assertThat(ran.exitCode()).as(ran.output()).isZero();
  }
}
