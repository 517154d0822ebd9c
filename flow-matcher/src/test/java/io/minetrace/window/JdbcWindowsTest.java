// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no database; reading one is tested where catalogs are made. */
class JdbcWindowsTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:mariadb://h/db?user=u&password=x, jdbc:mariadb://h/db",
    "--windows=jdbc:mariadb://h/db?password=x, --windows=jdbc:mariadb://h/db",
    "-wjdbc:mariadb://h/db?password=x, -wjdbc:mariadb://h/db",
    "--windows=jdbc:mariadb://h/db, --windows=jdbc:mariadb://h/db",
    "what?.nfcapd, what?.nfcapd",
  })
  void parametersOfUrlsAreNotShown(String argument, String shown) {
    assertThat(JdbcWindows.withoutSecrets(argument)).isEqualTo(shown);
  }

  @Test
  void aUrlThatNoDriverKnowsIsNamedWithoutThem() {
    assertThatThrownBy(() -> JdbcWindows.open("jdbc:nobody://h/db?password=secret"))
        .isInstanceOf(UnusableWindowsException.class)
        .hasMessageContaining("jdbc:nobody://h/db")
        .hasMessageNotContaining("secret");
  }
}
