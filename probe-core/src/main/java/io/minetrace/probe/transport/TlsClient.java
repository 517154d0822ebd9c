// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.TlsFacts;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * TLS with whoever answers: any certificate is accepted and none is believed, and versions are
 * offered down to 1.0. Sessions are not resumed, so that each handshake shows a certificate.
 * Threads may share it.
 */
public final class TlsClient {

  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1");
  private static final String DISABLED = "jdk.tls.disabledAlgorithms";
  private static final String CLIENT_VERSIONS = "jdk.tls.client.protocols";

  private final SSLContext context;

  TlsClient() {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  /**
   * Lets this process speak TLS 1.0 and 1.1, which the JDK forbids to all of it; whoever does not
   * ask for them by name goes on without. Has an effect only before the process's first use of TLS.
   * Without it, a server that has nothing newer is recorded as one whose handshake failed.
   */
  public static void allowOldVersions() {
    if (System.getProperty(CLIENT_VERSIONS) == null) {
      System.setProperty(CLIENT_VERSIONS, "TLSv1.3,TLSv1.2");
    }
    String disabled =
        Arrays.stream(Optional.ofNullable(Security.getProperty(DISABLED)).orElse("").split(","))
            .map(String::strip)
            .filter(algorithm -> !algorithm.equals("TLSv1") && !algorithm.equals("TLSv1.1"))
            .collect(Collectors.joining(", "));
    Security.setProperty(DISABLED, disabled);
  }

  /** A handler for one connection; it begins the handshake when it is added to an open channel. */
  SslHandler handler(Optional<String> sni) {
    // Neither host nor port: by them sessions would be found again.
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    List<String> supported = List.of(engine.getSupportedProtocols());
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(VERSIONS.stream().filter(supported::contains).toArray(String[]::new));
    parameters.setServerNames(sni.<SNIServerName>map(SNIHostName::new).stream().toList());
    engine.setSSLParameters(parameters);
    return new SslHandler(engine);
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
      return Optional.of(
          CertificateFacts.of(session.getPeerCertificates()[0], session.getProtocol(), sni));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
