// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  /** The examples of RFC 5952, and the edges of its rules. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "::ffff:192.0.2.1, 192.0.2.1",
    "2001:db8::1, 2001:db8::1",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"
  })
  void printsTheOneFormThatRfc5952Recommends(String text, String expected) {
    assertThat(IpAddress.parse(text)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.4 ",
        "a.b.c.d",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "g::",
        "::1.2.3",
        "1.2.3.4::",
        "1.2.3.4::5",
        "fe80::1%eth0",
        "1:2:3:4:5:6:7:8::",
        "pool.example",
        "-1.2.3.4",
        "1..2.3"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(IpAddress.tryParse(text)).isEmpty();
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("address: '" + text + "' (expected: IPv4 or IPv6 literal)");
  }

  @Test
  void agreesWithTheRuntimeOnRandomAddresses() throws UnknownHostException {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      for (int j = 0; j < 16; j++) {
        // Many zero groups, so that "::" is met in every place.
        if (random.nextBoolean()) {
          bytes[j & ~1] = 0;
          bytes[j | 1] = 0;
        }
      }
      IpAddress address = IpAddress.ofBytes(bytes);
      assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
      assertThat(InetAddress.getByAddress(address.toBytes()))
          .isEqualTo(InetAddress.getByName(address.toString()));
    }
  }

  @Test
  void ipv4IsEqualToItsMappedForm() {
    assertThat(IpAddress.ofIpv4(0xC0000201)).isEqualTo(IpAddress.parse("::ffff:c000:201"));
    assertThat(IpAddress.parse("192.0.2.1").toBytes()).hasSize(4);
    assertThat(IpAddress.parse("192.0.2.1").toMappedBytes()).hasSize(16);
  }

  @Test
  void isOrderedAsItsBytesAre() {
    assertThat(IpAddress.parse("ff00::")).isGreaterThan(IpAddress.parse("::1"));
    assertThat(IpAddress.parse("200.0.0.1")).isGreaterThan(IpAddress.parse("100.0.0.1"));
  }
}
