// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.match.Placement;
import io.minetrace.match.Scores;
import io.minetrace.match.Situation;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.Visits;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCalibrateCommandTest {

  private static final long BEGIN = 1_767_225_600_000L;
  private static final int ENDPOINTS = 80;
  private static final int SWEEPS = 50;

  @TempDir private Path directory;
  private CatalogLine line;

  @BeforeEach
  void aCatalogOfEndpointsUpNineTimesOutOfTen() throws IOException {
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    line = new CatalogLine(database, directory);
    Random random = new Random(11);
    try (Catalog catalog = Catalog.open(database)) {
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        List<Observation> batch = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
          Endpoint endpoint = Endpoint.tcp(IpAddress.ofIpv4(0xc000_0200 + i), 3333);
          long at = BEGIN + sweep * Visits.INTERVAL;
          batch.add(random.nextInt(10) > 0 ? Visits.up(endpoint, at) : Visits.down(endpoint, at));
        }
        catalog.store(batch);
      }
    }
  }

  private WindowSnapshot snapshot(String name) throws IOException {
    Path file = directory.resolve(name);
    assertThat(line.run("snapshot", file.toString()).exitCode()).isZero();
    return WindowSnapshot.open(file);
  }

  private static CalibrationCell cell(WindowSnapshot snapshot, Situation situation) {
    return snapshot.calibration().stream()
        .filter(cell -> cell.situation().equals(situation.name()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutApplyNothingIsStored() throws IOException {
    CatalogLine.Ran ran = line.run("calibrate");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith("SITUATION      BUCKET  HELD OUT  UP %   95 % WITHIN   BUILT IN  SCORE\n")
        .containsPattern("IN_WINDOW +0 +[0-9],[0-9]{3} +(89|90|91)\\.[0-9]{2} .* 99 +(89|90|91)\n")
        .containsPattern("1 in 8 +in the catalog, undated +[0-9],[0-9]{3} .* 100\\.00\n");
    assertThat(ran.err())
        .startsWith("80 endpoints, 4,000 observations: ")
        .endsWith("; nothing was changed (see --apply)\n");
    try (WindowSnapshot snapshot = snapshot("before.zip")) {
      assertThat(snapshot.calibration()).isEmpty();
    }
  }

  @Test
  void otherHoldOutsAndOnePoolAreOnlyLookedAt() {
    CatalogLine.Ran kept = line.run("calibrate", "--keep", "4", "--keep", "3");
    assertThat(kept.exitCode()).isZero();
    assertThat(kept.out()).contains("1 in 4 ").contains("1 in 3 ").doesNotContain("1 in 2 ");

    assertThat(line.run("calibrate", "--keep", "1").exitCode()).isEqualTo(2);
    assertThat(line.run("calibrate", "--keep", "4", "--apply").exitCode()).isEqualTo(2);
    CatalogLine.Ran nobody = line.run("calibrate", "--pool", "Nobody");
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("no endpoint of pool 'Nobody' was observed");
  }

  @Test
  void whatIsAppliedIsCarriedBySnapshotsAndUsedByTheMatcher() throws IOException {
    JsonNode told = new ObjectMapper().readTree(line.run("calibrate", "--apply", "--json").out());
    assertThat(told.get("applied").booleanValue()).isTrue();

    try (WindowSnapshot snapshot = snapshot("pools.zip")) {
      assertThat(snapshot.calibration()).hasSize(told.get("cells").size());
      CalibrationCell measured = cell(snapshot, Situation.IN_WINDOW);
      assertThat(measured.heldOut()).isGreaterThanOrEqualTo(Scores.MIN_HELD_OUT);
      Scores scores = Scores.calibrated(snapshot.calibration());
      AvailabilityWindow window = snapshot.windows().iterator().next();
      Placement placement =
          Placement.of(
                  List.of(window), new TimeSpan(window.up().from(), window.up().from()), scores)
              .orElseThrow();
      assertThat(placement.score())
          .isEqualTo(Math.toIntExact(Math.round(100 * measured.upShare())))
          .isBetween(88, 92)
          .isNotEqualTo(Situation.IN_WINDOW.builtInScore(0));
      CalibrationCell seldom =
          snapshot.calibration().stream()
              .filter(cell -> cell.heldOut() < Scores.MIN_HELD_OUT)
              .findFirst()
              .orElseThrow();
      Situation situation = Situation.valueOf(seldom.situation());
      assertThat(scores.of(situation, seldom.bucket()))
          .as("%s rests on too few", seldom)
          .isEqualTo(situation.builtInScore(seldom.bucket()));
    }
  }

  @Test
  void calibratingAgainGivesTheSameSnapshot() throws IOException {
    line.run("calibrate", "--apply");
    try (WindowSnapshot first = snapshot("first.zip")) {
      line.run("calibrate", "--apply");
      try (WindowSnapshot second = snapshot("second.zip")) {
        assertThat(second.id()).isEqualTo(first.id());
      }
    }
  }
}
