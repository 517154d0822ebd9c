// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeRowTest {

  private static final String PROVEN =
      """
      {"target":"192.0.2.7:3333","verdict":"UP","evidence":"E4","reach":"CONNECTED","channel":"tls",\
      "dialogue":"MINING","protocol":"stratum1","coin_declared":[],"coin_inferred":["BTC"],\
      "coin_rule":"algorithm","software":"ckpool","started_at":"2026-05-02T14:20:00.000Z",\
      "ended_at":"2026-05-02T14:20:01.500Z","transcript_sha256":null,"address":"192.0.2.7",\
      "port":3333,"fqdn":null,"vantage":"command","prober":"1","protocols":["stratum1"],\
      "coin_confidence":"EXPLICIT","coin_contradiction":false,"algorithm":"sha256d",\
      "height":900000,"difficulty":512.5,"block":null,"merged_mining":[],"pool_tag":null,\
      "tls":{"version":"TLSv1.3","sni":null,"leaf_sha256":"%s","names":["pool.test"],\
      "not_before":"2026-01-01T00:00:00.000Z","not_after":"2027-01-01T00:00:00.000Z"},\
      "discovered":["eu.pool.test:3333"],"why":"gives work to mine"}"""
          .formatted("ab".repeat(32));

  @Test
  void aProvenVisitBecomesAnObservationAndAService() {
    ProbeRow row = ProbeRow.parse(PROVEN, "Found Pool").orElseThrow();
    assertThat(row.source()).isEqualTo("probed by command at 2026-05-02T14:20:00.000Z");
    assertThat(row.visit().verdict()).isEqualTo(Verdict.UP);
    assertThat(row.visit().evidence()).isEqualTo(Evidence.E4);
    assertThat(row.visit().channel()).isEqualTo(Channel.TLS);
    assertThat(row.visit().coin().confidence()).isEqualTo(CoinConfidence.EXPLICIT);
    assertThat(row.visit().work().height()).hasValue(900_000);
    assertThat(row.visit().tls().orElseThrow().names()).containsExactly("pool.test");
    assertThat(row.visit().discovered()).containsExactly("eu.pool.test:3333");
    assertThat(row.service().pool()).isEqualTo("Found Pool");
    assertThat(row.service().fqdn()).as("filed under its address").isEqualTo("192.0.2.7");
    assertThat(row.service().coin()).isEqualTo("BTC");
    assertThat(row.service().protocol()).isEqualTo("stratum1");
    assertThat(row.service().tls()).isEqualTo("yes");
    assertThat(row.service().source()).isEqualTo(row.source());
  }

  @Test
  void aNameIsKept() {
    String named = PROVEN.replace("\"fqdn\":null", "\"fqdn\":\"EU.pool.test\"");
    ProbeRow row = ProbeRow.parse(named, "unknown").orElseThrow();
    assertThat(row.visit().fqdn()).hasValue("eu.pool.test");
    assertThat(row.service().fqdn()).isEqualTo("eu.pool.test");
  }

  @Test
  void aCoinThatIsOnlyGuessedIsNotDeclared() {
    String guessed = PROVEN.replace("EXPLICIT", "HEIGHT");
    assertThat(ProbeRow.parse(guessed, "unknown").orElseThrow().service().coin()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"E0", "E1"})
  void whatIsNotProvenIsLeftOut(String evidence) {
    String unproven = PROVEN.replace("\"E4\"", "\"" + evidence + "\"").replace("MINING", "SILENT");
    assertThat(ProbeRow.parse(unproven, "unknown")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"E4\";\"E9\";evidence: 'E9' (expected: [E0, E1, E2, E3, E4, E5])",
        "\"MINING\";\"SILENT\";dialogue: 'SILENT with evidence E4'",
        "\"CONNECTED\";\"REFUSED\";expected: CONNECTED and MINING",
        "\"port\":3333;\"port\":0;port: '0' (expected: 1..65535)",
        "\"port\":3333;\"port\":\"3333\";port:",
        "\"address\":\"192.0.2.7\";\"address\":\"eu.pool.test\";address: 'eu.pool.test'",
        "2026-05-02T14:20:01.500Z;yesterday;ended_at: 'yesterday'",
        "2026-05-02T14:20:01.500Z;2026-05-03T14:20:01.500Z;at most ten minutes",
        "2026-05-02T14:20:01.500Z;2026-05-01T14:20:01.500Z;before it started",
        "\"command\";\"\";vantage: ''",
        "[\"stratum1\"];[\"a|b\"];protocols: '[a|b]'",
        "[\"BTC\"];[\"B C\"];coin_inferred: '[B C]'",
        "\"channel\":\"tls\";\"channel\":\"pigeon\";channel: 'pigeon'",
        "{\"target\";[{\"target\";not"
      })
  void whatCannotBeIsNamed(String found, String edited, String problem) {
    String row = PROVEN.replace(found, edited);
    assertThat(row).isNotEqualTo(PROVEN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeRow.parse(row, "unknown"))
        .withMessageContaining(problem);
  }

  /** A file on its way may lose and change anything. */
  @Test
  void damagedLinesAreRefusedOrReadAndNothingElse() {
    SplittableRandom random = new SplittableRandom(7);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder(PROVEN);
      for (int change = random.nextInt(4); change >= 0; change--) {
        line.setCharAt(random.nextInt(line.length()), (char) random.nextInt(32, 127));
      }
      line.setLength(random.nextInt(4) == 0 ? random.nextInt(line.length()) : line.length());
      try {
        read += ProbeRow.parse(line.toString(), "unknown").isPresent() ? 1 : 0;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
    assertThat(read).as("not every change does harm").isPositive();
  }
}
