// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:3333, 192.0.2.1:3333/tcp",
    "192.0.2.1:53/udp, 192.0.2.1:53/udp",
    "[2001:db8::1]:443, [2001:db8::1]:443/tcp",
    "[2001:db8:0::1]:443/sctp, [2001:db8::1]:443/sctp"
  })
  void parsesWhatItPrints(String text, String printed) {
    assertThat(Endpoint.parse(text)).hasToString(printed);
    assertThat(Endpoint.parse(printed)).isEqualTo(Endpoint.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "192.0.2.1:",
        "192.0.2.1:0",
        "192.0.2.1:65536",
        ":3333",
        "2001:db8::1:443",
        "192.0.2.1:33x",
        "192.0.2.1:3333/ip"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatATargetLooksLike() {
    assertThatThrownBy(() -> HostPort.parse("2001:db8::1:443"))
        .hasMessage("target: '2001:db8::1:443' (expected: host:port, or [address]:port for IPv6)");
  }

  @Test
  void aBlockHoldsItsOwnAndNothingElse() {
    Cidr block = Cidr.parse("10.0.0.0/8");
    assertThat(block.contains(IpAddress.parse("10.255.0.1"))).isTrue();
    assertThat(block.contains(IpAddress.parse("11.0.0.1"))).isFalse();
    assertThat(block.contains(IpAddress.parse("2001:db8::a00:1"))).isFalse();
    assertThat(Cidr.parse("::/0").contains(IpAddress.parse("10.0.0.1"))).isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").contains(IpAddress.parse("10.0.0.1"))).isTrue();
    assertThat(Cidr.parse("2001:db8::/33").contains(IpAddress.parse("2001:db8:7fff::1"))).isTrue();
    assertThat(Cidr.parse("2001:db8::/33").contains(IpAddress.parse("2001:db8:8000::1"))).isFalse();
    assertThat(Cidr.parse("2001:db8::/65").contains(IpAddress.parse("2001:db8::7fff:0:0:1")))
        .isTrue();
  }

  @Test
  void aMistypedBlockIsRefused() {
    assertThatThrownBy(() -> Cidr.parse("10.0.0.1/8"))
        .hasMessage("block: 10.0.0.1/8 has bits set beyond its prefix (expected: 10.0.0.0/8)");
    assertThatThrownBy(() -> Cidr.parse("10.0.0.0/33"))
        .hasMessage("prefix length: 33 (expected: 0..32)");
    assertThatThrownBy(() -> Cidr.parse("10.0.0.0/x")).hasMessageContaining("10.0.0.0/8");
  }
}
