// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBytesTest {

  private static Optional<IpAddress> read(String text) {
    AddressBytes address = new AddressBytes();
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.US_ASCII);
    return address.read(bytes, 1, bytes.length - 1)
        ? Optional.of(new IpAddress(address.high(), address.low()))
        : Optional.empty();
  }

  @Test
  void whateverTheTextItIsReadAsTheLibraryReadsIt() {
    Random random = new Random(3);
    String alphabet = "0123456789abf:::::....";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(read(text.toString()))
          .as(text.toString())
          .isEqualTo(IpAddress.tryParse(text.toString()));
    }
  }

  @Test
  void everyAddressIsReadBack() {
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      // Groups of zeros, so that gaps come at every place.
      long high = random.nextLong() & mask(random);
      long low = random.nextLong() & mask(random);
      IpAddress address =
          random.nextBoolean() ? new IpAddress(high, low) : IpAddress.ofIpv4((int) low);
      assertThat(read(address.toString())).as(address.toString()).contains(address);
    }
  }

  private static long mask(Random random) {
    long mask = 0;
    for (int group = 0; group < 4; group++) {
      mask = mask << 16 | (random.nextBoolean() ? 0xffff : 0);
    }
    return mask;
  }

  @ParameterizedTest
  @CsvSource({"fe80::1%eth0, fe80::1", "192.000.002.001, 192.0.2.1", "::ffff:192.0.2.1, 192.0.2.1"})
  void whatToolsAddIsUnderstood(String text, String address) {
    assertThat(read(text)).contains(IpAddress.parse(address));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.01", "192.0.2", "192.0.2.256", "2001:db8..1", "1:2:3:4:5:6:7", ":1", "1:"})
  void whatIsNoAddressIsRefused(String text) {
    assertThat(read(text)).isEmpty();
  }
}
