// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What pools answered in 2018 (a research data set, not part of the project): the coins that their
 * replies point to, against those they were declared to serve, which the inference is not told.
 */
class CorpusCoinsTest {

  private static final long THEN = Instant.parse("2018-05-13T00:00:00Z").toEpochMilli();

  private static final DialogueContext CONTEXT =
      new DialogueContext("pool.example.test", 3333, "minetrace/test", THEN);

  /** Endpoints whose replies point to other coins than declared, and why they may. */
  private static final Map<String, String> EXPLAINED = Map.of();

  private static final List<Reply> replies = new ArrayList<>();

  private record Reply(
      String endpoint, List<String> pools, List<String> declared, Evidence evidence, JobFacts job) {

    boolean carriesWork() {
      return evidence.compareTo(Evidence.E4) >= 0;
    }

    CoinFinding coin() {
      return CoinInference.infer(job, THEN);
    }

    Optional<String> pool() {
      return PoolRecognition.of(job, List.of());
    }
  }

  @BeforeAll
  static void readCorpus() throws IOException {
    String corpus = System.getenv("MINETRACE_CORPUS");
    Assumptions.assumeTrue(corpus != null, "MINETRACE_CORPUS is not set");
    LineDialogue generic = (LineDialogue) ProbeProtocol.STRATUM1.dialogue();
    Path file = Path.of(corpus, "stratum-replies-2018", "replies.ndjson");
    for (String line : Files.readAllLines(file)) {
      JsonNode row = new ObjectMapper().readTree(line);
      List<String> lines = new ArrayList<>();
      for (JsonNode exchange : row.path("exchanges")) {
        exchange.path("reply").asText("").lines().forEach(lines::add);
      }
      var finding = generic.read(lines, CONTEXT).finding();
      replies.add(
          new Reply(
              row.path("address").asText() + ":" + row.path("port").asInt(),
              texts(row.path("pools")),
              texts(row.path("declared_coins")),
              finding.evidence(),
              finding.job()));
    }
    assertThat(replies).as("endpoints in %s", file).hasSize(199);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  @Test
  void everyReplyWithWorkPointsToTheDeclaredCoin() {
    List<Reply> withWork = replies.stream().filter(Reply::carriesWork).toList();
    Map<String, Integer> table = new TreeMap<>();
    for (Reply reply : withWork) {
      CoinFinding coin = reply.coin();
      table.merge(
          "declared %s, found %s by %s".formatted(reply.declared(), coin.coins(), coin.rule()),
          1,
          Integer::sum);
      if (!EXPLAINED.containsKey(reply.endpoint())) {
        assertThat(coin.coins())
            .as("%s of %s", reply.endpoint(), reply.pools())
            .containsAnyElementsOf(reply.declared());
      }
    }
    System.out.println("coins of the work given out in 2018: " + table);
    assertThat(withWork).hasSize(11);
  }

  @Test
  void noReplyOfAnyKindPointsElsewhere() {
    for (Reply reply : replies) {
      assertThat(reply.coin().contradicts(reply.declared()))
          .as("%s of %s: %s", reply.endpoint(), reply.pools(), reply.coin())
          .isEqualTo(EXPLAINED.containsKey(reply.endpoint()));
    }
  }

  @Test
  void thePoolsThatSignTheirWorkAreThoseDeclared() {
    List<Reply> signed = replies.stream().filter(reply -> reply.pool().isPresent()).toList();

    assertThat(signed).hasSize(11);
    for (Reply reply : signed) {
      assertThat(reply.pools()).contains(reply.pool().orElseThrow());
    }
  }

  @Test
  void workOfOneTimeHangsOnOneBlock() {
    assertThat(
            replies.stream()
                .filter(Reply::carriesWork)
                .flatMap(reply -> reply.job().work(List.of()).block().stream())
                .distinct())
        .singleElement()
        .asString()
        .as("a Bitcoin block's hash as explorers print it")
        .startsWith("0".repeat(16));
  }
}
