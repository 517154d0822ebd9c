// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import static io.minetrace.probe.ledger.History.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the windows, one by one, as the specification states them. */
class WindowLedgerTest {

  private static String summary(List<AvailabilityWindow> windows) {
    return String.join(" ; ", windows.stream().map(WindowLedgerTest::summary).toList());
  }

  /** {@code from..to <not_before >not_after start/end}, in minutes. */
  private static String summary(AvailabilityWindow window) {
    StringBuilder text = new StringBuilder();
    text.append(window.up().from() / History.MINUTE);
    text.append("..").append(window.up().to() / History.MINUTE);
    window.notBefore().ifPresent(t -> text.append(" <").append(t / History.MINUTE));
    window.notAfter().ifPresent(t -> text.append(" >").append(t / History.MINUTE));
    return text + " " + window.startReason() + "/" + window.endReason();
  }

  @Test
  void aRunOfUpsIsOneWindowOpenAtBothEnds() {
    AvailabilityWindow window = new History().up(0, 180, 365, 540).onlyWindow();

    assertThat(summary(window)).isEqualTo("0..540 OPEN/OPEN");
    assertThat(window.upCount()).isEqualTo(4);
    assertThat(window.missedCount()).isZero();
    assertThat(window.maxGapMillis()).isEqualTo(185 * History.MINUTE);
    assertThat(window.intervalMillis()).isEqualTo(180 * History.MINUTE);
  }

  @Test
  void noUpIsNoWindow() {
    assertThat(new History().down(0, 180).listening(360).unknown(540).windows()).isEmpty();
  }

  @Test
  void missesDirectlyBeyondBoundTheWindow() {
    assertThat(summary(new History().down(0).up(180, 360).listening(540).windows()))
        .isEqualTo("180..360 <0 >540 DOWN/LISTENING");
  }

  @Test
  void theMissNextToTheEdgeCountsAndNotTheOnesBeyondIt() {
    assertThat(
            summary(
                new History()
                    .listening(0)
                    .down(100)
                    .up(180, 360)
                    .listening(540)
                    .down(700)
                    .windows()))
        .isEqualTo("180..360 <100 >540 DOWN/LISTENING");
  }

  @Test
  void aMissBeyondTheLimitIsNamedButDoesNotBound() {
    assertThat(summary(new History().down(0).up(451, 600).down(1051).windows()))
        .isEqualTo("451..600 <0 >1051 NO_DATA/NO_DATA");
  }

  @Test
  void aSingleMissWithinTheLimitIsBridged() {
    AvailabilityWindow window = new History().up(0, 180).down(360).up(540).onlyWindow();

    assertThat(summary(window)).isEqualTo("0..540 OPEN/OPEN");
    assertThat(window.bridged()).containsExactly(minutes(180, 540));
    assertThat(window.missedCount()).isEqualTo(1);
    assertThat(window.upCount()).isEqualTo(3);
    assertThat(window.maxGapMillis()).isEqualTo(360 * History.MINUTE);
  }

  @Test
  void theLimitIsTwoAndAHalfIntervalsOfTheUpThatOpensTheHole() {
    assertThat(summary(new History().up(0, 450).windows())).isEqualTo("0..450 OPEN/OPEN");
    assertThat(summary(new History().up(0, 451).windows()))
        .isEqualTo("0..0 OPEN/NO_DATA ; 451..451 NO_DATA/OPEN");
    assertThat(summary(new History().every(1440).up(0).every(180).up(3600, 4051).windows()))
        .as("the second hole is opened by an UP of the shorter interval")
        .isEqualTo("0..3600 OPEN/NO_DATA ; 4051..4051 NO_DATA/OPEN");
  }

  @Test
  void theLimitIsNeverLessThanHalfAnHour() {
    assertThat(summary(new History().every(5).up(0, 30).windows())).isEqualTo("0..30 OPEN/OPEN");
    assertThat(new History().every(5).up(0, 30.1).windows()).hasSize(2);
  }

  @Test
  void aSingleMissInAHoleTooLongSplits() {
    assertThat(summary(new History().up(0).down(180).up(460).windows()))
        .isEqualTo("0..0 >180 OPEN/DOWN ; 460..460 <180 DOWN/OPEN");
  }

  @Test
  void twoMissesSplit() {
    assertThat(summary(new History().every(60).up(0).down(60, 120).up(140).windows()))
        .isEqualTo("0..0 >60 OPEN/DOWN ; 140..140 <120 DOWN/OPEN");
  }

  @Test
  void aConfirmationThatSaysUpBridgesWhatTwoMissesWouldSplit() {
    AvailabilityWindow window =
        new History().every(60).up(0).down(60, 120).confirmedUp(121.5).onlyWindow();

    assertThat(window.bridged()).containsExactly(minutes(0, 121.5));
    assertThat(window.missedCount()).isEqualTo(2);
  }

  @Test
  void aConfirmationThatSaysDownMakesTheMissTwo() {
    assertThat(summary(new History().every(60).up(0).down(60).confirmedDown(62).up(120).windows()))
        .isEqualTo("0..0 >60 OPEN/DOWN ; 120..120 <62 DOWN/OPEN");
  }

  @Test
  void evenAConfirmationBridgesOnlyWithinTheLimit() {
    assertThat(new History().every(60).up(0).down(200).confirmedUp(201).windows()).hasSize(2);
  }

  @Test
  void twoObservationsLessThanTenMinutesApartCountOnceAndUpWins() {
    assertThat(new History().up(0, 9.9, 180).onlyWindow().upCount()).isEqualTo(2);
    assertThat(new History().up(0, 10, 180).onlyWindow().upCount()).isEqualTo(3);
    assertThat(new History().up(0).down(9).up(180).onlyWindow().missedCount()).isZero();
    AvailabilityWindow upWins = new History().down(0).up(9, 180).onlyWindow();
    assertThat(summary(upWins)).as("the miss is gone").isEqualTo("9..180 OPEN/OPEN");
    assertThat(summary(new History().down(0, 9, 11).up(180).onlyWindow()))
        .as("two of three misses count")
        .isEqualTo("180..180 <11 DOWN/OPEN");
  }

  @Test
  void aMissAndAnUpOfTheSameInstantAreAnUp() {
    assertThat(summary(new History().down(0).up(0, 180).down(180).windows()))
        .isEqualTo("0..180 OPEN/OPEN");
  }

  @Test
  void unknownNeitherBridgesNorSplitsNorBounds() {
    assertThat(
            summary(new History().unknown(0).up(180).unknown(300).up(540).unknown(700).windows()))
        .isEqualTo("180..540 OPEN/OPEN");
  }

  @Test
  void doubtedMissesSayNothing() {
    History history = new History().up(0).down(60, 120).up(180).down(300);

    assertThat(history.windows()).hasSize(2);
    assertThat(summary(history.doubt(50, 130).windows())).isEqualTo("0..180 >300 OPEN/DOWN");
  }

  @Test
  void doubtDoesNotTouchUps() {
    assertThat(summary(new History().up(0, 180).doubt(0, 1000).windows()))
        .isEqualTo("0..180 OPEN/OPEN");
  }

  @Test
  void theStrongestEvidenceOfTheRunIsTheWindows() {
    AvailabilityWindow window =
        new History()
            .up(0, Evidence.E2, "")
            .up(180, Evidence.E5, "")
            .up(360, Evidence.E3, "")
            .onlyWindow();

    assertThat(window.evidence()).isEqualTo(Evidence.E5);
  }

  @Test
  void betweenTwoCoinsTheSegmentHasBoth() {
    AvailabilityWindow window =
        new History()
            .up(0, CoinBasis.OBSERVED, "BTC")
            .up(180, CoinBasis.OBSERVED, "BTC")
            .up(360, CoinBasis.NARROWED, "BCH")
            .up(540, CoinBasis.NARROWED, "BCH")
            .onlyWindow();

    assertThat(window.segments()).hasSize(3);
    assertThat(window.segments())
        .extracting(WindowSegment::coins)
        .containsExactly(List.of("BTC"), List.of("BCH", "BTC"), List.of("BCH"));
    assertThat(window.segments())
        .extracting(WindowSegment::coinBasis)
        .containsExactly(CoinBasis.OBSERVED, CoinBasis.NARROWED, CoinBasis.NARROWED);
    assertThat(window.segments().get(0).span()).isEqualTo(minutes(0, 180));
    assertThat(window.segments().get(1).span().from()).isEqualTo(History.millis(180) + 1);
    assertThat(window.segments().get(1).span().to()).isEqualTo(History.millis(360) - 1);
    assertThat(window.segments().get(2).span()).isEqualTo(minutes(360, 540));
    assertThat(window.segments()).noneMatch(WindowSegment::switching);
  }

  @Test
  void onlyTheSoftwareChangingGivesNoSegmentOfItsOwnInBetween() {
    AvailabilityWindow window =
        new History().up(0, Evidence.E3, "one").up(180, Evidence.E3, "two").onlyWindow();

    assertThat(window.segments()).extracting(WindowSegment::software).containsExactly("one", "two");
    assertThat(window.segments().get(0).span().to()).isEqualTo(History.millis(180) - 1);
  }

  @Test
  void threeCoinChangesWithinADayMarkThePortAsSwitching() {
    assertThat(
            new History()
                .up(0, CoinBasis.OBSERVED, "BTC")
                .up(180, CoinBasis.OBSERVED, "BCH")
                .up(360, CoinBasis.OBSERVED, "BTC")
                .up(540, CoinBasis.OBSERVED, "BCH")
                .onlyWindow()
                .segments())
        .extracting(WindowSegment::switching)
        .containsExactly(false, false, true, true, true, true, true);
  }

  @Test
  void evidenceComingAndGoingIsNoCoinChange() {
    assertThat(
            new History()
                .up(0, CoinBasis.OBSERVED, "BTC")
                .up(180, CoinBasis.DECLARED, "LTC")
                .up(360, CoinBasis.OBSERVED, "BTC")
                .up(540, CoinBasis.DECLARED, "LTC")
                .up(720, CoinBasis.OBSERVED, "BTC")
                .onlyWindow()
                .segments())
        .noneMatch(WindowSegment::switching);
  }

  @Test
  void poolsAreThoseWhoseNamesPointedThereThen() {
    AvailabilityWindow window =
        new History()
            .up(0, 180, 360, 540)
            .name("eu.one.test", "One", -10, 200, true)
            .name("eu.two.test", "Two", 300, 400, false)
            .onlyWindow();

    assertThat(window.segments())
        .extracting(WindowSegment::pools)
        .containsExactly(List.of("One"), List.of("One"), List.of("One", "Two"));
    assertThat(window.segments())
        .extracting(WindowSegment::fqdns)
        .containsExactly(List.of("eu.one.test"), List.of(), List.of("eu.two.test"));
    assertThat(window.segments())
        .extracting(WindowSegment::staleFqdns)
        .containsExactly(List.of(), List.of("eu.one.test"), List.of("eu.one.test"));
    assertThat(window.segments().get(1).span().from()).isEqualTo(History.millis(200) + 1);
    assertThat(window.segments().get(2).span()).isEqualTo(minutes(300, 540));
  }

  @Test
  void aNameThatCameBackIsNotStale() {
    AvailabilityWindow window =
        new History()
            .up(0, 180, 360)
            .name("eu.one.test", "One", -10, 10, true)
            .name("eu.one.test", "One", 300, 360, false)
            .onlyWindow();

    assertThat(window.segments())
        .extracting(WindowSegment::staleFqdns)
        .containsExactly(List.of(), List.of("eu.one.test"), List.of());
  }

  @Test
  void aForeignNameMakesTheAddressShared() {
    assertThat(
            new History()
                .up(0, 180, 360)
                .foreignName("www.example.test", 100, 200)
                .onlyWindow()
                .segments())
        .extracting(WindowSegment::shared)
        .containsExactly(false, true, false);
  }

  @Test
  void anObservationOutOfOrderIsRefused() {
    WindowLedger ledger = WindowLedger.empty(History.ENDPOINT, LedgerContext.EMPTY);
    ServiceState state =
        new ServiceState(List.of(), CoinBasis.DECLARED, List.of(), Channel.PLAIN, "");
    ledger.add(new LedgerEntry(100, "a", Verdict.UP, Evidence.E3, 0, false, state));

    LedgerEntry late = new LedgerEntry(99, "a", Verdict.UP, Evidence.E3, 0, false, state);
    assertThat(ledger.isInOrder(late)).isFalse();
    assertThatThrownBy(() -> ledger.add(late))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("192.0.2.20:3333/tcp: observation at 99 after one at 100");
  }

  @Test
  void aDoubtOfOneVantageLeavesTheOthersAlone() {
    ServiceState state =
        new ServiceState(List.of(), CoinBasis.DECLARED, List.of(), Channel.PLAIN, "");
    long hour = 3_600_000;
    List<LedgerEntry> history =
        List.of(
            new LedgerEntry(0, "a", Verdict.UP, Evidence.E3, 3 * hour, false, state),
            new LedgerEntry(hour, "a", Verdict.DOWN, Evidence.E0, 3 * hour, false, state),
            new LedgerEntry(2 * hour, "b", Verdict.DOWN, Evidence.E0, 3 * hour, false, state));
    Doubt doubt =
        new Doubt(java.util.Optional.of("a"), new io.minetrace.window.TimeSpan(0, 9 * hour));

    AvailabilityWindow window =
        WindowLedger.fold(History.ENDPOINT, history, new LedgerContext(List.of(doubt), List.of()))
            .get(0);

    assertThat(window.notAfter()).hasValue(2 * hour);
    assertThat(window.endReason()).isEqualTo(BoundReason.DOWN);
  }
}
