// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.TlsFacts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * TLS with whoever answers: any certificate is accepted and none is believed, and versions are
 * offered down to 1.0. Sessions are not resumed, so that each handshake shows a certificate.
 * Threads may share it.
 *
 * <p>By BoringSSL, where its library runs. The JDK's own TLS, which stands in for it elsewhere, has
 * no version below 1.2 unless the whole process is allowed them, and breaks off where a certificate
 * is not to its taste: monerod makes itself one without an issuer.
 */
final class TlsClient {

  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1");

  private final SslContext context;

  TlsClient() {
    this(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
  }

  TlsClient(SslProvider provider) {
    SslContextBuilder builder = SslContextBuilder.forClient();
    if (provider == SslProvider.OPENSSL) {
      // Those that Netty leaves out are what servers of the old versions have.
      builder.ciphers(OpenSsl.availableJavaCipherSuites(), SupportedCipherSuiteFilter.INSTANCE);
    }
    try {
      context =
          builder
              .sslProvider(provider)
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .endpointIdentificationAlgorithm(null)
              .protocols(VERSIONS)
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  /** A handler for one connection; it begins the handshake when it is added to an open channel. */
  SslHandler handler(Optional<String> sni, ByteBufAllocator allocator) {
    // Neither host nor port: by them sessions would be found again.
    SslHandler handler = context.newHandler(allocator);
    if (sni.isPresent()) {
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setServerNames(List.<SNIServerName>of(new SNIHostName(sni.get())));
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }

  /** The name to ask for: never an address, and nothing that is no host name. */
  static Optional<String> sni(Optional<String> fqdn) {
    return fqdn.map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(TlsClient::isHostName);
  }

  private static boolean isHostName(String name) {
    try {
      return name.matches(".*[a-z].*") && new SNIHostName(name).getAsciiName().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What the handshake showed; empty if the server got by without a certificate. */
  static Optional<TlsFacts> facts(SSLSession session, Optional<String> sni) {
    try {
      // The bytes only: what they say is nobody's but ours to read.
      byte[] leaf = session.getPeerCertificates()[0].getEncoded();
      return Optional.of(CertificateFacts.of(leaf, session.getProtocol(), sni));
    } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
      return Optional.empty();
    }
  }
}
