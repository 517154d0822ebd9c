// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolRecognitionTest {

  private static JobFacts signed(String text) {
    return JobFacts.NONE.withCoinbase(Bytes.ofUtf8("\u0001\u0000\u0003" + text + "\u0000\u0000"));
  }

  @ParameterizedTest
  @CsvSource({
    "/slush/,Braiins Pool",
    "' KanoPool (=O.O=) ',KanoPool",
    "/ViaBTC/Mined by somebody/,ViaBTC",
    "Mined by AntPool,AntPool",
    "🐟,F2Pool"
  })
  void aTagInTheCoinbaseNamesThePool(String text, String pool) {
    assertThat(PoolRecognition.of(signed(text), List.of())).hasValue(pool);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Volkano", "Kanopus", "XEMCX", "a word of nobody"})
  void aShortTagWithinAWordNamesNobody(String text) {
    assertThat(PoolRecognition.of(signed(text), List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2miners.com", "*.2miners.com", "ETC.2Miners.com"})
  void aCertificateForAPoolsDomainNamesIt(String name) {
    assertThat(PoolRecognition.of(JobFacts.NONE, List.of("localhost", name))).hasValue("2Miners");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not2miners.com", "2miners.com.evil.test", "com", "", ".", "*"})
  void aCertificateForAnotherDomainDoesNot(String name) {
    assertThat(PoolRecognition.of(JobFacts.NONE, List.of(name))).isEmpty();
  }

  @Test
  void theWorkSaysMoreThanTheCertificate() {
    assertThat(PoolRecognition.of(signed("/slush/"), List.of("2miners.com")))
        .hasValue("Braiins Pool");
  }
}
