// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeStripsTest {

  /** Against marks kept one by one. */
  @Test
  void aStripShowsTheGreatestLevelOfEachCellHoweverItGrew() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      TimeStrips strips = new TimeStrips();
      long origin = random.nextInt(1_000_000);
      strips.begin(origin);
      int marks = 1 + random.nextInt(20);
      long[][] all = new long[marks][];
      for (int i = 0; i < marks; i++) {
        long from = origin + (long) (random.nextDouble() * (1L << random.nextInt(40)));
        long to = from + (long) (random.nextDouble() * (1L << random.nextInt(40)));
        all[i] = new long[] {from, to, 1 + random.nextInt(4)};
        strips.mark("a", from, to, (int) all[i][2]);
      }
      long length = strips.cellMillis();
      byte[] cells = strips.cells("a");
      for (int cell = 0; cell < cells.length; cell++) {
        long start = origin + cell * length;
        long greatest = 0;
        for (long[] mark : all) {
          if (mark[0] < start + length && mark[1] >= start) {
            greatest = Math.max(greatest, mark[2]);
          }
        }
        assertThat((long) cells[cell]).as("round %d cell %d", round, cell).isEqualTo(greatest);
      }
      assertThat(strips.cells("b")).containsOnly(0);
    }
  }
}
