// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherServerTest {

  @ParameterizedTest
  @CsvSource({
    "eu.pool.test, 3333, eu.pool.test:3333",
    "stratum_ltc.pool.test, 65535, stratum_ltc.pool.test:65535",
    "192.0.2.1, 1, 192.0.2.1:1",
    "2001:DB8::1, 3333, [2001:db8::1]:3333",
    "[2001:db8::1], 3333, [2001:db8::1]:3333",
  })
  void aHostAndAPortAreWrittenOneWay(String host, int port, String written) {
    assertThat(OtherServer.of(host, port)).hasValue(written);
    assertThat(OtherServer.of(host + ":" + port)).hasValue(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "pool.test\n",
        "pool.test/x",
        "p\u0000",
        "[pool.test]",
        "::g",
        "a:b"
      })
  void whatIsNoHostIsLeftOut(String host) {
    assertThat(OtherServer.of(host, 3333)).isEmpty();
  }

  @Test
  void whatIsNoPortIsLeftOut() {
    assertThat(OtherServer.of("pool.test", 0)).isEmpty();
    assertThat(OtherServer.of("pool.test", 65_536)).isEmpty();
    assertThat(OtherServer.of("pool.test")).isEmpty();
    assertThat(OtherServer.of("pool.test:99999")).isEmpty();
    assertThat(OtherServer.of("x".repeat(254), 3333)).isEmpty();
  }
}
