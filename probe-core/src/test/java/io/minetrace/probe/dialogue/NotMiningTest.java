// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers of all other kinds, which no question of ours may take for a mining service. */
class NotMiningTest {

  /**
   * @param suspect whether so little was said that a family may be suspected, and asked next
   */
  private record Stranger(String server, String reply, boolean suspect) {
    @Override
    public String toString() {
      return server;
    }
  }

  static List<Stranger> strangers() throws IOException {
    List<Stranger> strangers = new ArrayList<>();
    try (InputStream in = NotMiningTest.class.getResourceAsStream("not-mining.ndjson")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        JsonNode row = new ObjectMapper().readTree(line);
        strangers.add(
            new Stranger(
                row.path("server").asText(),
                row.path("reply").asText(),
                row.path("suspect").asBoolean()));
      }
    }
    return strangers;
  }

  @Test
  void thereAreAHundredOfThem() throws IOException {
    assertThat(strangers()).hasSizeGreaterThanOrEqualTo(100);
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void aStrangerIsOfNoFamilyWhateverItIsAsked(Stranger stranger) {
    for (ProbeProtocol asked : ProbeProtocol.values()) {
      if (asked.carrier() == Carrier.NOISE) {
        continue;
      }
      Finding finding = RecordedReply.judge(asked, stranger.reply);

      assertThat(finding.evidence().provesMining())
          .as("%s, asked for %s, proves mining: %s", stranger, asked.id(), finding)
          .isFalse();
      if (!stranger.suspect) {
        assertThat(finding.protocols())
            .as("families of %s, asked for %s", stranger, asked.id())
            .isSubsetOf(suspectedByHttp(stranger));
      }
    }
  }

  /** How an HTTP server complains about a line tells what to ask it in HTTP, and no more. */
  private static List<String> suspectedByHttp(Stranger stranger) {
    return stranger.reply.startsWith("HTTP/")
        ? List.of("monero-daemon", "eth-getwork-http")
        : List.of();
  }
}
