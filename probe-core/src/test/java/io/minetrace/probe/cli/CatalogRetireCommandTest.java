// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.catalog.DueName;
import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.probe.catalog.PlannedVisit;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.Visits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogRetireCommandTest {

  private static final long BEGIN = 1_767_225_600_000L;
  private static final Endpoint OWN = Endpoint.parse("192.0.2.1:3333");
  private static final Endpoint OTHER_PORT = Endpoint.parse("192.0.2.1:4444");
  private static final Endpoint SHARED = Endpoint.parse("192.0.2.2:3333");
  private static final Endpoint NAMELESS = Endpoint.parse("[2001:db8::1]:3333");
  private static final Set<String> ALL =
      Set.of("192.0.2.1:3333", "192.0.2.1:4444", "192.0.2.2:3333", "[2001:db8::1]:3333");

  @TempDir private Path directory;
  private DatabaseLocation.Remote database;
  private CatalogLine line;

  @BeforeEach
  void twoPools() throws IOException {
    database = TestCatalog.emptyCatalog();
    line = new CatalogLine(database, directory);
    try (Catalog catalog = Catalog.open(database)) {
      catalog.declare(
          List.of(
              declared("First Pool", "eu.first.test", 3333),
              declared("First Pool", "eu.first.test", 4444),
              declared("Second Pool", "eu.second.test", 3333)));
      catalog.storeVisits(
          List.of(
              visit(OWN, "eu.first.test"),
              visit(OTHER_PORT, "eu.first.test"),
              visit(SHARED, "eu.first.test"),
              new PlannedVisit(Visits.up(NAMELESS, BEGIN), OptionalLong.of(BEGIN))));
      catalog.store(List.of(Visits.up(SHARED, BEGIN + 60_000, "eu.second.test")));
    }
  }

  private static DeclaredService declared(String pool, String fqdn, int port) {
    return new DeclaredService(
        pool, "", fqdn, port, "BTC", "sha256d", "stratum1", "", "", "test", "permissive");
  }

  private static PlannedVisit visit(Endpoint endpoint, String fqdn) {
    return new PlannedVisit(Visits.up(endpoint, BEGIN, fqdn), OptionalLong.of(BEGIN));
  }

  private Set<String> due() {
    try (Catalog catalog = Catalog.open(database)) {
      return catalog.dueEndpoints("here", Long.MAX_VALUE / 2, DueEndpoint.Place.FIRST, 100).stream()
          .map(due -> due.endpoint().toString().replace("/tcp", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private Set<String> dueNames() {
    try (Catalog catalog = Catalog.open(database)) {
      return catalog.dueNames(Long.MAX_VALUE / 2, 100).stream()
          .map(DueName::fqdn)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** What lists carry, addresses found and names declared. */
  private Set<String> listed() {
    try (Catalog catalog = Catalog.open(database)) {
      return catalog.feed().entries().stream()
          .map(CatalogRetireCommandTest::words)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String words(FeedEntry entry) {
    return entry.address().map(Object::toString).orElseGet(() -> entry.names().get(0))
        + " "
        + entry.port();
  }

  private CatalogLine.Ran retire(String... what) {
    String[] typed = new String[what.length + 5];
    typed[0] = "retire";
    System.arraycopy(what, 0, typed, 1, what.length);
    typed[what.length + 1] = "--why";
    typed[what.length + 2] = "closed";
    typed[what.length + 3] = "--by";
    typed[what.length + 4] = "me";
    return line.run(typed);
  }

  @Test
  void aRetiredPoolIsNotVisitedNorListedButFoundAndItsWindowsStay() {
    assertThat(due()).isEqualTo(ALL);
    Set<String> listedBefore = listed();

    assertThat(retire("First Pool", "--at", "2026-02-01").err())
        .isEqualTo(
            "pool First Pool: retired since 2026-02-01T00:00:00Z; 2 endpoints in all are not"
                + " visited any more, windows stay\n");

    assertThat(due())
        .as("the other pool still is there")
        .containsExactlyInAnyOrder("192.0.2.2:3333", "[2001:db8::1]:3333");
    assertThat(dueNames()).containsExactly("eu.second.test");
    assertThat(listed())
        .containsExactlyInAnyOrder("192.0.2.2 3333", "2001:db8::1 3333", "eu.second.test 3333");
    try (Catalog catalog = Catalog.open(database)) {
      assertThat(catalog.windows(OWN)).hasSize(1);
    }
    String found = line.run("search", "eu.first.test").out();
    assertThat(found).contains(", retired 2026-02-01T00:00:00Z");
    assertThat(line.run("search", "--json", "192.0.2.1:3333").out())
        .contains("\"retired_at\":1769904000000,\"retired_why\":\"closed\"");
    assertThat(line.run("search", "eu.second.test").out()).doesNotContain("retired");

    assertThat(retire("First Pool", "--undo").err()).startsWith("pool First Pool: in use again ");
    assertThat(due()).isEqualTo(ALL);
    assertThat(listed()).isEqualTo(listedBefore);
    assertThat(line.run("retire").out().lines().skip(1).toList())
        .hasSize(2)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("  pool  First Pool  retired  2026-02-01T00:00:00Z  me  closed"),
            second -> assertThat(second).contains("  pool  First Pool  in use "));
  }

  @Test
  void aPortOfANameOrAnAddressIsRetiredAlone() {
    retire("eu.first.test:4444");
    assertThat(due()).doesNotContain("192.0.2.1:4444").hasSize(3);
    assertThat(listed()).doesNotContain("192.0.2.1 4444", "eu.first.test 4444").hasSize(5);
    // A source that still lists it, with another coin, does not bring it back.
    try (Catalog catalog = Catalog.open(database)) {
      catalog.declare(
          List.of(
              new DeclaredService(
                  "First Pool",
                  "",
                  "eu.first.test",
                  4444,
                  "LTC",
                  "scrypt",
                  "stratum1",
                  "",
                  "",
                  "late",
                  "permissive")));
    }
    assertThat(listed()).doesNotContain("192.0.2.1 4444", "eu.first.test 4444");

    retire("[2001:DB8::1]:3333");
    assertThat(due()).containsExactlyInAnyOrder("192.0.2.1:3333", "192.0.2.2:3333");
    retire("EU.first.test.");
    assertThat(due()).containsExactly("192.0.2.2:3333");
    retire("eu.second.test");
    assertThat(due()).isEmpty();
    assertThat(dueNames()).isEmpty();
    assertThat(listed()).isEmpty();
    retire("eu.first.test", "--undo");
    assertThat(due()).containsExactlyInAnyOrder("192.0.2.1:3333", "192.0.2.2:3333");
  }

  @Test
  void whatIsNotThereOrSoAlreadyIsSaid() {
    assertThat(retire("Frist Pool"))
        .isEqualTo(
            new CatalogLine.Ran(
                2,
                "",
                """
                error: 'Frist Pool' is not in the catalog; is it 'First Pool'?
                hint: 'catalog search' finds what there is
                """));
    assertThat(retire("eu.secnd.test:3333").err()).contains("; is it 'eu.second.test'?");
    assertThat(retire("192.0.2.1:5555").exitCode()).isEqualTo(2);
    assertThat(retire("First Pool", "--undo").err())
        .isEqualTo("First Pool is not retired; nothing was changed\n");
    retire("First Pool");
    assertThat(retire("First Pool").err())
        .isEqualTo("First Pool is retired already; nothing was changed\n");
    assertThat(retire("Second Pool", "--at", "2199-01-01").err()).contains("is in the future");
    assertThat(line.run("retire", "Second Pool").err()).contains("--why: missing");
    assertThat(line.run("retire", "--undo").err()).contains("no WHAT given");
    assertThat(line.run("retire").out().lines()).hasSize(2);
  }
}
