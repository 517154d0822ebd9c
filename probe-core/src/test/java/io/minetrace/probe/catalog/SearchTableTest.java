// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static io.minetrace.probe.catalog.Visits.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchTableTest {

  private static final long START = 1_767_225_600_000L;
  private static final Endpoint FIRST = Endpoint.parse("192.0.2.1:3333");
  private static final Endpoint SECOND = Endpoint.parse("[2001:db8::1]:4444");
  private static final Endpoint DEAD = Endpoint.parse("192.0.2.200:3333");

  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
    catalog.declare(
        List.of(
            service("Pool One", "eu.pool.test", 3333, "BTC"),
            service("Pool One", "us.pool.test", 3333, "BCH"),
            service("Pool One", "us.pool.test", 4444, "BCH"),
            service("Other", "xn--bcher-kva.other.test", 4444, "LTC"),
            service("", "192.0.2.9", 5555, "XMR")));
    catalog.describe(List.of(new CoinDescription("BTC", "Bitcoin", "sha256d", "", "")));
    history(
        Visits.up(FIRST, at(0), "eu.pool.test"),
        Visits.up(FIRST, at(3), "eu.pool.test"),
        Visits.up(SECOND, at(3), "us.pool.test"),
        Visits.down(SECOND, at(6)),
        Visits.down(SECOND, at(9)),
        Visits.up(FIRST, at(12), "eu.pool.test"),
        Visits.down(DEAD, at(3)),
        Visits.down(DEAD, at(6)));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private void history(Observation... visits) {
    VisitedNames names = new VisitedNames();
    CoverageSpans spans = new CoverageSpans();
    for (Observation visit : visits) {
      names.add(visit);
      spans.add(visit.startedAt(), visit.endedAt(), visit.intervalMillis());
    }
    catalog.append(List.of(visits), "history");
    catalog.addVisits(names);
    catalog.addCoverage(Map.of("here", spans));
    catalog.foldAll(folded -> {});
  }

  private static long at(int hours) {
    return START + hours * HOUR;
  }

  private static DeclaredService service(String pool, String fqdn, int port, String coin) {
    return new DeclaredService(pool, "", fqdn, port, coin, "", "stratum1", "", "", "x", "");
  }

  private SearchAnswer ask(String text) {
    return catalog.search(new SearchQuestion(text, OptionalLong.empty(), 100));
  }

  private SearchAnswer ask(String text, long instant) {
    return catalog.search(new SearchQuestion(text, OptionalLong.of(instant), 100));
  }

  /** Names, or addresses where there is none, with ports and the address of a name. */
  private List<String> found(String text) {
    return ask(text).hits().stream()
        .map(hit -> hit.fqdn() + ":" + hit.port() + hit.address().map(a -> " at " + a).orElse(""))
        .toList();
  }

  @Test
  void aCoinIsFoundWhereManyAreServed() {
    String many =
        IntStream.range(10, 40).mapToObj(n -> "COIN" + n).collect(Collectors.joining("|"))
            + "|DOGE";
    catalog
        .jdbi()
        .useHandle(handle -> handle.execute("UPDATE window_segment SET coins = ? LIMIT 1", many));

    assertThat(found("COIN10")).hasSize(1).isEqualTo(found("COIN39")).isEqualTo(found("DOGE"));
    assertThat(found("DOG")).isEmpty();
    assertThat(found("COIN2")).as("where the key of the set ends within a word").isEmpty();
  }

  @Test
  void everyKeyGivesExactlyWhatItMeans() {
    String eu = "eu.pool.test:3333 at 192.0.2.1";
    String us = "us.pool.test:4444 at 2001:db8::1";
    for (String text :
        List.of(
            "eu.pool.test",
            "EU.Pool.test.",
            "eu.pool.test:3333",
            "stratum+tcp://eu.pool.test:3333",
            "192.0.2.1",
            "192.0.2.1:3333",
            "192.0.2.0/28:3333".replace(":3333", ""),
            "btc",
            "Bitcoin")) {
      assertThat(found(text)).as(text).contains(eu);
    }
    assertThat(found("eu.pool.test")).containsExactly(eu);
    assertThat(found("eu.pool.test:4444")).as("another port").isEmpty();
    assertThat(found("[2001:db8::1]:4444")).containsExactly(us);
    assertThat(found("2001:db8::/32")).containsExactly(us);
    assertThat(found("[2001:db8::1]:3333")).isEmpty();
    assertThat(found("192.0.2.0/24")).containsExactlyInAnyOrder(eu, ":3333 at 192.0.2.200");
    assertThat(found("4444")).containsExactlyInAnyOrder("xn--bcher-kva.other.test:4444", us);
    assertThat(found("pool one")).containsExactly(eu, "us.pool.test:3333", us);
    assertThat(found("pool.test")).as("all below").containsExactlyElementsOf(found("pool one"));
    assertThat(found("ltc")).containsExactly("xn--bcher-kva.other.test:4444");
    assertThat(found("b\u00fccher.other.test")).containsExactly("xn--bcher-kva.other.test:4444");
    assertThat(found("192.0.2.9")).containsExactly("192.0.2.9:5555");
    assertThat(found("us.po")).as("part of a name").hasSize(2);
    assertThat(found("%")).isEmpty();
    assertThat(found("")).isEmpty();
  }

  @Test
  void anAnswerSaysTheStateAndHowFreshItIs() {
    SearchAnswer first = ask("192.0.2.1:3333");
    assertThat(first.asOf()).hasValue(at(12) + 1_000);
    SearchHit hit = first.hits().get(0);
    assertThat(hit.state()).isEqualTo(FeedState.UP);
    assertThat(hit.lastVisit()).hasValue(at(12) + 1_000);
    assertThat(hit.windows()).isEqualTo(2);
    assertThat(hit.firstUp()).hasValue(at(0) + 1_000);
    assertThat(hit.window().orElseThrow().up().from()).isEqualTo(at(12) + 1_000);
    assertThat(ask("us.pool.test:4444").hits().get(0).state()).isEqualTo(FeedState.EVER);
    assertThat(ask("192.0.2.200").hits().get(0).state()).isEqualTo(FeedState.DECLARED);
    assertThat(ask("192.0.2.200").hits().get(0).lastVerdict()).hasValue("DOWN");
    assertThat(ask("ltc").hits().get(0).lastVisit()).isEmpty();
  }

  @Test
  void anAnswerForAnInstantIsTheMatchers() {
    assertThat(standing("192.0.2.1:3333", at(1))).isEqualTo("IN_WINDOW");
    assertThat(standing("192.0.2.1:3333", at(7))).isEqualTo("GAP_BETWEEN_UPS");
    assertThat(standing("[2001:db8::1]:4444", at(5))).isEqualTo("MARGIN_CLOSED");
    assertThat(standing("[2001:db8::1]:4444", at(7))).isEqualTo("NOT_MINING");
    assertThat(standing("192.0.2.200:3333", at(4))).isEqualTo("NOT_MINING");
    assertThat(standing("192.0.2.200:3333", at(40))).isEqualTo("NOT_OBSERVED");
    assertThat(standing("192.0.2.1:3333", at(-24 * 60))).isEqualTo("NOT_OBSERVED");
    assertThat(ask("192.0.2.1:3333", at(1)).hits().get(0).window().orElseThrow().up().to())
        .isEqualTo(at(3) + 1_000);
  }

  private String standing(String text, long instant) {
    return ask(text, instant).hits().get(0).standing().orElseThrow().word();
  }

  @Test
  void aHostAndAnAddressHaveAHistoryOfNames() {
    assertThat(ask("eu.pool.test").names())
        .singleElement()
        .satisfies(
            name -> {
              assertThat(name.address().toString()).isEqualTo("192.0.2.1");
              assertThat(name.seen().from()).isEqualTo(at(0));
              assertThat(name.answers()).isEqualTo(3);
              assertThat(name.pool()).isEqualTo("Pool One");
            });
    assertThat(ask("2001:db8::1").names())
        .extracting(NameSighting::fqdn)
        .containsExactly("us.pool.test");
    assertThat(ask("2001:db8::1", at(1)).names()).as("not yet").isEmpty();
    assertThat(ask("3333").names()).isEmpty();
  }

  @Test
  void aMisspeltTextIsAnsweredByTheNearest() {
    assertThat(ask("eu.polo.test").suggestions()).containsExactly("eu.pool.test", "us.pool.test");
    assertThat(ask("uspool.test").suggestions()).contains("us.pool.test");
    assertThat(ask("pool oen").suggestions()).containsExactly("Pool One");
    assertThat(ask("bitconi").suggestions()).containsExactly("Bitcoin");
    assertThat(ask("somewhere.example").suggestions()).isEmpty();
    assertThat(ask("192.0.2.77").suggestions()).isEmpty();
    assertThat(ask("eu.pool.test").suggestions()).isEmpty();
  }

  @Test
  void aNameForDnsOnlyIsToldAsThat() {
    catalog.indicate(
        List.of(
            new NameIndicator(
                "web.test",
                NameIndicator.Scope.BELOW,
                NameIndicator.Why.PATTERN,
                "",
                "a list",
                "",
                "")));
    SearchAnswer answer = ask("eu.web.test");
    assertThat(answer.hits()).isEmpty();
    assertThat(answer.indicators())
        .extracting(NameIndicator::pattern)
        .containsExactly("*.web.test");
  }

  @Test
  void moreThanIsWantedIsCutAndSaidSo() {
    List<DeclaredService> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add(service("Many", "n" + i + ".many.test", 7777, "DOGE"));
    }
    catalog.declare(many);
    for (String text : List.of("7777", "doge", "many", "many.test", "any.te")) {
      SearchAnswer cut = catalog.search(new SearchQuestion(text, OptionalLong.empty(), 29));
      assertThat(cut.hits()).as(text).hasSize(29);
      assertThat(cut.cut()).as(text).isTrue();
      SearchAnswer whole = catalog.search(new SearchQuestion(text, OptionalLong.empty(), 30));
      assertThat(whole.hits()).as(text).hasSize(30);
      assertThat(whole.cut()).as(text).isFalse();
    }
  }
}
