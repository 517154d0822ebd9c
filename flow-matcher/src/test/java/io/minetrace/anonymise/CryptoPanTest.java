// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CryptoPanTest {

  /** The key of the sample trace of Crypto-PAn's authors. */
  private static final String SAMPLE_KEY =
      "1522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a842202";

  private CryptoPan sample;

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("key");
    Files.write(file, HexFormat.of().parseHex(SAMPLE_KEY));
    sample = new CryptoPan(AnonymisingKey.read(file));
  }

  /** From the authors' sample trace, raw and sanitized. */
  @ParameterizedTest
  @CsvSource({
    "128.11.68.132, 135.242.180.132",
    "129.118.74.4, 134.136.186.123",
    "130.132.252.244, 133.68.164.234",
    "141.223.7.43, 141.167.8.160",
    "152.163.225.39, 151.140.114.167",
    "156.29.3.236, 147.225.12.42",
    "165.247.96.84, 162.9.99.234",
    "192.102.249.13, 252.138.62.131",
    "192.215.32.125, 252.43.47.189",
    "195.205.63.100, 255.186.223.5",
    "198.51.77.238, 249.18.186.254",
    "204.29.20.4, 243.33.20.123",
    "208.147.89.59, 227.237.98.191",
    "216.148.237.145, 235.84.194.111",
    "24.0.250.221, 100.15.198.226",
    "38.15.67.68, 64.3.66.187",
    "4.3.88.225, 124.60.155.63",
    "63.14.55.111, 95.9.215.7",
    "64.14.118.196, 0.255.183.58",
    "64.39.15.238, 0.219.7.41",
    "10.185.25.118, 117.161.29.118"
  })
  void isThatOfTheSampleTrace(String raw, String sanitized) {
    assertThat(sample.of(IpAddress.parse(raw))).hasToString(sanitized);
  }

  /** As other implementations give them with the same key. */
  @ParameterizedTest
  @CsvSource({
    "::1, 78ff:f001:9fc0:20df:8380:b1f1:704:ed",
    "::2, 78ff:f001:9fc0:20df:8380:b1f1:704:ef",
    "::ffff, 78ff:f001:9fc0:20df:8380:b1f1:704:f838",
    "2001:db8::1, 4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e",
    "2001:db8::2, 4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1c"
  })
  void sixteenBytesAreDoneTheSameWay(String raw, String sanitized) {
    assertThat(sample.of(IpAddress.parse(raw))).hasToString(sanitized);
  }

  @Test
  void whatSharesAPrefixSharesItAfterwardsAndNoMore() {
    Random random = new Random(2002);
    for (int i = 0; i < 2000; i++) {
      int one = random.nextInt();
      int other = one ^ (random.nextInt() >>> random.nextInt(32));
      IpAddress first = sample.of(IpAddress.ofIpv4(one));
      IpAddress second = sample.of(IpAddress.ofIpv4(other));
      assertThat(first.isIpv4()).isTrue();
      assertThat(Long.numberOfLeadingZeros(first.low() ^ second.low()))
          .isEqualTo(Long.numberOfLeadingZeros((one ^ other) & 0xffff_ffffL));
      IpAddress long1 = new IpAddress(0x20010db8_0000_0000L, random.nextLong());
      IpAddress long2 =
          new IpAddress(long1.high(), long1.low() ^ (random.nextLong() >>> random.nextInt(64)));
      assertThat(sample.of(long1).high()).isEqualTo(sample.of(long2).high());
      assertThat(Long.numberOfLeadingZeros(sample.of(long1).low() ^ sample.of(long2).low()))
          .isEqualTo(Long.numberOfLeadingZeros(long1.low() ^ long2.low()));
    }
  }
}
