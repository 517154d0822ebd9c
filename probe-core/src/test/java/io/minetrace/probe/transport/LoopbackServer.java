// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that does to each connection what the test wants. */
final class LoopbackServer implements AutoCloseable {

  /** What becomes of one connection; it is closed afterwards. */
  interface Behaviour {
    void serve(Socket connection) throws IOException, InterruptedException;
  }

  private final IpAddress address;
  private final ServerSocket socket;
  private final Behaviour behaviour;
  private final AtomicInteger connections = new AtomicInteger();

  LoopbackServer(Behaviour behaviour) throws IOException {
    this("127.0.0.1", behaviour);
  }

  /**
   * @param address a literal within 127.0.0.0/8
   */
  LoopbackServer(String address, Behaviour behaviour) throws IOException {
    this.address = IpAddress.parse(address);
    this.behaviour = behaviour;
    this.socket = new ServerSocket(0, 50, InetAddress.getByAddress(this.address.toBytes()));
    daemon(this::acceptAll);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "loopback-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        daemon(() -> serve(connection));
      }
    } catch (IOException e) {
      // The test closed the server.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      behaviour.serve(connection);
    } catch (IOException e) {
      // The prober hung up, as it should in most of these tests.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Endpoint endpoint() {
    return Endpoint.tcp(address, socket.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
