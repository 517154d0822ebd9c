// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real node of a chain, started for a test and ended with it; known by what it prints. */
final class NodeProcess implements AutoCloseable {

  private static final int START_SECONDS = 40;

  private final Process process;
  private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();

  private NodeProcess(Process process) {
    this.process = process;
  }

  /** Starts a program; the test is skipped, by name, where it is not installed. */
  static NodeProcess start(List<String> command, String... awaited) throws IOException {
    String program = command.get(0);
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    Assumptions.assumeTrue(installed, program + " is not installed");
    NodeProcess node =
        new NodeProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    for (String words : awaited) {
      node.awaited.put(words, new CountDownLatch(1));
    }
    Thread reader = new Thread(node::readOutput, program + "-output");
    reader.setDaemon(true);
    reader.start();
    return node;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readOutput() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        String printed = line;
        awaited.forEach(
            (words, latch) -> {
              if (printed.contains(words)) {
                latch.countDown();
              }
            });
      }
    } catch (IOException e) {
      // The node has ended.
    }
  }

  /** Waits until it has printed the words, which were named at the start. */
  void await(String words) throws InterruptedException {
    if (!awaited.get(words).await(START_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the node did not say '" + words + "'");
    }
  }

  /** Waits until it listens, by the system's word: a connection would be one too many for some. */
  void awaitListener(int port) throws IOException {
    String listener = ":%04X 00000000:0000 0A ".formatted(port);
    while (process.isAlive()) {
      if (Files.readString(Path.of("/proc/net/tcp")).contains(listener)) {
        return;
      }
      Thread.onSpinWait();
    }
    throw new IllegalStateException("the program ended before it listened on port " + port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
