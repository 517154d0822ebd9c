// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static io.minetrace.window.WindowFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowClockTest {

  private static FlowClock clock(long... startsAndEnds) {
    FlowBatch batch = new FlowBatch();
    for (int i = 0; i < startsAndEnds.length; i += 2) {
      int row = batch.append();
      batch.longs(FlowColumn.FLOW_START)[row] = startsAndEnds[i];
      batch.longs(FlowColumn.FLOW_END)[row] = startsAndEnds[i + 1];
    }
    FlowClock clock = new FlowClock();
    clock.add(batch);
    return clock;
  }

  private static List<CoverageSpan> looking(String from, String to) {
    return List.of(new CoverageSpan("v", new TimeSpan(at(from), at(to))));
  }

  @Test
  void theShareCountsHoursThatCoverageTouches() {
    FlowClock clock =
        clock(
            at("2026-05-02T10:10"), at("2026-05-02T10:20"),
            at("2026-05-02T10:50"), at("2026-05-02T11:10"),
            at("2026-05-02T13:00"), at("2026-05-02T13:00"),
            at("2026-05-02T17:30"), at("2026-05-02T17:31"));
    assertThat(clock.share(looking("2026-05-02T00:00", "2026-05-03T00:00"))).isEqualTo(1);
    assertThat(clock.share(looking("2026-05-02T11:59:59", "2026-05-02T13:00"))).isEqualTo(0.5);
    assertThat(clock.share(looking("2026-05-02T12:00", "2026-05-02T12:59"))).isEqualTo(0);
    assertThat(clock.share(List.of())).isEqualTo(0);
  }

  @Test
  void anHourBetweenTwoThatAreKnownIsNew() {
    FlowClock clock =
        clock(
            at("2026-05-02T10:00"), at("2026-05-02T10:10"),
            at("2026-05-02T13:00"), at("2026-05-02T13:10"),
            at("2026-05-02T11:30"), at("2026-05-02T12:30"),
            at("2026-05-02T13:05"), at("2026-05-02T13:20"));
    assertThat(clock.hours()).hasSize(4);
    assertThat(clock.span()).contains(new TimeSpan(at("2026-05-02T10:00"), at("2026-05-02T13:20")));
  }

  @Test
  void theSpanRunsFromTheFirstToTheLastTimeWhateverTheirOrder() {
    FlowClock clock = clock(50, 20, 30, 90);
    assertThat(clock.span()).contains(new TimeSpan(20, 90));
  }

  @Test
  void flowsWithoutTimesAreCountedApart() {
    FlowClock clock = clock(FlowColumn.ABSENT_LONG, FlowColumn.ABSENT_LONG);
    assertThat(clock.timeless()).isEqualTo(1);
    assertThat(clock.span()).isEmpty();
  }

  @Test
  void absurdTimesAreCountedAndTouchNothing() {
    FlowClock clock =
        clock(
            Long.MAX_VALUE,
            Long.MIN_VALUE + 1,
            at("2026-05-02T10:00"),
            at("2026-05-02T10:00"),
            at("2026-05-02T10:00"),
            Long.MAX_VALUE,
            -1,
            at("2026-05-02T10:00"));
    assertThat(clock.absurd()).isEqualTo(3);
    assertThat(clock.hourCount()).isEqualTo(1);
    assertThat(clock.span()).contains(new TimeSpan(at("2026-05-02T10:00"), at("2026-05-02T10:00")));
    assertThat(clock.notCovered(List.of()))
        .containsExactly(new TimeSpan(at("2026-05-02T10:00"), at("2026-05-02T11:00") - 1));
    assertThat(clock(0, 253402300799999L).absurd()).as("the first and last instant").isZero();
    FlowClock all = clock(1, 2);
    all.merge(clock);
    assertThat(all.absurd()).isEqualTo(3);
  }

  private static FlowClock oneByOne(long[] startsAndEnds) {
    FlowClock clock = new FlowClock();
    for (int i = 0; i < startsAndEnds.length; i += 2) {
      clock.add(startsAndEnds[i], startsAndEnds[i + 1]);
    }
    return clock;
  }

  @Test
  void aTimeFarFromAThousandOthersIsForgotten() {
    for (boolean strayFirst : new boolean[] {true, false}) {
      long[] times = new long[2 * 2001];
      Arrays.fill(times, at("2026-05-02T10:10"));
      int place = strayFirst ? 0 : 2 * 2000;
      times[place] = at("2070-01-01T00:00");
      times[place + 1] = at("2070-01-01T05:00");
      FlowClock clock = oneByOne(times);
      assertThat(clock.hourCount()).isEqualTo(3);
      clock.forgetStrays(2001);
      assertThat(clock.hourCount()).isEqualTo(1);
      assertThat(clock.absurd()).isEqualTo(1);
      assertThat(clock.span())
          .contains(new TimeSpan(at("2026-05-02T10:10"), at("2026-05-02T10:10")));
      assertThat(clock.share(looking("2026-05-02T00:00", "2026-05-03T00:00"))).isEqualTo(1);
      FlowClock all = new FlowClock();
      all.merge(clock);
      assertThat(all.hours()).isEqualTo(clock.hours());
    }
  }

  @Test
  void timesThatAreNearOrSeveralOrOfFewFlowsStay() {
    long hour = at("2026-05-02T10:10");
    long day = 24 * 3_600_000L;
    long[] near = new long[2 * 1000];
    Arrays.fill(near, hour);
    near[0] = hour - day;
    FlowClock aDayBefore = oneByOne(near);
    aDayBefore.forgetStrays(1000);
    assertThat(aDayBefore.hourCount()).isEqualTo(2);
    assertThat(aDayBefore.span()).contains(new TimeSpan(hour - day, hour));

    near[0] = hour - 40 * day;
    near[100] = hour - 40 * day + 1;
    FlowClock twoFlows = oneByOne(near);
    twoFlows.forgetStrays(1000);
    assertThat(twoFlows.hourCount()).as("two flows touch the hour").isEqualTo(2);
    assertThat(twoFlows.absurd()).isZero();

    near[100] = hour - 80 * day;
    FlowClock twoStrays = oneByOne(near);
    twoStrays.forgetStrays(1000);
    assertThat(twoStrays.hourCount()).as("more than one in a thousand").isEqualTo(3);
    twoStrays.forgetStrays(2000);
    assertThat(twoStrays.hourCount()).isEqualTo(1);
    assertThat(twoStrays.absurd()).isEqualTo(2);
    FlowClock scattered = clock(0, 0, day * 100, day * 100);
    scattered.forgetStrays(5000);
    assertThat(scattered.hourCount()).as("nothing to be far from").isEqualTo(2);
  }

  @Test
  void hoursThatManyTouchStayWhereverTheFirstOfThemWereAlone() {
    long hour = at("2026-05-02T00:00");
    long[] times = new long[2 * 100_000];
    for (int flow = 0; flow < 100_000; flow++) {
      // First one flow in each of ninety hours, the latest hour twice, then many in all of them.
      long of = flow < 90 ? flow : flow == 90 ? 89 : flow % 90;
      Arrays.fill(times, 2 * flow, 2 * flow + 2, hour + of * 3_600_000L + 1000);
    }
    FlowClock clock = oneByOne(times);
    clock.forgetStrays(100_000);
    assertThat(clock.hourCount()).isEqualTo(90);
    assertThat(clock.absurd()).isZero();
  }

  @Test
  void clocksOfSeveralFilesAreMerged() {
    FlowClock all = clock(at("2026-05-02T10:00"), at("2026-05-02T10:00"));
    all.merge(clock(at("2026-05-02T12:00"), at("2026-05-02T12:00")));
    assertThat(all.share(looking("2026-05-02T12:00", "2026-05-02T12:01"))).isEqualTo(0.5);
    assertThat(all.span()).contains(new TimeSpan(at("2026-05-02T10:00"), at("2026-05-02T12:00")));
  }
}
