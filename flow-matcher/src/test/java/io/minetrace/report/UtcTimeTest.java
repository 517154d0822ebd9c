// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UtcTimeTest {

  private static final DateTimeFormatter ISO_MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  @Test
  void everyTimeIsWrittenAsTheStandardSays() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long millis = random.nextLong() >> (16 + random.nextInt(40));
      assertThat(UtcTime.format(millis)).isEqualTo(ISO_MILLIS.format(Instant.ofEpochMilli(millis)));
    }
  }

  @Test
  void timesThatNoClockShowsAreWrittenToo() {
    assertThat(UtcTime.format(Long.MAX_VALUE)).isEqualTo("+292278994-08-17T07:12:55.807Z");
    assertThat(UtcTime.format(Long.MIN_VALUE))
        .isEqualTo(
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .format(Instant.ofEpochMilli(Long.MIN_VALUE).atOffset(ZoneOffset.UTC)));
    assertThat(UtcTime.format(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
  }
}
