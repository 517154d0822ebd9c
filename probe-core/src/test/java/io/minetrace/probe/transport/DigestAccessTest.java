// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The challenges and answers of RFC 7616, and of what goes by that name. */
class DigestAccessTest {

  private static final NodeLogin MUFASA = new NodeLogin("Mufasa", "Circle of Life");

  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  /** RFC 7616 §3.9.1. */
  private static String example(String algorithm) {
    return "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm="
        + algorithm
        + ", nonce=\""
        + NONCE
        + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
  }

  private static List<AuthChallenge> challenges(String... values) {
    return AuthChallenge.parse(List.of(values));
  }

  private static String answer(String... values) {
    return DigestAccess.strongest(challenges(values))
        .orElseThrow()
        .authorization(MUFASA, "GET", "/dir/index.html", CLIENT_NONCE, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "MD5,     8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void theExamplesOfTheRfcHaveTheirAnswers(String algorithm, String response) {
    assertThat(answer(example(algorithm)))
        .isEqualTo(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", nonce=\""
                + NONCE
                + "\", uri=\"/dir/index.html\", algorithm="
                + algorithm
                + ", qop=auth, nc=00000001, cnonce=\""
                + CLIENT_NONCE
                + "\", response=\""
                + response
                + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  @Test
  void theStrongerOfTwoChallengesIsAnsweredInWhateverFieldItStands() {
    assertThat(answer(example("MD5"), example("SHA-256"))).contains("algorithm=SHA-256,");
    assertThat(answer(example("SHA-256") + ", " + example("MD5"))).contains("algorithm=SHA-256,");
  }

  @Test
  void theNextRequestCountsTheNonce() {
    DigestAccess access = DigestAccess.strongest(challenges(example("MD5"))).orElseThrow();

    String second = access.authorization(MUFASA, "GET", "/dir/index.html", CLIENT_NONCE, 2);

    assertThat(second).contains("nc=00000002").doesNotContain("8ca523f5e9506fed4657c9700eebdbec");
  }

  /** Recorded from monerod 0.18. */
  @Test
  void ofMonerosTwoChallengesTheOneWithoutSessionIsAnswered() {
    String rest = ",realm=\"monero-rpc\",nonce=\"PFMaajWoBlMSnxsKyUevwQ==\",stale=false";
    DigestAccess access =
        DigestAccess.strongest(
                challenges(
                    "Digest qop=\"auth\",algorithm=MD5-sess" + rest,
                    "Digest qop=\"auth\",algorithm=MD5" + rest))
            .orElseThrow();

    assertThat(access.algorithm()).isEqualTo(DigestAccess.Algorithm.MD5);
    assertThat(access.nonce()).isEqualTo("PFMaajWoBlMSnxsKyUevwQ==");
    assertThat(access.stale()).isFalse();
  }

  @Test
  void aStaleNonceIsSaidInAnySpelling() {
    assertThat(
            DigestAccess.strongest(challenges(example("MD5") + ", STALE = TRUE"))
                .orElseThrow()
                .stale())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Digest",
        "Basic realm=\"x\"",
        "Digest realm=\"r\", nonce=\"n\"",
        "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
        "Digest realm=\"r\", qop=\"auth\"",
        "Digest nonce=\"n\", qop=\"auth\"",
        "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-512-256",
        "Digest realm=\"r\r\nX: y\", nonce=\"n\", qop=\"auth\"",
        "Digest realm=\"r\", nonce=\"\u00e9\", qop=\"auth\"",
        "Digest realm=\"unfinished, nonce=\"n\", qop=\"auth\""
      })
  void aChallengeThatCannotBeAnsweredIsNotAnswered(String value) {
    assertThat(DigestAccess.strongest(challenges(value))).isEmpty();
  }

  @Test
  void whatTheServerQuotesIsQuotedBack() {
    assertThat(answer("Digest realm=\"a \\\"b\\\" \\\\c\", nonce=\"n\", qop=auth"))
        .contains("realm=\"a \\\"b\\\" \\\\c\"");
  }

  @Test
  void severalSchemesInOneFieldAreToldApart() {
    assertThat(challenges("Negotiate, Basic realm=\"a, b\",charset=UTF-8 , Bearer"))
        .extracting(AuthChallenge::scheme)
        .containsExactly("negotiate", "basic", "bearer");
    assertThat(challenges("Basic realm=\"a, b\"").get(0).parameter("realm")).hasValue("a, b");
  }

  @Test
  void aDamagedChallengeNeverThrowsAndNeverBreaksOutOfItsLine() {
    Random random = new Random(7616);
    String[] seeds = {
      example("MD5"), example("SHA-256") + ", Basic realm=\"x\"", "Digest a=\"\\\"\", b=c,, d"
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder value = new StringBuilder(seeds[round % seeds.length]);
      for (int i = random.nextInt(8); i >= 0; i--) {
        value.setCharAt(random.nextInt(value.length()), (char) random.nextInt(256));
      }
      DigestAccess.strongest(challenges(value.toString()))
          .map(access -> access.authorization(MUFASA, "POST", "/", CLIENT_NONCE, 1))
          .ifPresent(words -> assertThat(words).as(value.toString()).matches("[ -~]+"));
    }
  }

  @Timeout(10)
  @ParameterizedTest
  @ValueSource(strings = {"\\\"", "a=", ",", "a", "\"", "a=\"b\\"})
  void noChallengeIsTooLongOrTooNested(String part) {
    for (int count : new int[] {100, 1000, 2000, 100_000}) {
      assertThat(challenges("Digest realm=\"" + part.repeat(count))).hasSizeLessThan(3);
      assertThat(challenges(part.repeat(count))).hasSizeLessThan(3);
    }
  }
}
