// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minetrace.flow.DecodeReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CorruptShareTest {

  private static final double EXACT = 1e-12;

  private final DecodeReport report = new DecodeReport("x", "nfcapd");

  private InputSummary input(InputFailure... failures) {
    return new InputSummary(
        "x",
        "00000000000000aa",
        1000,
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.of(report),
        List.of(failures));
  }

  private static InputFailure malformedAt(long offset) {
    return new InputFailure(
        InputFailure.Kind.MALFORMED, OptionalLong.of(offset), "wrong", "x: wrong");
  }

  private static double share(InputSummary... inputs) {
    return CorruptShare.of(List.of(inputs), java.util.Collections.nCopies(inputs.length, 1000L));
  }

  private void readUnits(int read, int skipped) {
    for (int i = 0; i < read; i++) {
      report.addUnitRead();
    }
    for (int i = 0; i < skipped; i++) {
      report.addUnitSkipped();
    }
  }

  @Test
  void theGreaterOfBytesAndUnitsCounts() {
    report.addRecords(10);
    readUnits(9, 1);
    assertThat(share(input())).isEqualTo(0.1, within(EXACT));
    report.add(DecodeReport.Reason.CORRUPT, 40, 300, "block");
    report.add(DecodeReport.Reason.NOT_FLOW_EXPORT, 40, 600, "of something else");
    assertThat(share(input())).isEqualTo(0.3, within(EXACT));
  }

  @Test
  void bytesOfTheContentOfACompressedFileAreNotHeldAgainstItsSize() {
    report.addRecords(10);
    report.compressedBy("gzip");
    readUnits(3, 1);
    report.add(DecodeReport.Reason.CORRUPT, 40, 1_000_000, "block");
    assertThat(share(input())).isEqualTo(0.25, within(EXACT));
  }

  @Test
  void whatBreaksOffIsLostFromThereOn() {
    report.addRecords(10);
    readUnits(1, 0);
    assertThat(share(input(malformedAt(600)))).isEqualTo(0.4, within(EXACT));
    assertThat(share(input(malformedAt(5000)))).isZero();
  }

  @Test
  void whatIsNotInTheResultAtAllIsLostWholly() {
    assertThat(share(input(malformedAt(900)))).isEqualTo(1);
    report.addRecords(10);
    InputSummary whole = input();
    assertThat(share(whole)).isZero();
    InputSummary left = whole.withFailure(InputFailure.Kind.LEFT_OUT, "left out");
    assertThat(share(left, whole, whole, whole)).isEqualTo(0.25, within(EXACT));
    assertThat(left.records()).isZero();
    assertThat(left.decoded()).isEqualTo(10);
    assertThat(left.isUnread()).isTrue();
  }

  @Test
  void flowsWithoutTimesAreNoDamage() {
    report.addRecords(10);
    InputSummary timeless = input().withFailure(InputFailure.Kind.NO_FLOW_TIME, "no times");
    assertThat(timeless.isDamaged()).isFalse();
    assertThat(timeless.isPartial()).isTrue();
    assertThat(share(timeless)).isZero();
  }

  @Test
  void nothingIsLostOfNothing() {
    assertThat(CorruptShare.of(List.of(), List.of())).isZero();
  }
}
