// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Digest access authentication (RFC 7616) with {@code qop=auth}: the answer to a challenge, which
 * proves that the password is known and does not tell it. Our own, for Netty has none and the JDK's
 * is sealed in its HTTP client.
 */
record DigestAccess(
    Algorithm algorithm, String realm, String nonce, Optional<String> opaque, boolean stale) {

  /** Hashes a challenge may ask for; the stronger last. */
  enum Algorithm {
    MD5("MD5"),
    SHA256("SHA-256");

    /** In challenges, and of the hash. */
    private final String word;

    Algorithm(String word) {
      this.word = word;
    }

    private static Optional<Algorithm> of(String word) {
      return Arrays.stream(values()).filter(a -> a.word.equalsIgnoreCase(word)).findFirst();
    }

    private String hash(String text) {
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance(word).digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has " + word, e);
      }
    }
  }

  /** The strongest of the challenges that can be answered. */
  static Optional<DigestAccess> strongest(List<AuthChallenge> challenges) {
    return challenges.stream()
        .flatMap(challenge -> of(challenge).stream())
        .max(Comparator.comparing(DigestAccess::algorithm));
  }

  private static Optional<DigestAccess> of(AuthChallenge challenge) {
    Optional<Algorithm> algorithm =
        Algorithm.of(challenge.parameter("algorithm").orElse(Algorithm.MD5.word));
    Optional<String> realm = challenge.parameter("realm").filter(DigestAccess::isSayable);
    Optional<String> nonce = challenge.parameter("nonce").filter(DigestAccess::isSayable);
    Optional<String> opaque = challenge.parameter("opaque");
    boolean plainQop =
        Arrays.stream(challenge.parameter("qop").orElse("").split(","))
            .anyMatch(word -> word.strip().equalsIgnoreCase("auth"));
    boolean readable =
        challenge.scheme().equals("digest")
            && algorithm.isPresent()
            && realm.isPresent()
            && nonce.isPresent()
            && opaque.map(DigestAccess::isSayable).orElse(true)
            && plainQop;
    return readable
        ? Optional.of(
            new DigestAccess(
                algorithm.get(),
                realm.get(),
                nonce.get(),
                opaque,
                challenge
                    .parameter("stale")
                    .map(word -> word.toLowerCase(Locale.ROOT).equals("true"))
                    .orElse(false)))
        : Optional.empty();
  }

  /** What we say back in a header field must not end it. */
  private static boolean isSayable(String value) {
    return value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }

  /**
   * The value of {@code Authorization} for a request.
   *
   * @param path as it stands in the request line
   * @param clientNonce hex digits that nobody could foresee
   * @param number of the request among those with this nonce, from 1 on
   */
  String authorization(
      NodeLogin login, String method, String path, String clientNonce, int number) {
    String count = String.format(Locale.ROOT, "%08x", number);
    // RFC 7616 §3.4: algorithm, qop and nc stand without quotes, the others within.
    return "Digest username=%s, realm=%s, nonce=%s, uri=%s, algorithm=%s, qop=auth, nc=%s, cnonce=%s, response=\"%s\"%s"
        .formatted(
            quoted(login.user()),
            quoted(realm),
            quoted(nonce),
            quoted(path),
            algorithm.word,
            count,
            quoted(clientNonce),
            response(login, method, path, clientNonce, count),
            opaque.map(value -> ", opaque=" + quoted(value)).orElse(""));
  }

  /** RFC 7616 §3.4.1. */
  private String response(
      NodeLogin login, String method, String path, String clientNonce, String count) {
    String who = algorithm.hash(login.user() + ":" + realm + ":" + login.password());
    String what = algorithm.hash(method + ":" + path);
    return algorithm.hash(String.join(":", who, nonce, count, clientNonce, "auth", what));
  }

  private static String quoted(String value) {
    return "\"" + value.replaceAll("[\"\\\\]", "\\\\$0") + "\"";
  }
}
