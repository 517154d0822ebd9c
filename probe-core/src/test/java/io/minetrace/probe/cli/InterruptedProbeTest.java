// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ctrl-C, in a process of its own. */
@Timeout(120)
class InterruptedProbeTest {

  private static void serve(ServerSocket server, String words) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  try (Socket connection = server.accept()) {
                    connection.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                    connection.getInputStream().readAllBytes();
                  }
                }
              } catch (IOException e) {
                // The test is over.
              }
            },
            "server");
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void whatWasLearntIsPrintedAndTheRestIsCounted() throws IOException, InterruptedException {
    try (ServerSocket mail = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      serve(mail, "220 mail.test ESMTP\r\n");
      serve(silent, "");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.minetrace.probe.cli.ProbeCoreMain",
                  "probe",
                  "--allow-net",
                  "127.0.0.0/8",
                  "--spacing",
                  "0",
                  "127.0.0.1:" + mail.getLocalPort(),
                  "127.0.0.1:" + silent.getLocalPort())
              .start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(out.readLine()).startsWith("target");
        assertThat(out.readLine()).contains("127.0.0.1:" + mail.getLocalPort(), "LISTENING");
        // Not INT: a shell that runs the tests in the background has its children ignore that.
        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ends promptly").isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
            .contains("targets: 0 proven, 1 not proven, 0 refused by policy, 1 without an answer");
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
