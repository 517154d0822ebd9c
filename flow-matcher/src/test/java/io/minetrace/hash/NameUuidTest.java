// SPDX-License-Identifier: Apache-2.0
package io.minetrace.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class NameUuidTest {

  /** The example of RFC 9562, appendix A.4. */
  @Test
  void aNameBasedUuidIsTheOneOfTheStandard() {
    assertThat(
            NameUuid.of(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void oneMarkedAsRandomIsTheSameButForItsVersion() {
    assertThat(NameUuid.likeRandom("a", "b").version()).isEqualTo(4);
    assertThat(NameUuid.likeRandom("a", "b").toString().substring(15))
        .isEqualTo(NameUuid.of("a", "b").toString().substring(15));
  }
}
