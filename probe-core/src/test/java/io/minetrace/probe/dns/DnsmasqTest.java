// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real name server, which knows these names and asks nobody else. */
@Timeout(30)
class DnsmasqTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  private static Optional<Process> server = Optional.empty();
  private static Endpoint endpoint = Endpoint.parse("127.0.0.1:53/udp");

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> program =
        List.of("/usr/sbin/dnsmasq", "/usr/local/sbin/dnsmasq", "/usr/bin/dnsmasq").stream()
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(program.isPresent(), "dnsmasq is not installed");
    int port;
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      port = socket.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                program.get().toString(),
                "--keep-in-foreground",
                "--log-facility=-",
                "--conf-file=/dev/null",
                "--user=" + System.getProperty("user.name"),
                "--pid-file=",
                "--no-resolv",
                "--no-hosts",
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--port=" + port,
                "--local=/test/",
                "--host-record=pool.example.test,192.0.2.7,2001:db8::7,300",
                "--host-record=four.example.test,192.0.2.8,120",
                "--cname=eu.example.test,pool.example.test,60")
            .redirectErrorStream(true)
            .start();
    server = Optional.of(process);
    endpoint = Endpoint.parse("127.0.0.1:" + port + "/udp");
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder printed = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      printed.append(line).append('\n');
      if (line.contains("started, version")) {
        return;
      }
    }
    throw new IllegalStateException("dnsmasq did not start: " + printed);
  }

  @AfterAll
  static void stop() {
    server.ifPresent(Process::destroy);
  }

  private static Resolution resolve(String name) throws Exception {
    try (NettyResolver resolver =
        new NettyResolver(new ResolverSettings(List.of(endpoint), 2000, 2), CLOCK)) {
      return resolver.resolve(name).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void bothFamiliesComeWithTheirTimeToLive() throws Exception {
    assertThat(resolve("pool.example.test").addresses())
        .containsExactly(
            new ResolvedAddress(IpAddress.parse("192.0.2.7"), 300),
            new ResolvedAddress(IpAddress.parse("2001:db8::7"), 300));
  }

  @Test
  void anAliasIsFollowed() throws Exception {
    Resolution resolution = resolve("eu.example.test");

    assertThat(resolution.cnames()).containsExactly("pool.example.test");
    assertThat(resolution.addresses()).hasSize(2);
  }

  @Test
  void aNameWithoutAddressesOfAFamilyIsNodata() throws Exception {
    Resolution resolution = resolve("four.example.test");

    assertThat(resolution.ipv4().outcome()).isEqualTo(DnsOutcome.ADDRESSES);
    assertThat(resolution.ipv6().outcome()).isEqualTo(DnsOutcome.NODATA);
  }

  @Test
  void aNameThatDoesNotExistIsNxdomain() throws Exception {
    assertThat(resolve("gone.example.test").outcome()).isEqualTo(DnsOutcome.NXDOMAIN);
  }

  @Test
  void aServerThatRefusesIsAFailureOfTheServer() throws Exception {
    // With no server above it, dnsmasq refuses what it does not know.
    assertThat(resolve("pool.example").outcome()).isEqualTo(DnsOutcome.SERVFAIL);
  }
}
