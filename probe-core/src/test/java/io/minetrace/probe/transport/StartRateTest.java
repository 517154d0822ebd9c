// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartRateTest {

  private static final long MILLIS = 60_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20, 21, 22, 100, 500})
  void noSecondHasMoreThanAllowedHoweverLateItIsAskedAndNotManyFewer(int perSecond) {
    StartRate rate = new StartRate(perSecond);
    Random random = new Random(perSecond);
    Deque<Long> lastSecond = new ArrayDeque<>();
    long begun = 0;

    for (long now = 0; now < MILLIS; now += random.nextInt(200) == 0 ? random.nextInt(200) : 1) {
      while (rate.beginOrWait(now) == 0) {
        lastSecond.add(now);
        begun++;
      }
      while (!lastSecond.isEmpty() && lastSecond.getFirst() <= now - 1000) {
        lastSecond.remove();
      }
      assertThat(lastSecond)
          .as("begun in the second before %d ms", now)
          .hasSizeLessThanOrEqualTo(perSecond);
    }

    assertThat(begun).as("in a minute").isGreaterThan(perSecond * 60L * 7 / 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void whoWaitsAsLongAsSaidMayBegin(int perSecond) {
    StartRate rate = new StartRate(perSecond);
    long now = 0;

    for (int i = 0; i < 100; i++) {
      long wait = rate.beginOrWait(now);
      if (wait > 0) {
        now += wait;
        assertThat(rate.beginOrWait(now)).as("at %d ms", now).isZero();
      }
    }
  }
}
