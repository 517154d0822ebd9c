// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executors;

/** Passes requests on to a node with the password it wants, as pools do that speak HTTP. */
final class OpenDoor implements AutoCloseable {

  private final HttpServer server;

  OpenDoor(int nodePort) throws IOException {
    HttpClient client = HttpClient.newHttpClient();
    URI node = URI.create("http://127.0.0.1:" + nodePort + "/");
    String login =
        Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.US_ASCII));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          byte[] question = exchange.getRequestBody().readAllBytes();
          HttpRequest request =
              HttpRequest.newBuilder(node)
                  .header("Authorization", "Basic " + login)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                  .build();
          HttpResponse<byte[]> answer = send(client, request);
          exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
          exchange.getResponseBody().write(answer.body());
          exchange.close();
        });
    server.start();
  }

  private static HttpResponse<byte[]> send(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
