// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What pools answered to mining.subscribe in 2018 (a research data set, not part of the project),
 * replayed without a socket.
 */
class StratumRepliesCorpusTest {

  private static final DialogueContext CONTEXT =
      new DialogueContext("pool.example.test", 3333, "minetrace/test", 1_526_169_600_000L);

  private static final List<String> replies = new ArrayList<>();

  @BeforeAll
  static void readCorpus() throws IOException {
    String corpus = System.getenv("MINETRACE_CORPUS");
    Assumptions.assumeTrue(corpus != null, "MINETRACE_CORPUS is not set");
    Path file = Path.of(corpus, "stratum-replies-2018", "replies.ndjson");
    for (String line : Files.readAllLines(file)) {
      for (JsonNode exchange : new ObjectMapper().readTree(line).path("exchanges")) {
        if (exchange.path("request").asText().equals("mining.subscribe")
            && exchange.path("reply").isTextual()) {
          replies.add(exchange.path("reply").textValue());
        }
      }
    }
    assertThat(replies).as("replies in %s", file).hasSizeGreaterThan(100);
  }

  private static Finding replay(String reply) {
    return new StratumV1Dialogue().read(reply.lines().toList(), CONTEXT).finding();
  }

  @Test
  void everyReplyOfStratumsShapeProvesTheService() {
    for (String reply : replies) {
      if (reply.contains("mining.notify") || reply.contains("mining.set_difficulty")) {
        assertThat(replay(reply).evidence().provesMining()).as(reply).isTrue();
      }
    }
  }

  @Test
  void aBareTrueOrFalseOrAnUnknownMethodProvesNothing() {
    for (String reply : replies) {
      if (!reply.contains("mining.") && !reply.contains("[")) {
        assertThat(replay(reply).evidence().provesMining()).as(reply).isFalse();
      }
    }
  }

  @Test
  void theCountsAreThoseOfTheDataSet() {
    Map<String, Integer> counts = new TreeMap<>();
    for (String reply : replies) {
      Finding finding = replay(reply);
      counts.merge(finding.outcome() + " " + finding.evidence(), 1, Integer::sum);
    }
    System.out.println("replies of 2018 to mining.subscribe: " + counts);

    assertThat(counts.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(replies.size());
    assertThat(counts).containsKeys("MINING E3", "MINING E4", "JSON_OTHER E1");
  }
}
