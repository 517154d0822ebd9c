// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.TlsFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFactsTest {

  @TempDir private static Path directory;
  private static byte[] certificate;

  @BeforeAll
  static void make() throws Exception {
    certificate =
        TestTls.selfSigned(
                directory,
                "CN=pool.example.test,O=Example",
                "dns:*.example.test,ip:2001:db8::7,email:nobody@example.test")
            .certificate();
  }

  private static TlsFacts facts(byte[] der) {
    return CertificateFacts.of(der, "TLSv1.3", Optional.of("pool.example.test"));
  }

  @Test
  void namesAndAddressesAreReadAndMailboxesAreNot() {
    TlsFacts facts = facts(certificate);

    assertThat(facts.names()).containsExactly("*.example.test", "2001:db8::7", "pool.example.test");
    assertThat(facts.sni()).hasValue("pool.example.test");
    assertThat(facts.leafSha256()).isEqualTo(Bytes.of(certificate).sha256());
  }

  @Test
  void controlBytesInANameAreNotForTheTerminal() {
    byte[] damaged = certificate.clone();
    int at = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("*.example");
    damaged[at] = 0x1b;

    assertThat(facts(damaged).names()).contains("?.example.test");
  }

  @Test
  void whateverIsNoCertificateHasAHash() {
    assertThat(facts(new byte[0]).names()).isEmpty();
    assertThat(facts(new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1}).leafSha256()).hasSize(64);
  }

  @Test
  void damagedCertificatesNeverThrow() {
    Random random = new Random(5280);
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = certificate.clone();
      for (int i = random.nextInt(5); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (round % 4 == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }

      assertThat(facts(damaged).names()).hasSizeLessThanOrEqualTo(100);
    }
  }
}
