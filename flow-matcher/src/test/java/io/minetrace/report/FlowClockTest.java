// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static io.minetrace.window.WindowFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FlowClockTest {

  private static final int HOUR = 3_600_000;

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
  void ofATimeAskedForOnlyTheFlowsThatTouchItCount() {
    FlowClock clock =
        new FlowClock(Optional.of(new TimeSpan(at("2026-05-02T10:30"), at("2026-05-02T12:00"))));
    clock.add(at("2026-05-02T09:50"), at("2026-05-02T10:20"));
    clock.add(at("2026-05-02T09:50"), at("2026-05-02T10:30"));
    clock.add(at("2026-05-02T10:10"), at("2026-05-02T10:20"));
    clock.add(at("2026-05-02T12:30"), at("2026-05-02T12:00"));
    clock.add(at("2026-05-02T12:01"), at("2026-05-02T12:02"));
    clock.add(at("2026-06-02T12:01"), at("2026-06-02T12:02"));
    assertThat(clock.outside()).isEqualTo(4);
    assertThat(clock.hourCount()).as("9, 10 and 12 o'clock").isEqualTo(3);
    assertThat(clock.span()).contains(new TimeSpan(at("2026-05-02T09:50"), at("2026-06-02T12:02")));
    FlowClock absurd =
        new FlowClock(Optional.of(new TimeSpan(at("2026-05-02T10:30"), at("2026-05-02T12:00"))));
    absurd.add(-5, -4);
    assertThat(absurd.span()).as("of times that no clock means").isEmpty();
    assertThat(absurd.outside()).isEqualTo(1);
    FlowClock all = new FlowClock();
    all.merge(clock);
    assertThat(all.outside()).isEqualTo(4);
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

  @Test
  void clocksOfSeveralFilesAreMerged() {
    FlowClock all = clock(at("2026-05-02T10:00"), at("2026-05-02T10:00"));
    all.merge(clock(at("2026-05-02T12:00"), at("2026-05-02T12:00")));
    assertThat(all.share(looking("2026-05-02T12:00", "2026-05-02T12:01"))).isEqualTo(0.5);
    assertThat(all.span()).contains(new TimeSpan(at("2026-05-02T10:00"), at("2026-05-02T12:00")));
  }

  @Test
  void anyTimesGiveTheHoursThatASetOfThemGives() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      FlowClock clock = new FlowClock();
      Set<Long> hours = new TreeSet<>();
      LongSummaryStatistics times = new LongSummaryStatistics();
      int spread = 1 + random.nextInt(60);
      for (int flow = 0; flow < 300; flow++) {
        long start = at("2026-05-02T00:00") + random.nextInt(spread * HOUR);
        long end = start + random.nextInt(3 * HOUR) - HOUR;
        clock.add(start, end);
        LongStream.of(start, end).peek(times).forEach(time -> hours.add(time / HOUR));
      }
      assertThat(clock.hours()).containsExactlyElementsOf(hours);
      assertThat(clock.span()).contains(new TimeSpan(times.getMin(), times.getMax()));
      long from = at("2026-05-02T00:00") + random.nextInt(spread * HOUR);
      TimeSpan looking = new TimeSpan(from, from + random.nextInt(10 * HOUR));
      List<CoverageSpan> coverage = List.of(new CoverageSpan("v", looking));
      Predicate<Long> isNot = h -> h < from / HOUR || h > looking.to() / HOUR;
      long not = hours.stream().filter(isNot).count();
      assertThat(clock.share(coverage)).isEqualTo((double) (hours.size() - not) / hours.size());
      assertThat(clock.notCovered(coverage))
          .flatExtracting(
              s -> LongStream.rangeClosed(s.from() / HOUR, s.to() / HOUR).boxed().toList())
          .containsExactlyElementsOf(hours.stream().filter(isNot).toList());
    }
  }
}
