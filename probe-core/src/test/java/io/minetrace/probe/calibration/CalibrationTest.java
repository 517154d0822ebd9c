// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minetrace.evaluation.Share;
import io.minetrace.match.Situation;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.ledger.Doubt;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.ServiceState;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shares that a generator was told are found again. */
class CalibrationTest {

  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final int VISITS = 240;
  private static final long BEGIN = 1_767_225_600_000L;
  private static final Endpoint ENDPOINT = Endpoint.tcp(IpAddress.parse("192.0.2.20"), 3333);

  private static LedgerEntry entry(long time, boolean up) {
    return new LedgerEntry(
        time,
        "here",
        up ? Verdict.UP : Verdict.DOWN,
        up ? Evidence.E3 : Evidence.E0,
        3 * HOUR,
        false,
        new ServiceState(List.of("BTC"), CoinBasis.DECLARED, List.of(), Channel.PLAIN, ""));
  }

  private static Share ups(CalibrationReport report, Situation situation, int bucket) {
    return report.cells().stream()
        .filter(cell -> cell.situation() == situation && cell.bucket() == bucket)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + situation + " " + bucket))
        .ups();
  }

  private static void assertShare(
      CalibrationReport report, Situation situation, int bucket, double told) {
    Share found = ups(report, situation, bucket);
    assertThat(found.all()).as("%s %d, held out", situation, bucket).isGreaterThan(5_000);
    assertThat(found.value()).as("%s %d", situation, bucket).isCloseTo(told, within(0.01));
    assertThat(told).isBetween(found.lower() - 0.01, found.upper() + 0.01);
  }

  /** What {@link ToldHistory} was told is what is found, a kind of history at a time. */
  @Test
  void theSharesThatWereToldAreFound() {
    Map<ToldHistory.Kind, CalibrationReport> reports = new EnumMap<>(ToldHistory.Kind.class);
    for (ToldHistory.Kind kind : ToldHistory.Kind.values()) {
      Calibration calibration = new Calibration(List.of(ToldHistory.SCRIPTED));
      long step = kind.isInEverySweep() ? 3 * HOUR : DAY;
      for (int endpoint = 0; endpoint < 4_000; endpoint++) {
        ToldHistory told = new ToldHistory(kind, endpoint, VISITS);
        List<LedgerEntry> history = new ArrayList<>();
        for (int visit = 0; visit < VISITS; visit++) {
          history.add(entry(BEGIN + 12 * HOUR + visit * step, told.isUp(visit)));
        }
        calibration.add(ENDPOINT, history, LedgerContext.EMPTY);
      }
      reports.put(kind, calibration.report());
    }

    for (ToldHistory.Told told : ToldHistory.told()) {
      assertShare(reports.get(told.kind()), told.situation(), told.bucket(), told.ups());
    }
    Share notMining = reports.get(ToldHistory.Kind.OFTEN).holdOuts().get(0).notMining();
    assertThat(notMining.all()).isGreaterThan(5_000);
    assertThat(notMining.value()).isCloseTo(0.02, within(0.01));
  }

  /** Where nothing hangs on anything, all say the same, and each claim is as right as any. */
  @Test
  void ofIndependentObservationsEveryCellHoldsTheSameShare() {
    Random random = new Random(3);
    Calibration calibration = new Calibration();
    for (int endpoint = 0; endpoint < 1_500; endpoint++) {
      List<LedgerEntry> history = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        history.add(entry(BEGIN + 3 * HOUR * i, random.nextDouble() < 0.7));
      }
      calibration.add(ENDPOINT, history, LedgerContext.EMPTY);
    }
    CalibrationReport report = calibration.report();

    assertThat(report.cells()).hasSizeGreaterThan(10);
    for (MeasuredCell cell : report.cells()) {
      if (cell.ups().all() >= 20_000) {
        assertThat(cell.ups().value()).as("%s", cell).isCloseTo(0.7, within(0.01));
      }
    }
    for (CalibrationReport.HoldOut holdOut : report.holdOuts()) {
      for (Claim claim : Claim.values()) {
        assertThat(holdOut.precision().get(claim).value())
            .as("1 in %d, %s", holdOut.every(), claim)
            .isCloseTo(0.7, within(0.01));
      }
      assertThat(holdOut.recall().get(Claim.LISTED).value()).isEqualTo(1);
      assertThat(holdOut.recall().get(Claim.CONFIRMED).value())
          .isLessThan(holdOut.recall().get(Claim.MATCHED).value());
    }
    assertThat(report.endpoints()).isEqualTo(1_500);
    assertThat(report.observations()).isEqualTo(300_000);
  }

  @Test
  void aListWithoutTimesIsRightAsOftenAsItsEndpointsAreUp() {
    Calibration calibration = new Calibration(List.of(2));
    for (int endpoint = 0; endpoint < 10; endpoint++) {
      List<LedgerEntry> history = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        // Four were never UP, one was for half of the time, five always.
        history.add(entry(BEGIN + 3 * HOUR * i, endpoint > 4 || (endpoint == 4 && i < 20)));
      }
      calibration.add(ENDPOINT, history, LedgerContext.EMPTY);
    }
    CalibrationReport.HoldOut holdOut = calibration.report().holdOuts().get(0);

    assertThat(holdOut.heldOut()).isEqualTo(new Share(110, 200));
    assertThat(holdOut.precision().get(Claim.LISTED)).isEqualTo(new Share(110, 200));
    assertThat(holdOut.precision().get(Claim.EVER_UP)).isEqualTo(new Share(110, 120));
    assertThat(holdOut.recall().get(Claim.EVER_UP)).isEqualTo(new Share(110, 110));
    assertThat(holdOut.precision().get(Claim.CONFIRMED)).isEqualTo(new Share(104, 104));
    assertThat(holdOut.recall().get(Claim.CONFIRMED)).isEqualTo(new Share(104, 110));
  }

  @Test
  void whatIsDoubtedOrUnknownIsNeitherKeptNorHeldOut() {
    List<LedgerEntry> history = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      history.add(entry(BEGIN + 3 * HOUR * i, i < 10 || i >= 20));
    }
    Doubt doubt = new Doubt(Optional.empty(), new TimeSpan(BEGIN + 30 * HOUR, BEGIN + 57 * HOUR));
    Calibration calibration = new Calibration(List.of(2));
    calibration.add(ENDPOINT, history, new LedgerContext(List.of(doubt), List.of()));

    CalibrationReport report = calibration.report();
    assertThat(report.observations()).isEqualTo(30);
    assertThat(report.holdOuts().get(0).heldOut()).isEqualTo(new Share(15, 15));
  }

  @Test
  void aSweepIsHeldOutWholeOrNotAtAll() {
    List<LedgerEntry> history = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      history.add(entry(BEGIN + 3 * HOUR * i, false));
      history.add(entry(BEGIN + 3 * HOUR * i + 60_000, true));
    }
    Calibration calibration = new Calibration(List.of(2));
    calibration.add(ENDPOINT, history, LedgerContext.EMPTY);

    assertThat(calibration.report().holdOuts().get(0).heldOut()).isEqualTo(new Share(10, 10));
  }

  @Test
  void wilsonsIntervalIsThatOfTheBooks() {
    // 8 of 10: 0.490 to 0.943.
    assertThat(new Share(8, 10).lower()).isCloseTo(0.490, within(0.0005));
    assertThat(new Share(8, 10).upper()).isCloseTo(0.943, within(0.0005));
    assertThat(new Share(0, 20).lower()).isZero();
    assertThat(new Share(0, 20).upper()).isCloseTo(0.161, within(0.0005));
    assertThat(new Share(20, 20).upper()).isEqualTo(1);
  }
}
