// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuantityTest {

  @Test
  void durationsHaveTheTwoUnitsThatMatter() {
    assertThat(Quantity.duration(0)).isEqualTo("0 s");
    assertThat(Quantity.duration(59_499)).isEqualTo("59 s");
    assertThat(Quantity.duration(59_500)).isEqualTo("1 min");
    assertThat(Quantity.duration(321_000)).isEqualTo("5 min 21 s");
    assertThat(Quantity.duration(Duration.ofMinutes(181).toMillis())).isEqualTo("3 h 1 min");
    assertThat(Quantity.duration(Duration.ofHours(95).toMillis())).isEqualTo("95 h");
    assertThat(Quantity.duration(Duration.ofHours(97).toMillis())).isEqualTo("4 d 1 h");
  }

  @Test
  void bytesHaveTwoDigitsThatMatterOrMore() {
    assertThat(Quantity.bytes(0)).isEqualTo("0 B");
    assertThat(Quantity.bytes(999)).isEqualTo("999 B");
    assertThat(Quantity.bytes(1000)).isEqualTo("1.0 kB");
    assertThat(Quantity.bytes(999_600)).isEqualTo("1.0 MB");
    assertThat(Quantity.bytes(12_345_678)).isEqualTo("12 MB");
    assertThat(Quantity.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }

  @Test
  void aShareThatIsNotWholeIsNeverSaidToBe() {
    assertThat(Quantity.percent(1)).isEqualTo("100 %");
    assertThat(Quantity.percent(0.99999)).isEqualTo("> 99.9 %");
    assertThat(Quantity.percent(0.5)).isEqualTo("50 %");
    assertThat(Quantity.percent(0.977)).isEqualTo("97.7 %");
    assertThat(Quantity.percent(0.00001)).isEqualTo("< 0.1 %");
    assertThat(Quantity.percent(0)).isEqualTo("0 %");
  }

  @Test
  void oneIsNotMany() {
    assertThat(Quantity.count(1, "session")).isEqualTo("1 session");
    assertThat(Quantity.count(1_234_567, "session")).isEqualTo("1,234,567 sessions");
    assertThat(Quantity.count(2, "host has", "hosts have")).isEqualTo("2 hosts have");
  }
}
