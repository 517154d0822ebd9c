// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.31.196.1",
        "192.52.193.1",
        "192.88.99.1",
        "192.168.1.1",
        "192.175.48.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2620:4f:8000::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void specialAddressesAreRefused(String address) {
    assertThat(EgressPolicy.PUBLIC_ONLY.refusal(IpAddress.parse(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.0.3.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:db9::1",
        "2003::1",
        "2620:4f:8001::1",
        "2a00::1"
      })
  void neighboursOfSpecialBlocksAreNot(String address) {
    assertThat(EgressPolicy.PUBLIC_ONLY.refusal(IpAddress.parse(address))).isEmpty();
  }

  @Test
  void theRefusalNamesTheBlockAndItsPurpose() {
    assertThat(EgressPolicy.PUBLIC_ONLY.refusal(IpAddress.parse("127.0.0.1")))
        .contains("127.0.0.0/8 (loopback)");
    assertThat(EgressPolicy.PUBLIC_ONLY.refusal(IpAddress.parse("4000::1")))
        .contains("outside 2000::/3 (reserved)");
  }

  @Test
  void onlyTheBlockThatIsAllowedIsOpened() {
    EgressPolicy policy = new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8")));

    assertThat(policy.refusal(IpAddress.parse("127.0.0.1"))).isEmpty();
    assertThat(policy.refusal(IpAddress.parse("::ffff:127.0.0.1"))).isEmpty();
    assertThat(policy.refusal(IpAddress.parse("::1"))).isPresent();
    assertThat(policy.refusal(IpAddress.parse("10.0.0.1"))).isPresent();
  }
}
