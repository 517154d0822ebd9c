// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.options.MappingFile;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MappedTextTest {

  private static ReadOptions mapped(String... lines) {
    return TextFile.UTC.withMapping(MappingFile.parse("own.map", String.join("\n", lines)));
  }

  @Test
  void objectsAreReadAsJsonWithoutBeingToldSo() throws IOException {
    TextFile read =
        TextFile.of(
            """
            {"begin":1777730400,"from":"10.20.0.11","to":"192.0.2.20","service":3333}
            {"begin":1777730401,"from":"10.20.0.12","to":"192.0.2.20","service":3333}
            """,
            mapped(
                "flow_start = begin",
                "source_ip_address = from",
                "destination_ip_address = to",
                "destination_transport_port = service"));
    assertThat(read.csv()).contains("10.20.0.11,192.0.2.20").contains("10.20.0.12,192.0.2.20");
    assertThat(read.failure()).isEmpty();
  }

  @Test
  void aMappedColumnThatTheHeaderLacksIsNamed() throws IOException {
    TextFile read =
        TextFile.of(
            """
            # made by hand
            begin;from;to;service
            2026-05-02 16:00:00;10.20.0.11;192.0.2.20;3333
            """,
            mapped(
                "delimiter = ;",
                "flow_start = beginn",
                "source_ip_address = from",
                "destination_ip_address = to"));
    assertThat(read.failure())
        .contains(
            "input, offset 0: own.map: column 'beginn' is not in the header (found: begin, from, to,"
                + " service)");
  }
}
