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
    "deadbeef01161000, 'a SiLK file (FT_RWGENERIC, file version 16), which is not read; convert it"
        + " with rwsilk2ipfix, or print its flows with rwcut'",
    "deadbeef001d0800, 'a SiLK file (FT_IPSET, no flows, file version 8), which is not read;"
        + " convert it with rwsilk2ipfix, or print its flows with rwcut'",
    "46445331, 'a CESNET FDS file, which is not read; print its flows as JSON with fdsdump'",
    "8310002000000000e5712dcb, 'an Argus file, which is not read; print its flows with ra -c ,'",
    "50415231, 'a Parquet file, which is not read; the Spark job reads it'",
    "4f626a01, 'an Avro file, which is not read; convert it to Parquet, which the Spark job reads'",
    "504b0304, 'a zip archive, which is not read; windows are given with -w; flow files have to be"
        + " unpacked'"
  })
  void aKnownForeignFileIsNamedWithWhatToDo(String head, String advice) throws IOException {
    assertThat(ReadFlows.of(HexFormat.of().parseHex(head)).failure())
        .contains("input, offset 0: is " + advice);
  }

  @Test
  void aTextThatNamesTheColumnsSomewhereIsNoTableOfFlows() throws IOException {
    String program =
        """
        #!/usr/bin/env python3
        import sys
        COLUMNS = "flow_start,flow_end,source_ip_address,destination_ip_address"
        flow_start,flow_end,source_ip_address,destination_ip_address
        """;
    assertThat(ReadFlows.of(program.getBytes(StandardCharsets.UTF_8)).failure())
        .hasValueSatisfying(failure -> assertThat(failure).contains("not a known flow format"));
  }
}
