// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverageSpansTest {

  private static final long MINUTE = 60_000L;
  private static final long INTERVAL = 180 * MINUTE;

  @Test
  void signsOfLifeWithinTheLimitAreOneStretch() {
    CoverageSpans spans = new CoverageSpans();
    spans.add(0, MINUTE, INTERVAL);
    spans.add(451 * MINUTE, 452 * MINUTE, INTERVAL);
    spans.add(903 * MINUTE, 904 * MINUTE, INTERVAL);

    assertThat(spans.stretches())
        .containsExactly(
            new CoverageSpans.Stretch(0, 452 * MINUTE, INTERVAL),
            new CoverageSpans.Stretch(903 * MINUTE, 904 * MINUTE, INTERVAL));
  }

  @Test
  void aSignInBetweenJoinsTwoStretches() {
    CoverageSpans spans = new CoverageSpans();
    spans.add(0, MINUTE, INTERVAL);
    spans.add(600 * MINUTE, 601 * MINUTE, INTERVAL);
    spans.add(300 * MINUTE, 301 * MINUTE, INTERVAL);

    assertThat(spans.stretches())
        .containsExactly(new CoverageSpans.Stretch(0, 601 * MINUTE, INTERVAL));
  }

  @Test
  void theOrderOfAddingDoesNotMatter() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<Long> times = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        times.add(random.nextInt(12_000) * MINUTE);
      }
      CoverageSpans inOrder = new CoverageSpans();
      times.stream().sorted().forEach(time -> inOrder.add(time, time + MINUTE, INTERVAL));
      Collections.shuffle(times, random);
      CoverageSpans shuffled = new CoverageSpans();
      times.forEach(time -> shuffled.add(time, time + MINUTE, INTERVAL));

      assertThat(List.copyOf(shuffled.stretches()))
          .as("seed %d", seed)
          .isEqualTo(List.copyOf(inOrder.stretches()));
    }
  }
}
