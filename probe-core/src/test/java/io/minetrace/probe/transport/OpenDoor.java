// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Passes requests on to a node with the password it wants, as pools do that speak HTTP. */
final class OpenDoor implements AutoCloseable {

  private final HttpServer server;

  OpenDoor(int nodePort) throws IOException {
    String login =
        Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.US_ASCII));
    URL node = URI.create("http://127.0.0.1:" + nodePort + "/").toURL();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          HttpURLConnection connection = (HttpURLConnection) node.openConnection();
          connection.setRequestProperty("Authorization", "Basic " + login);
          // A node does not end while somebody keeps a connection to it.
          connection.setRequestProperty("Connection", "close");
          connection.setDoOutput(true);
          exchange.getRequestBody().transferTo(connection.getOutputStream());
          int status = connection.getResponseCode();
          try (InputStream answer =
              status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] body = answer.readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
