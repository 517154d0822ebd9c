// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Evidence;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointTimelineTest {

  private static final String POOL = "192.0.2.20:3333";

  private static ObservationProof seen(String time, Verdict verdict) {
    return new ObservationProof(
        Endpoint.parse(POOL), at(time), "v", verdict, Evidence.E0, "stratum1");
  }

  private static TimeSpan instant(String time) {
    return new TimeSpan(at(time), at(time));
  }

  private final List<AvailabilityWindow> windows =
      List.of(
          up(POOL, "2026-05-01T12:00", "2026-05-02T12:00").notAfter("2026-05-02T15:00").window());

  private final List<ObservationProof> observations =
      List.of(
          seen("2026-05-01T12:00", Verdict.UP),
          seen("2026-05-02T12:00", Verdict.UP),
          seen("2026-05-02T15:00", Verdict.LISTENING),
          seen("2026-05-02T16:00", Verdict.UNKNOWN),
          seen("2026-05-02T18:00", Verdict.DOWN),
          seen("2026-05-02T21:00", Verdict.DOWN));

  @Test
  void theLineShowsWhatWasObservedAndWhatWasNot() {
    List<String> lines =
        new EndpointTimeline(windows, observations, instant("2026-05-02T12:00")).lines();
    assertThat(lines.get(0))
        .isEqualTo(
            "2026-04-30 ─"
                + "░".repeat(16)
                + "█".repeat(17)
                // Cells of an hour and a half: until 15:00 it may have been either, 18:00 was DOWN.
                + "░▒▒···"
                + "░".repeat(25)
                + "─ 2026-05-04   █ UP ▒ LISTENING · DOWN ░ not observed");
    assertThat(lines.get(1)).isEqualTo(" ".repeat(12 + 32) + "▲ 2026-05-02T12:00:00.000Z");
  }

  @Test
  void theNeighboursAreTheLastUsableBeforeAndTheFirstAfter() {
    EndpointTimeline timeline =
        new EndpointTimeline(windows, observations, instant("2026-05-02T16:30"));
    assertThat(timeline.before()).contains(observations.get(2));
    assertThat(timeline.after()).contains(observations.get(4));
    assertThat(timeline.isNotMining()).isTrue();
    assertThat(
            new EndpointTimeline(windows, observations, instant("2026-05-02T14:00")).isNotMining())
        .isFalse();
    // Beyond the last observation nothing is said.
    assertThat(
            new EndpointTimeline(windows, observations, instant("2026-05-03T14:00")).isNotMining())
        .isFalse();
  }

  @Test
  void nonUpsTooFarApartSayNothingOfWhatLiesBetween() {
    List<ObservationProof> sparse =
        List.of(seen("2026-05-02T15:00", Verdict.DOWN), seen("2026-05-02T23:00", Verdict.DOWN));
    assertThat(new EndpointTimeline(windows, sparse, instant("2026-05-02T18:00")).isNotMining())
        .isFalse();
  }

  @Test
  void withoutWindowsTheObservationsTellHowOftenOneLooked() {
    List<ObservationProof> never =
        List.of(
            seen("2026-05-02T00:00", Verdict.DOWN),
            seen("2026-05-02T00:01", Verdict.DOWN),
            seen("2026-05-02T03:00", Verdict.LISTENING),
            seen("2026-05-02T06:00", Verdict.DOWN),
            seen("2026-05-02T14:00", Verdict.DOWN));
    assertThat(new EndpointTimeline(List.of(), never, instant("2026-05-02T04:00")).isNotMining())
        .isTrue();
    assertThat(new EndpointTimeline(List.of(), never, instant("2026-05-02T09:00")).isNotMining())
        .as("eight hours where three are usual")
        .isFalse();
    List<ObservationProof> two = List.of(never.get(3), never.get(4));
    assertThat(new EndpointTimeline(List.of(), two, instant("2026-05-02T09:00")).isNotMining())
        .as("one distance is no habit")
        .isFalse();
  }

  @Test
  void whatAnUpOverrulesIsAHollowTick() {
    ObservationProof up = seen("2026-05-02T12:00", Verdict.UP);
    ObservationProof down = seen("2026-05-02T12:09", Verdict.DOWN);
    String svg =
        new EndpointTimeline(windows, List.of(up, down), instant("2026-05-02T12:00")).svg("x");
    assertThat(svg)
        .contains("class=\"hollow\"", "DOWN 2026-05-02T12:09:00.000Z, overruled by an UP")
        .contains("hollow ones overruled by an UP less than 10 min apart");
    assertThat(new EndpointTimeline(windows, observations, instant("2026-05-02T12:00")).svg("x"))
        .doesNotContain("class=\"hollow\"");
  }

  @Test
  void ofTwoObservationsOfTheSameTimeTheUpWins() {
    ObservationProof up = seen("2026-05-02T12:00", Verdict.UP);
    ObservationProof down = seen("2026-05-02T12:09", Verdict.DOWN);
    ObservationProof later = seen("2026-05-02T12:10", Verdict.DOWN);
    EndpointTimeline timeline =
        new EndpointTimeline(windows, List.of(up, down, later), instant("2026-05-02T12:09:30"));
    assertThat(timeline.before()).contains(up);
    assertThat(timeline.overruledBy(up)).containsExactly(down);
    assertThat(timeline.after()).contains(later);
    assertThat(timeline.overruledBy(later)).isEmpty();
  }

  @Test
  void aWindowFarAwayIsStillInSight() {
    String line =
        new EndpointTimeline(windows, observations, instant("2026-05-12T12:00")).lines().get(0);
    assertThat(line).contains("█");
  }

  @Test
  void nothingKnownIsDrawnAsThat() {
    EndpointTimeline timeline =
        new EndpointTimeline(List.of(), List.of(), instant("2026-05-02T12:00"));
    assertThat(timeline.lines().get(0)).contains("─" + "░".repeat(64) + "─");
    assertThat(timeline.before()).isEmpty();
    assertThat(timeline.isNotMining()).isFalse();
  }

  @Test
  void aLongFlowIsMarkedFromItsStartToItsEnd() {
    List<String> lines =
        new EndpointTimeline(
                windows, observations, new TimeSpan(at("2026-05-02T00:00"), at("2026-05-02T12:00")))
            .lines();
    assertThat(lines.get(1))
        .contains("▲▲▲▲▲▲▲ 2026-05-02T00:00:00.000Z → 2026-05-02T12:00:00.000Z");
  }

  @Test
  void thePictureStandsAloneAndHoldsTextAsText() {
    String svg =
        new EndpointTimeline(windows, observations, instant("2026-05-02T12:00"))
            .svg("<pool> & \"co\"");
    assertThat(svg)
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .contains("&lt;pool&gt; &amp; &quot;co&quot;", "UP 2026-05-01T12:00:00.000Z to")
        .doesNotContain("<pool>", "href", "script");
  }
}
