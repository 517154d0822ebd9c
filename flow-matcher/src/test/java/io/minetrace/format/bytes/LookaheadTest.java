// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookaheadTest {

  private static final int WANTED = 1 << 16;

  @ParameterizedTest
  @ValueSource(ints = {40_000, WANTED, WANTED + 1_000, 5 * WANTED})
  void takingByteByByteDoesNotMoveTheRestEachTime(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    Lookahead ahead = new Lookahead(new FlowInput("test", new ByteArrayInputStream(bytes)));
    int moves = 0;
    int before = -1;
    for (int at = 0; at < size; at++) {
      assertThat(ahead.ensure(WANTED)).isEqualTo(Math.min(WANTED, size - at));
      assertThat(ahead.array()[ahead.index()]).isEqualTo(bytes[at]);
      assertThat(ahead.offset()).isEqualTo(at);
      if (ahead.index() <= before) {
        moves++;
      }
      before = ahead.index();
      ahead.take(1);
    }

    assertThat(ahead.ensure(1)).isZero();
    assertThat(moves).as("times that the rest was moved").isLessThan(10);
    assertThat(ahead.array()).hasSizeLessThanOrEqualTo(4 * WANTED);
  }
}
