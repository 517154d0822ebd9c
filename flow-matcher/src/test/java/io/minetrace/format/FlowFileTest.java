// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowFileTest {

  @Test
  void anEmptyFileIsNoEmptySuccess() throws IOException {
    assertThat(ReadFlows.of(new byte[0]).failure()).contains("input, offset 0: the file is empty");
  }

  @Test
  void anUnknownFileIsNamedByItsFirstBytes() throws IOException {
    assertThat(ReadFlows.of("hello world".getBytes(StandardCharsets.UTF_8)).failure())
        .contains(
            "input, offset 0: not a known flow format (first bytes 68 65 6c 6c; tried "
                + FlowFormat.labels()
                + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "1f8b0800, 'is gzip-compressed, which is not read; decompress it first, with gzip -d'",
    "cf100103, 'is a flow-tools file, which is not read; convert it with ft2nfdump'"
  })
  void aKnownForeignFileIsNamedWithWhatToDo(String head, String advice) throws IOException {
    assertThat(ReadFlows.of(HexFormat.of().parseHex(head)).failure())
        .contains("input, offset 0: " + advice);
  }
}
