// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  private static Object[] values() {
    Object[] values = new Object[ResultColumn.values().length];
    for (ResultColumn column : ResultColumn.values()) {
      values[column.ordinal()] =
          switch (column.type()) {
            case INT -> 7;
            case LONG, TIMESTAMP -> 1_767_225_600_000L;
            case STRING -> "\"ü\"\n";
            case STRINGS -> List.of("a", "b");
          };
    }
    return values;
  }

  private static String line(Object... values) {
    return new String(CanonicalJson.line(ResultRow.ofValues(values)), StandardCharsets.UTF_8);
  }

  @Test
  void aLineIsOneObjectWithoutSpaceAndEndsTheLine() {
    assertThat(line(values()))
        .startsWith("{\"flow_start\":1767225600000,\"flow_end\":1767225600000,")
        .contains(",\"mining_pools\":[\"a\",\"b\"],", "\"input_file\":\"\\\"ü\\\"\\n\",")
        .endsWith(",\"schema_version\":7}\n")
        .hasLineCount(1);
  }

  @Test
  void noLineBearsATraceOfTheOneBefore() {
    Object[] broken = values();
    broken[ResultColumn.MINING_COINS.ordinal()] = "not a list";
    String whole = line(values());
    assertThatThrownBy(() -> line(broken)).isInstanceOf(ClassCastException.class);
    assertThat(line(values())).isEqualTo(whole);
    assertThat(line(values())).isEqualTo(whole);
  }
}
