// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacementTimelineTest {

  private static final String POOL = "192.0.2.20:6666";

  private static Optional<Placement> said(List<PlacementTimeline.Stretch> stretches, long instant) {
    return stretches.stream()
        .filter(stretch -> stretch.span().contains(instant))
        .map(PlacementTimeline.Stretch::placement)
        .findFirst();
  }

  @Test
  void atEachInstantItSaysWhatAPlacementSays() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      List<AvailabilityWindow> windows = windows(random);
      List<PlacementTimeline.Stretch> stretches = PlacementTimeline.of(windows, Scores.BUILT_IN);
      for (int i = 1; i < stretches.size(); i++) {
        assertThat(stretches.get(i).span().from())
            .as("stretches are in order and do not overlap")
            .isGreaterThan(stretches.get(i - 1).span().to());
      }
      List<Long> instants = new ArrayList<>();
      for (PlacementTimeline.Stretch stretch : stretches) {
        for (long step = -1; step <= 1; step++) {
          instants.add(stretch.span().from() + step);
          instants.add(stretch.span().to() + step);
        }
      }
      for (long instant : instants) {
        Optional<Placement> placed =
            Placement.of(windows, new TimeSpan(instant, instant), Scores.BUILT_IN)
                .filter(placement -> placement.score() >= Confidence.LEAST_SCORE);
        assertThat(said(stretches, instant)).as("at %d in %s", instant, windows).isEqualTo(placed);
      }
    }
  }

  /** One to four windows, minutes to weeks apart. */
  private static List<AvailabilityWindow> windows(Random random) {
    List<AvailabilityWindow> windows = new ArrayList<>();
    long time = at("2026-05-02T10:00");
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      long from = time + minutes(random, 60 * 24 * 30);
      long to = from + minutes(random, 60 * 24 * 3);
      var window = up(POOL, text(from), text(to));
      if (random.nextBoolean()) {
        window.notBefore(text(from - 60_000L * (1 + random.nextInt(5))));
      }
      time = to + minutes(random, 60 * 24);
      if (random.nextBoolean()) {
        window.notAfter(text(time));
      }
      if (to - from > 3_600_000) {
        window.bridged(text(from + 600_000), text(from + 1_800_000));
      }
      windows.add(window.window());
      time += 600_000;
    }
    return windows;
  }

  private static long minutes(Random random, int most) {
    return 60_000L * (1 + random.nextInt(1 + random.nextInt(most)));
  }

  private static String text(long time) {
    return java.time.Instant.ofEpochMilli(time).toString().substring(0, 16);
  }
}
