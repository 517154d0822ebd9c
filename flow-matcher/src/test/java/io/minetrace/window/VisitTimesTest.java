// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VisitTimesTest {

  private static List<Long> read(byte[] bytes) {
    List<Long> read = new ArrayList<>();
    VisitTimes.read(
        bytes,
        (startedAt, endedAt) -> {
          read.add(startedAt);
          read.add(endedAt);
        });
    return read;
  }

  @Test
  void whateverTheTimesTheyComeBack() {
    Random random = new Random(5);
    List<Long> times =
        new ArrayList<>(List.of(0L, 0L, -1L, 5L, Long.MAX_VALUE / 2, 0L, Long.MIN_VALUE / 2, 7L));
    for (int i = 0; i < 2_000; i++) {
      times.add(random.nextLong() >> random.nextInt(64));
    }
    VisitTimes visits = new VisitTimes();
    for (int i = 0; i < times.size(); i += 2) {
      visits.add(times.get(i), times.get(i + 1));
    }

    assertThat(read(visits.toBytes())).isEqualTo(times);
    assertThat(visits.length()).isEqualTo(visits.toBytes().length);
    assertThat(read(new VisitTimes().toBytes())).isEmpty();
  }

  @Test
  void aVisitEveryThreeHoursTakesSixBytes() {
    VisitTimes visits = new VisitTimes();
    for (int i = 0; i < 1_000; i++) {
      visits.add(
          1_767_225_600_000L + i * 10_800_000L + i % 97, 1_767_225_600_900L + i * 10_800_000L);
    }
    assertThat(visits.length()).isLessThanOrEqualTo(6_010);
  }

  @Test
  void bytesThatAreCutOrOfAnotherVersionAreRefused() {
    VisitTimes visits = new VisitTimes();
    visits.add(1_767_225_600_000L, 1_767_225_600_900L);
    byte[] bytes = visits.toBytes();

    for (int length = 2; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut))
          .as("%d bytes", length)
          .hasMessage("times of visits: cut or damaged at byte " + length);
    }
    bytes[0] = 2;
    assertThatThrownBy(() -> read(bytes)).hasMessage("times of visits: version 2 (expected: 1)");
    assertThatThrownBy(() -> read(new byte[0]))
        .hasMessage("times of visits: version missing (expected: 1)");
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) 0x81);
    endless[0] = 1;
    assertThatThrownBy(() -> read(endless)).hasMessageStartingWith("times of visits: cut or");
  }
}
