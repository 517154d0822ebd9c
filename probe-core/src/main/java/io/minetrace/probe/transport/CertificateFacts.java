// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.TlsFacts;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Reads what is recorded of a certificate, whoever made it up. */
final class CertificateFacts {

  /** Kinds of alternative names (RFC 5280 §4.2.1.6). */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  /** More than any honest certificate of one service needs; the rest is left out. */
  private static final int MAX_NAMES = 100;

  private static final int MAX_NAME_LENGTH = 255;

  private CertificateFacts() {}

  static TlsFacts of(Certificate leaf, String version, Optional<String> sni) {
    X509Certificate certificate = (X509Certificate) leaf;
    return new TlsFacts(
        version,
        sni,
        sha256(certificate),
        names(certificate),
        certificate.getNotBefore().toInstant().toEpochMilli(),
        certificate.getNotAfter().toInstant().toEpochMilli());
  }

  private static String sha256(X509Certificate certificate) {
    try {
      return Bytes.of(certificate.getEncoded()).sha256();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was decoded has an encoding", e);
    }
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>(commonNames(certificate));
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          boolean ofAPlace =
              alternative.get(0).equals(DNS_NAME) || alternative.get(0).equals(IP_ADDRESS);
          if (ofAPlace) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // What is no list of names names nothing.
    }
    return names.stream().limit(MAX_NAMES).map(CertificateFacts::printable).toList();
  }

  private static List<String> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .toList();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }

  /** A name is written by the server, and read by a person at a terminal. */
  private static String printable(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .limit(MAX_NAME_LENGTH)
        .map(c -> c > 0x20 && c < 0x7f ? c : '?')
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
