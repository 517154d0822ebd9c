// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class BackgroundResultWriterTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final List<ResultRow> ROWS =
      LongStream.range(0, 10_000).mapToObj(BackgroundResultWriterTest::row).toList();

  private static ResultRow row(long number) {
    Object[] values = new Object[ResultColumn.values().length];
    values[ResultColumn.RECORD_ORDINAL.ordinal()] = number;
    return ResultRow.ofValues(values);
  }

  /** Keeps what it is given, and fails at a row. */
  private static final class Kept implements ResultWriter {
    private final List<ResultRow> rows = new ArrayList<>();
    private final int failsAt;
    private final Optional<Error> error;
    private int closings;

    Kept(int failsAt) {
      this(failsAt, Optional.empty());
    }

    Kept(int failsAt, Optional<Error> error) {
      this.failsAt = failsAt;
      this.error = error;
    }

    @Override
    public void write(ResultRow row) throws IOException {
      if (rows.size() == failsAt && error.isPresent()) {
        throw error.get();
      }
      if (rows.size() == failsAt) {
        throw new IOException("No space left on device");
      }
      rows.add(row);
    }

    @Override
    public void close() {
      closings++;
    }
  }

  @Test
  void everyRowIsWrittenInOrderAndTheWriterClosedOnce() throws IOException {
    Kept kept = new Kept(Integer.MAX_VALUE);
    BackgroundResultWriter writer = new BackgroundResultWriter(kept);
    for (ResultRow row : ROWS) {
      writer.write(row);
    }
    writer.close();
    writer.close();
    assertThat(kept.rows).isEqualTo(ROWS);
    assertThat(kept.closings).isEqualTo(1);
  }

  @Test
  void anErrorOfTheProgramReachesTheCallerAsItIs() {
    for (int failsAt : new int[] {3, 9_999}) {
      Error full = new OutOfMemoryError("Java heap space");
      Kept kept = new Kept(failsAt, Optional.of(full));
      assertThatThrownBy(
              () -> {
                try (BackgroundResultWriter writer = new BackgroundResultWriter(kept)) {
                  for (ResultRow row : ROWS) {
                    writer.write(row);
                  }
                }
              })
          .isSameAs(full);
      assertThat(kept.closings).isOne();
    }
  }

  @Test
  void aFullDiskReachesTheCallerAndNobodyWaitsForEver() {
    for (int failsAt : new int[] {0, 300, 9_999}) {
      Kept kept = new Kept(failsAt);
      Assertions.assertTimeoutPreemptively(
          LIMIT,
          () ->
              assertThatIOException()
                  .isThrownBy(
                      () -> {
                        try (ResultWriter writer = new BackgroundResultWriter(kept)) {
                          for (ResultRow row : ROWS) {
                            writer.write(row);
                          }
                        }
                      })
                  .withMessage("No space left on device"));
      assertThat(kept.closings).isEqualTo(1);
    }
  }
}
