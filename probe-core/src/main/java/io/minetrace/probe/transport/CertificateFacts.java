// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.TlsFacts;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Reads what is recorded of a certificate, whoever made it up. By its structure only: the JDK
 * refuses certificates for what does not concern us.
 */
final class CertificateFacts {

  /** More than any honest certificate of one service needs; the rest is left out. */
  private static final int MAX_NAMES = 100;

  private static final int MAX_NAME_LENGTH = 255;

  private CertificateFacts() {}

  /**
   * @param leaf DER; what of it cannot be read is left out, its hash never is
   */
  static TlsFacts of(byte[] leaf, String version, Optional<String> sni) {
    String hash = Bytes.of(leaf).sha256();
    try {
      Certificate certificate = Certificate.getInstance(leaf);
      return new TlsFacts(
          version,
          sni,
          hash,
          names(certificate),
          certificate.getStartDate().getDate().toInstant().toEpochMilli(),
          certificate.getEndDate().getDate().toInstant().toEpochMilli());
    } catch (RuntimeException e) {
      // What BoringSSL took for a certificate, and this library does not: it has many ways to say
      // so, and none of them is a fault of ours.
      return new TlsFacts(version, sni, hash, List.of(), 0, 0);
    }
  }

  private static List<String> names(Certificate certificate) {
    List<String> names = new ArrayList<>();
    for (RDN rdn : certificate.getSubject().getRDNs(BCStyle.CN)) {
      names.add(IETFUtils.valueToString(rdn.getFirst().getValue()));
    }
    Extensions extensions = certificate.getTBSCertificate().getExtensions();
    GeneralNames alternatives =
        extensions == null
            ? null
            : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    if (alternatives != null) {
      Arrays.stream(alternatives.getNames()).flatMap(CertificateFacts::place).forEach(names::add);
    }
    return names.stream().limit(MAX_NAMES).map(CertificateFacts::printable).toList();
  }

  /** A name or an address; mailboxes and their like are no places. */
  private static Stream<String> place(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.dNSName -> Stream.of(name.getName().toString());
      case GeneralName.iPAddress -> {
        byte[] address = ASN1OctetString.getInstance(name.getName()).getOctets();
        yield address.length == 4 || address.length == 16
            ? Stream.of(NetUtil.bytesToIpAddress(address))
            : Stream.empty();
      }
      default -> Stream.empty();
    };
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
