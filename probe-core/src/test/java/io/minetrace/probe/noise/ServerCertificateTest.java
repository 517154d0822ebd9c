// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.probe.Bytes;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerCertificateTest {

  private final StratumV2Server server = new StratumV2Server(5, 1_700_000_000L, 4_000_000_000L);

  private ServerCertificate certificate() throws ForgedMessageException {
    NoiseHandshake handshake = new NoiseHandshake(new Random(3));
    return handshake.finish(Bytes.of(server.answer(handshake.opening().toArray()))).certificate();
  }

  @Test
  void itSaysWhatTheServerPutIn() throws Exception {
    ServerCertificate certificate = certificate();

    assertThat(certificate.version()).isZero();
    assertThat(certificate.validFrom()).isEqualTo(1_700_000_000L);
    assertThat(certificate.notValidAfter()).isEqualTo(4_000_000_000L);
    assertThat(certificate.serverKey()).isEqualTo(Bytes.of(server.staticKeyX()));
  }

  @Test
  void theAuthoritysSignatureIsVerified() throws Exception {
    assertThat(certificate().signedBy(Bytes.of(server.authorityKey()))).isTrue();
  }

  @Test
  void anotherAuthorityDidNotSignIt() throws Exception {
    StratumV2Server other = new StratumV2Server(6, 0, 0);

    assertThat(certificate().signedBy(Bytes.of(other.authorityKey()))).isFalse();
  }

  /** The pair of keys that the reference implementation of Stratum V2 publishes for examples. */
  @Test
  void theExampleKeysFitTogether() throws Exception {
    BigInteger published =
        new BigInteger("65995eb19631f478a46ffa5cf1e545091efe950eaeac7482ffdc06eb6a89f697", 16);
    StratumV2Server example = new StratumV2Server(StratumV2Keys.of(5, published, 0, 0));
    NoiseHandshake handshake = new NoiseHandshake(new Random(3));
    NoiseLink link = handshake.finish(Bytes.of(example.answer(handshake.opening().toArray())));

    assertThat(PoolAuthority.signerOf(link.certificate())).hasValue(PoolAuthority.EXAMPLE);
    assertThat(PoolAuthority.signerOf(certificate())).isEmpty();
  }

  @Test
  void whatWasChangedIsNotWhatWasSigned() throws Exception {
    ServerCertificate made = certificate();
    ServerCertificate prolonged =
        new ServerCertificate(
            made.version(),
            made.validFrom(),
            made.notValidAfter() + 1,
            made.serverKey(),
            made.signature());

    assertThat(prolonged.signedBy(Bytes.of(server.authorityKey()))).isFalse();
  }

  @Test
  void anAnswerOfTheOlderLengthIsTheCallersMistake() {
    NoiseHandshake handshake = new NoiseHandshake(new Random(3));

    assertThatThrownBy(() -> handshake.finish(Bytes.of(new byte[170])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("answer: 170 bytes (expected: 234)");
  }
}
