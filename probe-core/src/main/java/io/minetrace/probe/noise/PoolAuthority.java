// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import io.minetrace.probe.Bytes;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Those whose keys sign the certificates of Stratum V2 servers, as far as they publish them: in the
 * addresses that their miners connect to (sv2-spec 04 §4.7), where they stand in base58.
 */
public enum PoolAuthority {
  /** {@code 9awtMD5KQgvRUh2yFbjVeT7b6hjipWcAsQHd6wEhgtDT9soosna}. */
  BRAIINS("Braiins Pool", "29954c97456b599c836f70f508d619d328527bb87229d7d7d2e67e6dcd18ebcf"),
  /** {@code 9c44K6QVizyPWb9xfeqhckFRosxWwB3EfytGa4CfTdD526qb2QV}. */
  DEMAND("DMND", "bb4b07d58a4e5810f7812bfe7fb093b6354d6d53ff38807c74852f5a3a48b031"),
  /** {@code 9bCoFxTszKCuffyywH5uS5o6WcU4vsjTH2axxc7wE86y2HhvULU}. */
  BLITZPOOL("Blitzpool", "4b71789db555c3c7c3194622ccb0159c9bf6ac7bbcc70e241ec383afc0e54078"),
  /**
   * {@code 9auqWEzQDVyd2oe1JVGFLMLHZtCo2FFqZwtKA5gd9xbuEu7PH72}; its private half is public too.
   */
  EXAMPLE(
      "whoever uses the example key of the reference implementation",
      "24ee3c3804a1aaa4c03b80ea19f7a5863c916e8994b7db94a3bad7ee092b6ce7");

  private final String words;

  // A value that nothing changes, which the compiler cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Bytes key;

  PoolAuthority(String words, String key) {
    this.words = words;
    this.key = Bytes.of(HexFormat.of().parseHex(key));
  }

  /** Who it is, for people. */
  public String words() {
    return words;
  }

  /** Who signed a certificate; empty if it is nobody that is known. */
  public static Optional<PoolAuthority> signerOf(ServerCertificate certificate) {
    for (PoolAuthority authority : values()) {
      if (certificate.signedBy(authority.key)) {
        return Optional.of(authority);
      }
    }
    return Optional.empty();
  }
}
