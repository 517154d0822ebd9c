// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.math.ec.ECFieldElement;
import org.junit.jupiter.api.Test;

/**
 * The test vectors that BIP 324 and BIP 340 publish (see the README beside them), and that what we
 * encode is what we decode.
 */
class PublishedVectorsTest {

  private static final HexFormat HEX = HexFormat.of();

  private static List<String[]> rows(String file) throws IOException {
    try (InputStream in = PublishedVectorsTest.class.getResourceAsStream("/noise/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    }
  }

  private static ECFieldElement element(String hex) {
    return Secp256k1.element(new BigInteger(hex, 16));
  }

  private static String hex(ECFieldElement element) {
    return HEX.formatHex(Secp256k1.bytes(element));
  }

  @Test
  void sixtyFourBytesDecodeToThePublishedX() throws IOException {
    List<String[]> rows = rows("bip324-decode.csv");

    assertThat(rows).hasSize(76);
    for (String[] row : rows) {
      assertThat(hex(EllSwift.decode(HEX.parseHex(row[0])))).as(row[2]).isEqualTo(row[1]);
    }
  }

  @Test
  void everyCaseOfTheInverseIsThePublishedOne() throws IOException {
    List<String[]> rows = rows("bip324-inverse.csv");

    assertThat(rows).hasSize(32);
    for (String[] row : rows) {
      for (int which = 0; which < EllSwift.CASES; which++) {
        Optional<ECFieldElement> t =
            EllSwift.xSwiftEcInverse(element(row[1]), element(row[0]), which);
        assertThat(t.map(PublishedVectorsTest::hex).orElse(""))
            .as("case %d of u %s", which, row[0])
            .isEqualTo(row[2 + which]);
      }
    }
  }

  @Test
  void bothSidesComeToThePublishedSecret() throws IOException {
    List<String[]> rows = rows("bip324-ecdh.csv");

    assertThat(rows).hasSize(7);
    for (String[] row : rows) {
      BigInteger privateKey = new BigInteger(row[1], 16);
      byte[] ours = HEX.parseHex(row[2]);
      byte[] theirs = HEX.parseHex(row[3]);

      assertThat(hex(Secp256k1.multiplied(Secp256k1.G, privateKey)))
          .isEqualTo(row[5])
          .isEqualTo(hex(EllSwift.decode(ours)));
      assertThat(HEX.formatHex(EllSwift.sharedX(theirs, privateKey))).isEqualTo(row[7]);
      if (row[4].equals("1")) {
        assertThat(HEX.formatHex(EllSwift.initiatorsSecret(privateKey, ours, theirs)))
            .isEqualTo(row[8]);
      }
    }
  }

  @Test
  void signaturesAreJudgedAsPublished() throws IOException {
    List<String[]> rows = rows("bip340-signatures.csv");

    assertThat(rows).hasSize(19);
    for (String[] row : rows) {
      assertThat(
              SchnorrSignature.verifies(
                  HEX.parseHex(row[2]), HEX.parseHex(row[4]), HEX.parseHex(row[5])))
          .as("row %s: %s", row[0], row[7])
          .isEqualTo(row[6].equals("TRUE"));
    }
  }

  @Test
  void whatIsEncodedDecodesToTheSameKeyAndLooksDifferentEachTime() {
    Random random = new Random(324);
    for (int i = 0; i < 50; i++) {
      ECFieldElement x = Secp256k1.multiplied(Secp256k1.G, EllSwift.privateKey(random));
      byte[] once = EllSwift.encode(x, random);
      byte[] again = EllSwift.encode(x, random);

      assertThat(EllSwift.decode(once)).isEqualTo(x).isEqualTo(EllSwift.decode(again));
      assertThat(Arrays.equals(once, again)).isFalse();
    }
  }
}
