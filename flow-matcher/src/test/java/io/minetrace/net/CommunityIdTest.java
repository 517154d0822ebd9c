// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityIdTest {

  /** The published baseline: both directions of each connection have one id. */
  @ParameterizedTest
  @CsvSource({
    "6, 128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "6, 66.35.250.204, 80, 128.232.110.120, 34855, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "17, 192.168.1.52, 54585, 8.8.8.8, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "17, 8.8.8.8, 53, 192.168.1.52, 54585, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "132, 192.168.170.8, 7, 192.168.170.56, 7, 1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=",
    "132, 192.168.170.56, 7, 192.168.170.8, 7, 1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=",
    "6, 2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 2607:f8b0:400c:c03::1a, 25,"
        + " 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
    "6, 2607:f8b0:400c:c03::1a, 25, 2001:470:e5bf:dead:4957:2174:e82c:4887, 63943,"
        + " 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
    "46, 10.1.12.1, 0, 10.1.12.2, 0, 1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=",
    "46, 10.1.12.2, 9, 10.1.12.1, 1, 1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=",
  })
  void isThatOfThePublishedBaseline(
      int protocol, String one, int onePort, String other, int otherPort, String expected) {
    assertThat(
            CommunityId.of(
                protocol, IpAddress.parse(one), onePort, IpAddress.parse(other), otherPort))
        .isEqualTo(expected);
  }

  @Test
  void aHostThatTalksToItselfIsOrderedByPort() {
    IpAddress host = IpAddress.parse("192.0.2.1");
    assertThat(CommunityId.of(6, host, 40000, host, 3333))
        .isEqualTo(CommunityId.of(6, host, 3333, host, 40000));
  }

  @Test
  void aMappedAddressIsThatOfIpv4() {
    IpAddress pool = IpAddress.parse("192.0.2.20");
    assertThat(CommunityId.of(6, IpAddress.parse("::ffff:10.0.0.1"), 40000, pool, 3333))
        .isEqualTo(CommunityId.of(6, IpAddress.parse("10.0.0.1"), 40000, pool, 3333));
  }
}
