// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceTrackerTest {

  private final SequenceTracker tracker = new SequenceTracker();

  private long lost(long number, long count) {
    tracker.arrive(number);
    return tracker.advance(count);
  }

  @Test
  void numbersThatFollowLoseNothingAcrossTheWrap() {
    assertThat(lost(0xffff_fff0L, 10)).isZero();
    assertThat(lost(0xffff_fffaL, 10)).isZero();
    assertThat(lost(4, 10)).isZero();
  }

  @Test
  void aGapIsLost() {
    lost(100, 10);

    assertThat(lost(125, 3)).isEqualTo(15);
  }

  @Test
  void numbersThatIncludeTheirMessageLoseNothing() {
    lost(18, 18);

    assertThat(lost(44, 26)).isZero();
    assertThat(lost(72, 28)).isZero();
    assertThat(lost(110, 26)).isEqualTo(12);
  }

  @Test
  void anOvertakenMessageIsNotLostAfterAll() {
    lost(100, 10);

    assertThat(lost(120, 10)).isEqualTo(10);
    assertThat(lost(110, 10)).isEqualTo(-10);
    assertThat(lost(110, 10)).as("a copy of it").isZero();
    assertThat(lost(130, 10)).isZero();
    assertThat(tracker.lost()).isZero();
    assertThat(tracker.late()).isEqualTo(2);
  }

  @Test
  void aMessageThatCameTwiceIsACopy() {
    lost(100, 10);

    assertThat(tracker.arrive(100)).isEqualTo(SequenceTracker.Finding.COPY);
    assertThat(tracker.advance(10)).isZero();
    assertThat(lost(110, 10)).isZero();
    assertThat(tracker.copies()).isEqualTo(1);
  }

  @Test
  void manyLateMessagesInARowAreARestart() {
    lost(5_000, 10);
    for (int i = 0; i < 8; i++) {
      assertThat(tracker.arrive(i * 10L)).isEqualTo(SequenceTracker.Finding.LATE);
      tracker.advance(10);
    }

    assertThat(tracker.arrive(80)).isEqualTo(SequenceTracker.Finding.RESTART);
    assertThat(tracker.advance(10)).isZero();
    assertThat(lost(90, 10)).isZero();
    assertThat(tracker.restarts()).isEqualTo(1);
  }

  @Test
  void anUptimeThatFellIsARestartWhateverTheNumberSays() {
    tracker.arrive(500, 3_600_000);
    tracker.advance(10, 3_600_000);

    assertThat(tracker.arrive(0, 1_000)).isEqualTo(SequenceTracker.Finding.RESTART);
    tracker.advance(10, 1_000);
    assertThat(tracker.arrive(10, 2_000)).isEqualTo(SequenceTracker.Finding.ONWARD);
  }

  @Test
  void anUptimeThatWrappedIsNoRestart() {
    tracker.arrive(500, -1_000);
    tracker.advance(10, -1_000);

    assertThat(tracker.arrive(510, 500)).isEqualTo(SequenceTracker.Finding.ONWARD);
  }

  @Test
  void aStepFarBackIsARestart() {
    lost(1_000_000, 10);

    assertThat(tracker.arrive(0)).isEqualTo(SequenceTracker.Finding.RESTART);
    assertThat(tracker.advance(5)).isZero();
    assertThat(lost(5, 5)).isZero();
  }

  @Test
  void nothingIsSaidAboutMessagesThatCannotBeCounted() {
    lost(100, SequenceTracker.UNKNOWN);

    assertThat(lost(150, 10)).isZero();
    assertThat(lost(170, 10)).isEqualTo(10);
  }
}
