// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchKeyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        "eu.pool.test - eu.pool.test -",
        "EU.Pool.Test. - eu.pool.test -",
        "eu.pool.test:3333 - eu.pool.test 3333",
        "stratum+tcp://eu.pool.test:3333 - eu.pool.test 3333",
        "stratum2+tcp://eu.pool.test:3333/9awtMD5KQgvRUh2yFbjVeT7b6hjipWcAsQHd6wEhgtDT9soosna"
            + " - eu.pool.test 3333",
        "https://someone:secret@WWW.pool.test/workers?x=1#top - www.pool.test -",
        "ssl://[2001:db8::1]:443 2001:db8::1/128 - 443",
        "pool.b\u00fccher.test - pool.xn--bcher-kva.test -",
        "192.0.2.1 192.0.2.1/32 - -",
        "192.0.2.1:3333 192.0.2.1/32 - 3333",
        "::ffff:192.0.2.1 192.0.2.1/32 - -",
        "2001:db8::1 2001:db8::1/128 - -",
        "[2001:db8::1] 2001:db8::1/128 - -",
        "[2001:db8::1]:3333 2001:db8::1/128 - 3333",
        "192.0.2.0/24 192.0.2.0/24 - -",
        "2001:db8::/32 2001:db8::/32 - -",
        "3333 - - 3333",
        ":3333 - - 3333",
        "99999 - - -",
        "eu.pool.test:99999 - - -",
        "192.0.2.1/24 - - -",
        "btc - - -",
        "Pool:1 - - -",
        "*.pool.test - - -",
      })
  void whatIsTypedIsTakenForWhatItIs(String typed, String block, String host, Integer port) {
    SearchKey key = SearchKey.of(" " + typed + " ");

    assertThat(key.block().map(Object::toString).orElse(null)).isEqualTo(block);
    assertThat(key.host().orElse(null)).isEqualTo(host);
    assertThat(key.port().isPresent() ? (Integer) key.port().getAsInt() : null).isEqualTo(port);
  }

  @Test
  void aBlockHasAFirstAndALastAddress() {
    assertThat(SearchKey.of("192.0.2.0/25").last()).isEqualTo("::ffff:192.0.2.127");
    assertThat(SearchKey.of("0.0.0.0/0").first()).isEqualTo("::ffff:0.0.0.0");
    assertThat(SearchKey.of("0.0.0.0/0").last()).isEqualTo("::ffff:255.255.255.255");
    assertThat(SearchKey.of("2001:db8::/33").last())
        .isEqualTo("2001:db8:7fff:ffff:ffff:ffff:ffff:ffff");
    assertThat(SearchKey.of("2001:db8::/64").last()).isEqualTo("2001:db8::ffff:ffff:ffff:ffff");
    assertThat(SearchKey.of("::/0").last()).isEqualTo("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    assertThat(SearchKey.of("2001:db8::1").last()).isEqualTo("2001:db8::1");
  }

  @Test
  void aSlipIsFewLettersAway() {
    assertThat(SearchSuggestions.distance("eu.pool.test", "eu.pool.test", 3)).isZero();
    assertThat(SearchSuggestions.distance("eu.polo.test", "eu.pool.test", 3)).isEqualTo(1);
    assertThat(SearchSuggestions.distance("eupool.test", "eu.pool.test", 3)).isEqualTo(1);
    assertThat(SearchSuggestions.distance("eu.pool.tets", "ev.pool.test", 3)).isEqualTo(2);
    assertThat(SearchSuggestions.distance("a", "abcdef", 3)).isEqualTo(4);
  }
}
