// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.CoinInference;
import io.minetrace.window.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What pools answered in 2018 (a research data set, not part of the project), replayed without a
 * socket. What the pools said of their ports is hidden from the judgement, and scores it.
 */
class StratumRepliesCorpusTest {

  private static final DialogueContext CONTEXT =
      new DialogueContext(
          "pool.example.test",
          3333,
          "minetrace/test",
          Instant.parse("2018-05-13T00:00:00Z").toEpochMilli());

  /** The data set's names of families, and the protocols in which their servers speak. */
  private static final Map<String, Set<String>> SPOKEN =
      Map.of(
          "stratum1", Set.of("stratum1"),
          "zcash", Set.of("stratum1-zcash"),
          "cryptonote", Set.of("monero-login"),
          "ethash", Set.of("eth-proxy", "eth-stratum-1", "eth-stratum-2", "eth-getwork-http"));

  private static final List<Heard> heard = new ArrayList<>();

  private record Heard(
      String endpoint,
      List<String> pools,
      List<String> coins,
      List<String> families,
      List<String> replies) {

    boolean answered() {
      return !replies.isEmpty();
    }

    LineReading reading() {
      LineDialogue generic = (LineDialogue) ProbeProtocol.STRATUM1.dialogue();
      return generic.read(replies.stream().flatMap(String::lines).toList(), CONTEXT);
    }

    /** Whether one of the protocols is one that the declared families speak. */
    boolean isHeldBy(List<String> protocols) {
      return families.stream()
          .flatMap(family -> SPOKEN.get(family).stream())
          .anyMatch(protocols::contains);
    }
  }

  @BeforeAll
  static void readCorpus() throws IOException {
    String corpus = System.getenv("MINETRACE_CORPUS");
    Assumptions.assumeTrue(corpus != null, "MINETRACE_CORPUS is not set");
    Path file = Path.of(corpus, "stratum-replies-2018", "replies.ndjson");
    for (String line : Files.readAllLines(file)) {
      JsonNode row = new ObjectMapper().readTree(line);
      List<String> replies = new ArrayList<>();
      for (JsonNode exchange : row.path("exchanges")) {
        if (exchange.path("reply").isTextual()) {
          replies.add(exchange.path("reply").textValue());
        }
      }
      heard.add(
          new Heard(
              row.path("address").asText() + ":" + row.path("port").asInt(),
              texts(row.path("pools")),
              texts(row.path("declared_coins")),
              texts(row.path("declared_families")),
              replies));
    }
    assertThat(heard).as("endpoints in %s", file).hasSize(199);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<Heard> answered() {
    return heard.stream().filter(Heard::answered).toList();
  }

  @Test
  void everyEndpointThatAnsweredIsNamedOrIsInASetWithTheNextQuestion() {
    assertThat(answered()).hasSize(170);
    for (Heard endpoint : answered()) {
      LineReading reading = endpoint.reading();
      List<String> protocols = reading.finding().protocols();

      assertThat(endpoint.isHeldBy(protocols))
          .as("%s, declared %s, judged %s", endpoint.endpoint, endpoint.families, protocols)
          .isTrue();
      if (protocols.size() > 1 || !reading.finding().evidence().provesMining()) {
        assertThat(reading.elsewhere())
            .as("next question to %s, judged %s", endpoint.endpoint, protocols)
            .isPresent();
      }
    }
  }

  @Test
  void noVerdictOfASingleFamilyIsWrong() {
    for (Heard endpoint : answered()) {
      List<String> protocols = endpoint.reading().finding().protocols();
      if (protocols.size() == 1) {
        assertThat(endpoint.isHeldBy(protocols))
            .as("%s, declared %s, judged %s", endpoint.endpoint, endpoint.families, protocols)
            .isTrue();
      }
    }
  }

  @Test
  void theSilentAreSilent() {
    List<Heard> silent = heard.stream().filter(endpoint -> !endpoint.answered()).toList();

    assertThat(silent).hasSize(29);
    for (Heard endpoint : silent) {
      Finding finding = endpoint.reading().finding();
      assertThat(finding.outcome()).as(endpoint.endpoint).isEqualTo(DialogueOutcome.SILENT);
      assertThat(finding.evidence()).as(endpoint.endpoint).isEqualTo(Evidence.E0);
    }
  }

  /** The silent are asked again, with the question that most of the silent of 2018 would answer. */
  @Test
  void theSilentAreAskedToLogIn() {
    LineDialogue generic = (LineDialogue) ProbeProtocol.STRATUM1.dialogue();

    assertThat(generic.onSilence(CONTEXT).orElseThrow()).contains("\"method\":\"login\"");
  }

  @Test
  void aJobTellsItsHeight() {
    List<Heard> working =
        answered().stream()
            .filter(endpoint -> endpoint.reading().finding().evidence() == Evidence.E4)
            .toList();

    assertThat(working).as("endpoints that gave work").isNotEmpty();
    for (Heard endpoint : working) {
      assertThat(endpoint.reading().finding().job().height())
          .as("height of the work of %s", endpoint.endpoint)
          .isPresent();
      assertThat(endpoint.reading().finding().protocols())
          .as("family of the work of %s", endpoint.endpoint)
          .containsExactly("stratum1");
    }
  }

  /** Height and difficulty leave few coins; what the pool declared must be one of them. */
  @Test
  void theCoinsOfAJobHoldTheDeclaredOne() {
    for (Heard endpoint : answered()) {
      Finding finding = endpoint.reading().finding();
      if (finding.evidence() == Evidence.E4) {
        CoinFinding coin = CoinInference.infer(finding.job(), CONTEXT.now(), endpoint.coins);
        System.out.printf(
            Locale.ROOT,
            "%s declared %s, work at %d: %s by %s%n",
            endpoint.pools,
            endpoint.coins,
            finding.job().height().orElse(0),
            coin.coins(),
            coin.rule());

        assertThat(coin.contradicts(endpoint.coins))
            .as("%s declared %s, inferred %s", endpoint.endpoint, endpoint.coins, coin)
            .isFalse();
      }
    }
  }

  /** Printed for the record: how often a reply names its family, and why it does not. */
  @Test
  void theShareOfSingleFamiliesAndTheAmbiguousArePrinted() {
    Map<String, Integer> ambiguous = new TreeMap<>();
    int single = 0;
    int proven = 0;
    for (Heard endpoint : answered()) {
      LineReading reading = endpoint.reading();
      Finding finding = reading.finding();
      single += finding.protocols().size() == 1 ? 1 : 0;
      proven += finding.evidence().provesMining() ? 1 : 0;
      if (finding.protocols().size() != 1) {
        String row =
            String.format(
                Locale.ROOT,
                "%s declared %-12s as %s; %s; next: %s",
                finding.evidence(),
                endpoint.families,
                finding.protocols(),
                finding.evidence().provesMining()
                    ? "a session of the shape that all of them open, without a job"
                    : "a bare boolean, which both answer to a subscription",
                reading.elsewhere().map(ProbeProtocol::id).orElse("-"));
        ambiguous.merge(row, 1, Integer::sum);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "replies of 2018: %d endpoints answered, %d proven by one reply, %d (%.0f %%) of a single family%n",
        answered().size(),
        proven,
        single,
        100.0 * single / answered().size());
    ambiguous.forEach((row, count) -> System.out.printf(Locale.ROOT, "%4d  %s%n", count, row));

    assertThat(single).as("endpoints of a single family").isGreaterThan(70);
  }
}
