// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.WindowSegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservationTableTest {

  private static final long START = 1_767_225_600_000L;
  private static final Endpoint FIRST = Endpoint.parse("192.0.2.1:3333");
  private static final Endpoint SECOND = Endpoint.parse("192.0.2.2:3333");
  private static final Endpoint THIRD = Endpoint.parse("192.0.2.3:3333");
  private static final Endpoint STRANGER = Endpoint.parse("192.0.2.66:3333");
  private static final String BLOCK = "0".repeat(20) + "a1".repeat(22);

  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
    catalog.declare(
        List.of(
            declared("First Pool", "one.first.test"),
            declared("First Pool", "two.first.test"),
            declared("Second Pool", "one.second.test")));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static DeclaredService declared(String pool, String fqdn) {
    return new DeclaredService(
        pool, "", fqdn, 3333, "BTC", "sha256d", "stratum1", "", "", "test", "permissive");
  }

  private Observation stored(Observation observation) {
    catalog.store(List.of(observation));
    return catalog.lastObservation(observation.endpoint()).orElseThrow();
  }

  @Test
  void everyFieldOfAVisitComesBackButItsTranscript() {
    Observation visit = Visits.full(FIRST, START, "one.first.test");

    Observation back = stored(visit);

    assertThat(back).usingRecursiveComparison().ignoringFields("transcript").isEqualTo(visit);
    assertThat(back.transcript().length()).isZero();
  }

  @Test
  void aHandshakeSeenTwiceIsOneRow() {
    catalog.store(
        List.of(
            Visits.full(FIRST, START, "one.first.test"),
            Visits.full(SECOND, START, "one.first.test"),
            Visits.full(THIRD, START, "two.first.test")));

    assertThat(rows("tls")).as("two names were asked for").isEqualTo(2);
    assertThat(rows("prober")).isEqualTo(1);
  }

  private int rows(String table) {
    return catalog
        .jdbi()
        .<Integer, RuntimeException>withHandle(
            handle ->
                handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Integer.class).one());
  }

  @Test
  void aContradictionBetweenDeclaredAndFoundIsTheWindowsCoinBasis() {
    Observation visit = stored(Visits.full(FIRST, START, "one.first.test"));

    assertThat(visit.coinContradiction()).isTrue();
    WindowSegment segment = catalog.windows(FIRST).get(0).segments().get(0);
    assertThat(segment.coins()).containsExactly("LTC");
    assertThat(segment.coinBasis()).isEqualTo(CoinBasis.CONTRADICTED);
    assertThat(segment.protocols()).containsExactly("eth-stratum-1", "stratum1");
    assertThat(catalog.search("192.0.2.1"))
        .singleElement()
        .satisfies(
            hit -> {
              assertThat(hit.contradicted()).isTrue();
              assertThat(hit.coins()).containsExactly("BTC");
              assertThat(hit.served()).containsExactly("LTC");
              assertThat(hit.poolTag()).isEqualTo("Some Pool");
            });
  }

  @Test
  void aBlockOfThreeEndpointsOfTwoPoolsTiesEverybodysWorkOnItToTheirCoin() {
    Observation first = stored(Visits.work(FIRST, START, "one.first.test", "BTC", BLOCK));
    Observation second = stored(Visits.work(SECOND, START, "two.first.test", "BTC", BLOCK));
    assertThat(first.coin().isEmpty()).as("one endpoint is no proof").isTrue();
    assertThat(second.coin().isEmpty()).as("nor is one pool").isTrue();

    Observation third = stored(Visits.work(THIRD, START, "one.second.test", "BTC", BLOCK));
    Observation stranger = stored(Visits.work(STRANGER, START + 1, "x.test", "BCH", BLOCK));

    assertThat(third.coin().coins()).containsExactly("BTC");
    assertThat(third.coin().rule()).isEqualTo("known-block");
    assertThat(third.evidence()).isEqualTo(Evidence.E5);
    assertThat(stranger.coin().coins()).containsExactly("BTC");
    assertThat(stranger.coinContradiction()).isTrue();
    WindowSegment segment = catalog.windows(STRANGER).get(0).segments().get(0);
    assertThat(segment.coins()).containsExactly("BTC");
    assertThat(segment.coinBasis()).isEqualTo(CoinBasis.OBSERVED);
    assertThat(rows("block_sighting")).as("sightings of a known block").isZero();
  }

  @Test
  void threeEndpointsOfOnePoolProveNoBlock() {
    catalog.store(
        List.of(
            Visits.work(FIRST, START, "one.first.test", "BTC", BLOCK),
            Visits.work(SECOND, START, "one.first.test", "BTC", BLOCK),
            Visits.work(THIRD, START, "two.first.test", "BTC", BLOCK)));

    assertThat(rows("known_block")).isZero();
    assertThat(catalog.lastObservation(THIRD).orElseThrow().evidence()).isEqualTo(Evidence.E4);
  }

  @Test
  void aBlockThatAsManyAreDeclaredToServeForAnotherCoinStaysUnknown() {
    catalog.store(
        List.of(
            Visits.work(FIRST, START, "one.first.test", "BTC", BLOCK),
            Visits.work(SECOND, START, "one.second.test", "BTC", BLOCK),
            Visits.work(THIRD, START, "two.first.test", "BCH", BLOCK),
            Visits.work(STRANGER, START, "one.first.test", "BCH", BLOCK),
            Visits.work(Endpoint.parse("192.0.2.67:1"), START, "one.second.test", "BCH", BLOCK),
            Visits.work(Endpoint.parse("192.0.2.68:1"), START, "one.second.test", "BTC", BLOCK)));

    assertThat(rows("known_block")).isZero();
  }

  @Test
  void aSightingOfABlockThatNobodyElseGaveOutIsDroppedAfterAWeek() {
    long week = 7 * 24 * Visits.HOUR;
    catalog.store(List.of(Visits.work(FIRST, START, "one.first.test", "BTC", BLOCK)));
    catalog.store(
        List.of(Visits.work(FIRST, START + week, "one.first.test", "BTC", "0".repeat(64))));
    assertThat(rows("block_sighting")).as("a week old").isEqualTo(2);

    catalog.store(
        List.of(Visits.work(FIRST, START + week + 1, "one.first.test", "BTC", "1".repeat(64))));

    assertThat(rows("block_sighting")).as("the first is older").isEqualTo(2);
  }

  @Test
  void ofABatchThatIsPartlyThereTheRestIsStored() {
    Observation there = Visits.full(FIRST, START, "one.first.test");
    Observation bare = Visits.down(SECOND, START);
    catalog.store(List.of(there));

    int added = catalog.store(List.of(bare, there, Visits.up(THIRD, START)));

    assertThat(added).isEqualTo(2);
    assertThat(catalog.lastObservation(SECOND))
        .get()
        .usingRecursiveComparison()
        .ignoringFields("transcript")
        .isEqualTo(bare);
    assertThat(catalog.windows(THIRD)).hasSize(1);
  }

  @Test
  void visitsWithAndWithoutEachFieldAreStoredInOneBatch() {
    Observation bare = Visits.down(SECOND, START);
    Observation full = Visits.full(FIRST, START, "one.first.test");

    catalog.store(List.of(bare, full, Visits.down(THIRD, START)));

    assertThat(catalog.lastObservation(FIRST))
        .get()
        .usingRecursiveComparison()
        .ignoringFields("transcript")
        .isEqualTo(full);
    assertThat(catalog.lastObservation(SECOND)).get().usingRecursiveComparison().isEqualTo(bare);
  }
}
