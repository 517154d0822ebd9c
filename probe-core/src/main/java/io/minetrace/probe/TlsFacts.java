// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import java.util.List;
import java.util.Optional;

/**
 * What a TLS handshake showed. Any certificate is accepted and none is believed: these are facts
 * about the endpoint, not about who it is. Times are milliseconds since 1970-01-01T00:00Z.
 *
 * @param version as the library names it: {@code TLSv1.3}
 * @param sni the name that was asked for, if any
 * @param leafSha256 of the certificate's DER, 64 lower-case hex digits
 * @param names the subject's common name and the alternative names, sorted
 */
public record TlsFacts(
    String version,
    Optional<String> sni,
    String leafSha256,
    List<String> names,
    long notBefore,
    long notAfter) {

  public TlsFacts {
    if (!leafSha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "certificate hash: '" + leafSha256 + "' (expected: 64 lower-case hex digits)");
    }
    names = names.stream().distinct().sorted().toList();
  }
}
