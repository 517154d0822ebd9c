// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Verdict;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every hostility meets every way of asking, all of them at once: none stops a visit, keeps a
 * connection beyond its deadline, makes us take more than we want, or is taken for a mining
 * service.
 */
@Timeout(120)
class HostileServersTest {

  private static final ProbeTimeouts TIMEOUTS =
      new ProbeTimeouts(5000, 100, 1500, 400, 600, 3000, 64);

  /** Beside the deadline, for a busy machine. */
  private static final long SLACK_MILLIS = 4000;

  /**
   * What a server can get rid of before it notices: the buffers of two sockets, which on the
   * loopback may hold some megabytes, and what we read.
   */
  private static final long MAX_WRITTEN = 16L << 20;

  private static final long MAX_DIRECT_MEMORY = 96L << 20;

  private static final NettyProber PROBER = TestProber.of(FollowUp.WITHIN_VISIT, TIMEOUTS);

  @AfterAll
  static void stop() {
    PROBER.close();
  }

  /** One way of asking. */
  private record Way(String name, Optional<ProbeProtocol> hint, Optional<Boolean> tls) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("unknown", Optional.empty(), Optional.empty()),
          new Way("TLS", Optional.empty(), Optional.of(true)),
          new Way("HTTP", Optional.of(ProbeProtocol.GETBLOCKTEMPLATE), Optional.of(false)),
          new Way("HTTPS", Optional.of(ProbeProtocol.MONERO_DAEMON), Optional.of(true)),
          new Way("Noise", Optional.of(ProbeProtocol.STRATUM2), Optional.of(false)),
          new Way("WebSocket", Optional.of(ProbeProtocol.STRATUM1_WS), Optional.of(false)));

  /** A hostile server and one visit to it. */
  private record Encounter(
      String name,
      LoopbackServer server,
      AtomicLong written,
      BlockingQueue<Long> lifetimes,
      CompletableFuture<Observation> visit) {}

  private static Encounter meet(Hostility hostility, Way way, int number) throws IOException {
    AtomicLong written = new AtomicLong();
    BlockingQueue<Long> lifetimes = new LinkedBlockingQueue<>();
    // An address for each: at one address they would queue.
    LoopbackServer server =
        new LoopbackServer(
            "127.0." + (2 + number / 250) + "." + (1 + number % 250),
            connection -> {
              long since = System.nanoTime();
              try {
                hostility.serve(new Counted(connection, written));
                TestProber.stayOpen(connection);
              } finally {
                lifetimes.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
              }
            });
    ProbeTarget target =
        TestProber.target(
            server.endpoint(), Optional.of("pool.example.test"), way.hint(), way.tls());
    return new Encounter(
        hostility + " asked in " + way.name(), server, written, lifetimes, PROBER.visit(target));
  }

  @Test
  void noneOfThemGetsAnythingOutOfUs() throws Exception {
    List<Encounter> encounters = new ArrayList<>();
    for (Hostility hostility : Hostility.values()) {
      for (Way way : WAYS) {
        encounters.add(meet(hostility, way, encounters.size()));
      }
    }
    for (Encounter encounter : encounters) {
      Observation observation = encounter.visit().get(100, TimeUnit.SECONDS);
      check(encounter, observation);
      encounter.server().close();
    }
    assertThat(
            ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory())
        .as("Netty's buffers")
        .isBetween(1L, MAX_DIRECT_MEMORY);
  }

  private static void check(Encounter encounter, Observation observation)
      throws InterruptedException {
    String told = encounter.name() + "\n" + observation.transcript().utf8();
    assertThat(observation.reach()).as(told).isEqualTo(Reach.CONNECTED);
    assertThat(observation.verdict()).as(told).isEqualTo(Verdict.LISTENING);
    int limit = 256 * 1024;
    assertThat(observation.bytesReceived())
        .as(told)
        .isLessThanOrEqualTo((long) FollowUp.WITHIN_VISIT.connections() * limit);
    assertThat(observation.transcript().length()).isLessThanOrEqualTo(4096);
    assertThat(encounter.server().connections())
        .as(told)
        .isBetween(1, FollowUp.WITHIN_VISIT.connections());
    assertThat(encounter.written().get())
        .as(told)
        .isLessThan(MAX_WRITTEN * encounter.server().connections());
    for (int i = 0; i < encounter.server().connections(); i++) {
      Long lifetime = encounter.lifetimes().poll(SLACK_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(lifetime)
          .as("the server's word of when we left; %s", told)
          .isNotNull()
          .isLessThan(TIMEOUTS.connectionMillis() + SLACK_MILLIS);
    }
    // Redirections are known of, and were not gone to: the server counts its visitors.
    if (encounter.name().startsWith("A_REDIRECTION_HOME asked in HTTP")
        && observation.tls().isEmpty()
        && observation.bytesReceived() > 0) {
      assertThat(observation.discovered())
          .as(told)
          .contains("127.0.0.1:" + observation.endpoint().port());
    }
  }

  /** Counts what could be written. */
  private static final class Counted extends Socket {
    private final Socket socket;
    private final AtomicLong written;

    Counted(Socket socket, AtomicLong written) {
      this.socket = socket;
      this.written = written;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(socket.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          out.write(bytes, offset, length);
          written.addAndGet(length);
        }
      };
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return socket.getInputStream();
    }

    @Override
    public int getLocalPort() {
      return socket.getLocalPort();
    }

    @Override
    public void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void setSoLinger(boolean on, int linger) throws SocketException {
      socket.setSoLinger(on, linger);
    }

    @Override
    public synchronized void setReceiveBufferSize(int size) throws SocketException {
      socket.setReceiveBufferSize(size);
    }

    @Override
    public synchronized void close() throws IOException {
      socket.close();
    }
  }
}
