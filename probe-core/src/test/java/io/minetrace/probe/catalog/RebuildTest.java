// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.snapshot.WindowChange;
import io.minetrace.window.AvailabilityWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows recomputed from what they rest on, whatever has become of their rows. */
class RebuildTest {

  /** More than one transaction takes. */
  private static final int ENDPOINTS = 70;

  private static final int SWEEPS = 9;
  private static final long BEGIN = 1_767_225_600_000L;

  private final List<WindowChange> changes = new ArrayList<>();
  private Catalog catalog;
  private Map<Endpoint, List<AvailabilityWindow>> right;

  @BeforeEach
  void aCatalogWithHistories() {
    catalog = TestCatalog.empty();
    Random random = new Random(7);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      List<Observation> batch = new ArrayList<>();
      for (int i = 0; i < ENDPOINTS; i++) {
        long at = BEGIN + sweep * Visits.INTERVAL + i;
        // Each history has a beginning and an end that is UP, and a run of misses somewhere.
        boolean down = sweep > 1 && sweep < SWEEPS - 1 && random.nextInt(3) > 0;
        batch.add(down ? Visits.down(endpoint(i), at) : Visits.up(endpoint(i), at));
      }
      catalog.store(batch);
    }
    right = windows();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static Endpoint endpoint(int number) {
    return Endpoint.tcp(IpAddress.ofIpv4(0xc000_0200 + number), 3333);
  }

  private Map<Endpoint, List<AvailabilityWindow>> windows() {
    Map<Endpoint, List<AvailabilityWindow>> windows = new HashMap<>();
    for (int i = 0; i < ENDPOINTS; i++) {
      windows.put(endpoint(i), catalog.windows(endpoint(i)));
    }
    return windows;
  }

  private RebuildReport rebuild(RebuildScope scope, RebuildMode mode) {
    changes.clear();
    return catalog.rebuild(scope, mode, changes::add, done -> {});
  }

  private void sql(String statement, Object... values) {
    catalog.jdbi().useHandle(handle -> handle.execute(statement, values));
  }

  private long id(int endpoint) {
    return catalog.identities().endpoint(endpoint(endpoint));
  }

  @Test
  void whatVisitsLeftBehindIsWhatIsComputed() {
    RebuildReport report = rebuild(RebuildScope.EVERYTHING, RebuildMode.COMPARE);

    assertThat(report.endpoints()).isEqualTo(ENDPOINTS);
    assertThat(report.observations()).isEqualTo(ENDPOINTS * SWEEPS);
    assertThat(report.windows())
        .isEqualTo(right.values().stream().mapToInt(List::size).sum())
        .isGreaterThan(ENDPOINTS);
    assertThat(report.differing()).as("%s", changes).isZero();
    assertThat(report.damaged() + report.outdated() + report.behind()).isZero();
  }

  @Test
  void eachDifferenceIsToldAndOnlyMendedWhenAsked() {
    long lastOf0 = right.get(endpoint(0)).get(0).up().to();
    sql("UPDATE availability_window SET last_up = first_up WHERE endpoint_id = ?", id(0));
    sql("UPDATE window_segment SET segment_to = segment_from WHERE endpoint_id = ?", id(0));
    sql("UPDATE availability_window SET interval_ms = 1 WHERE endpoint_id = ?", id(1));
    sql("DELETE FROM availability_window WHERE endpoint_id = ?", id(2));
    sql("UPDATE window_segment SET coins = 'XMR' WHERE endpoint_id = ?", id(69));
    sql("UPDATE availability_window SET algorithm_version = 1 WHERE endpoint_id = ?", id(4));
    Map<Endpoint, List<AvailabilityWindow>> wrong = windows();

    RebuildReport told = rebuild(RebuildScope.EVERYTHING, RebuildMode.COMPARE);

    assertThat(windows()).as("compared only").isEqualTo(wrong);
    assertThat(told.count(WindowChange.Kind.OPENED)).isEqualTo(right.get(endpoint(2)).size());
    assertThat(told.count(WindowChange.Kind.EXTENDED)).isPositive();
    assertThat(told.count(WindowChange.Kind.CHANGED))
        .isGreaterThanOrEqualTo(
            right.get(endpoint(1)).size() + (long) right.get(endpoint(69)).size());
    assertThat(told.outdated()).isEqualTo(right.get(endpoint(4)).size());
    assertThat(changes)
        .hasSize(Math.toIntExact(told.differing()))
        .extracting(change -> change.window().endpoint())
        .containsOnly(endpoint(0), endpoint(1), endpoint(2), endpoint(69));
    assertThat(changes.get(0).newer().orElseThrow().up().to()).isEqualTo(lastOf0);

    assertThat(rebuild(RebuildScope.EVERYTHING, RebuildMode.APPLY)).isEqualTo(told);
    assertThat(windows()).isEqualTo(right);
    RebuildReport after = rebuild(RebuildScope.EVERYTHING, RebuildMode.COMPARE);
    assertThat(after.differing() + after.outdated()).isZero();
  }

  @Test
  void windowsThatNothingSpeaksForAreRemoved() {
    sql("DELETE FROM observation WHERE endpoint_id = ?", id(5));

    RebuildReport report = rebuild(RebuildScope.EVERYTHING, RebuildMode.APPLY);

    assertThat(report.count(WindowChange.Kind.REMOVED)).isEqualTo(right.get(endpoint(5)).size());
    assertThat(catalog.windows(endpoint(5))).isEmpty();
  }

  @Test
  void rowsThatMakeNoWindowAreReplaced() {
    sql("DELETE FROM window_segment WHERE endpoint_id = ?", id(6));
    sql("UPDATE availability_window SET end_reason = 'WHY' WHERE endpoint_id = ?", id(7));
    sql("UPDATE availability_window SET last_up = first_up - 1 WHERE endpoint_id = ?", id(8));

    RebuildReport told = rebuild(RebuildScope.EVERYTHING, RebuildMode.COMPARE);
    assertThat(told.damaged()).isEqualTo(right.get(endpoint(6)).size() + 2L);
    assertThat(rebuild(RebuildScope.EVERYTHING, RebuildMode.APPLY)).isEqualTo(told);

    assertThat(windows()).isEqualTo(right);
  }

  @Test
  void interruptedItHasDoneAllOfAnEndpointOrNothing() {
    sql("UPDATE availability_window SET interval_ms = 1");
    Map<Endpoint, List<AvailabilityWindow>> wrong = windows();

    assertThatThrownBy(
            () ->
                catalog.rebuild(
                    RebuildScope.EVERYTHING,
                    RebuildMode.APPLY,
                    change -> {},
                    done -> {
                      throw new IllegalStateException("interrupted after " + done);
                    }))
        .hasMessage("interrupted after 64");

    Map<Endpoint, List<AvailabilityWindow>> halfWay = windows();
    for (int i = 0; i < ENDPOINTS; i++) {
      assertThat(halfWay.get(endpoint(i)))
          .as("endpoint %d", i)
          .isEqualTo((i < 64 ? right : wrong).get(endpoint(i)));
    }
    rebuild(RebuildScope.EVERYTHING, RebuildMode.APPLY);
    assertThat(windows()).isEqualTo(right);
  }

  @Test
  void onlyWhatIsInScopeIsLookedAt() {
    sql("UPDATE availability_window SET interval_ms = 1");

    RebuildReport one =
        rebuild(new RebuildScope(Optional.of(endpoint(3)), Optional.empty()), RebuildMode.APPLY);
    assertThat(one.endpoints()).isEqualTo(1);
    assertThat(catalog.windows(endpoint(3))).isEqualTo(right.get(endpoint(3)));
    assertThat(catalog.windows(endpoint(4))).isNotEqualTo(right.get(endpoint(4)));
    assertThat(
            rebuild(new RebuildScope(Optional.empty(), Optional.of("Nobody's")), RebuildMode.APPLY)
                .endpoints())
        .isZero();
  }

  @Test
  void anOpenDoubtIsHeededAndAReleasedOneIsNot() {
    long doubt =
        catalog.openDoubt(
            new DoubtScope.OfEverything(), BEGIN, Long.MAX_VALUE, "our network", "test", BEGIN);
    RebuildReport open = rebuild(RebuildScope.EVERYTHING, RebuildMode.APPLY);
    assertThat(open.behind()).isEqualTo(ENDPOINTS);
    assertThat(open.differing()).isPositive();
    assertThat(windows()).isNotEqualTo(right);

    catalog.releaseDoubt(doubt, "test", BEGIN);
    rebuild(RebuildScope.EVERYTHING, RebuildMode.APPLY);

    assertThat(windows()).isEqualTo(right);
    assertThat(rebuild(RebuildScope.EVERYTHING, RebuildMode.COMPARE).behind()).isZero();
  }

  @Test
  void theRuleVersionIsStored() {
    sql("UPDATE availability_window SET algorithm_version = 1");
    rebuild(RebuildScope.EVERYTHING, RebuildMode.APPLY);

    List<Integer> versions =
        catalog
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .select("SELECT DISTINCT algorithm_version FROM availability_window")
                        .mapTo(Integer.class)
                        .list());
    assertThat(versions).containsExactly(WindowLedger.ALGORITHM_VERSION);
  }
}
