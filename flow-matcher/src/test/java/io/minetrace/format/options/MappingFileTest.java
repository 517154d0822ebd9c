// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.flow.FlowColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {

  private static final String ADDRESSES = "source_ip_address = a\ndestination_ip_address = b\n";

  @Test
  void aMappingSaysItsLayout() {
    ColumnMapping mapping =
        MappingFile.parse(
            "own.mapping",
            "# ours\nformat = json\ntime.unit = milliseconds\n"
                + ADDRESSES
                + "octet_delta_count = sum/bytes");
    assertThat(mapping.syntax()).isEqualTo(ColumnMapping.Syntax.JSON);
    assertThat(mapping.timeUnit()).isEqualTo(ColumnMapping.Unit.MILLISECONDS);
    assertThat(mapping.columns()).containsEntry(FlowColumn.OCTET_DELTA_COUNT, "sum/bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "octet_count = x | own, line 3: unknown key 'octet_count'; did you mean 'octet_delta_count'?",
        "delimitter = x | own, line 3: unknown key 'delimitter'; did you mean 'delimiter'?",
        "delimiter = abc | own, line 3: delimiter: 'abc' (expected: one character, or tab, space, pipe, comma, semicolon)",
        "time.unit = hours | own, line 3: time.unit: 'hours' (expected: seconds, milliseconds, microseconds, nanoseconds)",
        "time.zone = Europe/Pragu | own, line 3: time.zone: 'Europe/Pragu' (expected: a time zone, as UTC or Europe/Prague); did you mean 'Europe/Prague'?",
        "source_ip_address = c | own, line 3: source_ip_address is given twice",
        "nothing | own, line 3: 'nothing' (expected: key = value)",
        "header = a, c | own: column 'b' is not in the header; did you mean 'a'?"
      })
  void anErrorNamesTheLineAndTheNearestKey(String line, String message) {
    assertThatThrownBy(() -> MappingFile.parse("own", ADDRESSES + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void withoutBothAddressesItIsNone() {
    assertThatThrownBy(() -> MappingFile.parse("own", "source_ip_address = a"))
        .hasMessage("own: source_ip_address and destination_ip_address have to be mapped");
  }
}
