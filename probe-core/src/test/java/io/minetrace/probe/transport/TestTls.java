// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A certificate that nobody signed, made by the JDK's own tool, and the server's side of TLS. */
public final class TestTls {

  private static final String PASSWORD = "changeit";

  private final KeyStore keys;
  private final SSLSocketFactory factory;

  private TestTls(KeyStore keys, SSLContext context) {
    this.keys = keys;
    this.factory = context.getSocketFactory();
  }

  /**
   * Makes one, of a key on P-256.
   *
   * @param alternativeNames as keytool has them: {@code dns:pool.example.test,ip:192.0.2.1}
   */
  public static TestTls selfSigned(Path directory, String subject, String alternativeNames)
      throws Exception {
    Path store = directory.resolve("keys-" + subject.hashCode() + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    store.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-startdate",
                    "2020/01/01 00:00:00",
                    "-validity",
                    "36500",
                    "-dname",
                    subject,
                    "-ext",
                    "san=" + alternativeNames))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
    return of(store);
  }

  private static TestTls of(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new TestTls(keys, context);
  }

  /** DER of the certificate. */
  byte[] certificate() throws GeneralSecurityException {
    return keys.getCertificate("server").getEncoded();
  }

  /** The server's side of Netty's TLS, by BoringSSL where that runs. */
  public SslContextBuilder server() throws GeneralSecurityException {
    return SslContextBuilder.forServer(
            (PrivateKey) keys.getKey("server", PASSWORD.toCharArray()),
            (X509Certificate) keys.getCertificate("server"))
        .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
  }

  /** Key and certificate as other programs read them. */
  Path writePem(Path directory) throws IOException, GeneralSecurityException {
    Base64.Encoder encoder = Base64.getMimeEncoder();
    String pem =
        """
        -----BEGIN PRIVATE KEY-----
        %s
        -----END PRIVATE KEY-----
        -----BEGIN CERTIFICATE-----
        %s
        -----END CERTIFICATE-----
        """
            .formatted(
                encoder.encodeToString(keys.getKey("server", PASSWORD.toCharArray()).getEncoded()),
                encoder.encodeToString(certificate()));
    return Files.writeString(Files.createTempFile(directory, "server", ".pem"), pem);
  }

  /** Shakes hands as a server on a connection that was accepted. */
  SSLSocket accept(Socket connection) throws IOException {
    SSLSocket socket =
        (SSLSocket) factory.createSocket(connection, connection.getInputStream(), true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }
}
