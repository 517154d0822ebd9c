// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowColumn;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlowTimesTest {

  private static final long NTP_TO_UNIX = 2_208_988_800L;
  private static final long EXPORT = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();

  private static long ntp(long seconds, long fraction) {
    return seconds << 32 | fraction;
  }

  @Test
  void ntpTimeHasABinaryFraction() {
    long halfPast = ntp(EXPORT / 1000 + NTP_TO_UNIX, 0x8000_0000L);

    assertThat(FlowTimes.ofNtp(halfPast, EXPORT)).isEqualTo(EXPORT + 500);
  }

  @Test
  void ntpTimeIsOfTheEraNearestToTheExport() {
    long afterTheRoll = Instant.parse("2037-01-01T00:00:00Z").toEpochMilli();
    long seconds = (afterTheRoll / 1000 + NTP_TO_UNIX) & 0xffff_ffffL;

    assertThat(FlowTimes.ofNtp(ntp(seconds, 0), afterTheRoll + 10_000)).isEqualTo(afterTheRoll);
    long beforeTheRoll = Instant.parse("2036-02-07T06:28:15Z").toEpochMilli();
    assertThat(FlowTimes.ofNtp(ntp(0xffff_ffffL, 0), afterTheRoll)).isEqualTo(beforeTheRoll);
  }

  @Test
  void aTruncatedFractionIsOfTheMillisecondThatWasMeant() {
    long truncated = ntp(EXPORT / 1000 + NTP_TO_UNIX, (123L << 32) / 1000);

    assertThat(FlowTimes.ofNtp(truncated, EXPORT)).isEqualTo(EXPORT + 123);
  }

  @Test
  void whatAFractionHoldsBeyondMicrosecondsIsIgnored() {
    long fraction = (250L << 32) / 1000;

    for (long low = 0; low < 1 << 11; low += 100) {
      assertThat(FlowTimes.ofNtp(ntp(EXPORT / 1000 + NTP_TO_UNIX, fraction | low), EXPORT))
          .isEqualTo(EXPORT + 250);
    }
  }

  @Test
  void unixSecondsInThePlaceOfNtpAreKnownByTheirDistance() {
    long decimalMicroseconds = ntp(EXPORT / 1000, 250_000);
    long binaryFraction = ntp(EXPORT / 1000, 0x4000_0000L);

    assertThat(FlowTimes.ofWrongNtp(decimalMicroseconds, EXPORT)).isEqualTo(EXPORT + 250);
    assertThat(FlowTimes.ofWrongNtp(binaryFraction, EXPORT)).isEqualTo(EXPORT + 250);
  }

  @Test
  void unixNanosecondsInThePlaceOfNtpAreKnownByTheirDistance() {
    assertThat(FlowTimes.ofWrongNtp((EXPORT - 7) * 1_000_000, EXPORT)).isEqualTo(EXPORT - 7);
  }

  @Test
  void whatIsNeitherNtpNorUnixTimeIsNoTime() {
    assertThat(FlowTimes.ofWrongNtp(0x0123_4567_89ab_cdefL, EXPORT))
        .isEqualTo(FlowColumn.ABSENT_LONG);
  }

  @Test
  void anUptimeSinceTheSystemStartedMayHaveWrapped() {
    long daysAgo = EXPORT - 100L * 24 * 3600 * 1000;
    long uptime = (EXPORT - 5_000 - daysAgo) & 0xffff_ffffL;

    assertThat(FlowTimes.ofSystemInit(uptime, daysAgo, EXPORT)).isEqualTo(EXPORT - 5_000);
    assertThat(FlowTimes.ofSystemInit(1_000, EXPORT - 3_000, EXPORT)).isEqualTo(EXPORT - 2_000);
  }
}
