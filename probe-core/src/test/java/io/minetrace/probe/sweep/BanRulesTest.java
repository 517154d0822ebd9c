// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.net.Cidr;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.PlannedResolution;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.dns.DnsOutcome;
import io.minetrace.probe.dns.FamilyAnswer;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.probe.dns.ResolvedAddress;
import io.minetrace.probe.transport.EgressPolicy;
import io.minetrace.probe.transport.FollowUp;
import io.minetrace.probe.transport.NettyProber;
import io.minetrace.probe.transport.Pacing;
import io.minetrace.probe.transport.ProbeTimeouts;
import io.minetrace.probe.transport.Prober;
import io.minetrace.probe.transport.ProberSettings;
import io.minetrace.window.AvailabilityWindow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sweeps over servers that ban as real ones do, with real sockets on loopback and a clock that the
 * test moves on. What they ban for and how long: the predecessor was shut out by the second visit.
 */
class BanRulesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MINUTE = 60_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long SWEEP = 3 * HOUR;

  private final AtomicLong now = new AtomicLong(1_795_348_800_000L);
  private final BlockingQueue<Runnable> ended = new LinkedBlockingQueue<>();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  /** How a server takes a line: what it answers, and whether the line counts as an offence. */
  private record Manners(String answer, boolean offence, boolean hangUp) {}

  /** Servers of three kinds, after their sources and what was measured of them. */
  private enum Rule {
    P2POOL(1, 600_000, Long.MAX_VALUE) {
      @Override
      Manners hear(String line) {
        JsonNode request = parsed(line);
        boolean known =
            request.path("id").isIntegralNumber()
                && List.of("login", "submit", "keepalived")
                    .contains(request.path("method").asText());
        return known
            ? new Manners(
                "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":{\"id\":\"5d2f3a11\",\"job\":{\"blob\":\""
                    + "1010"
                    + "ab".repeat(74)
                    + "\",\"job_id\":\"1\",\"target\":\"b88d0600\",\"algo\":\"rx/0\",\"height\":"
                    + "3500000,\"seed_hash\":\""
                    + "5a1c".repeat(16)
                    + "\"},\"extensions\":[\"algo\"],\"status\":\"OK\"},\"error\":null}",
                false,
                false)
            : new Manners("", true, true);
      }
    },
    OPEN_ETHEREUM_POOL(5, 1_800_000, 3_600_000) {
      @Override
      Manners hear(String line) {
        String method = parsed(line).path("method").asText();
        return switch (method) {
          case "eth_getWork" ->
              new Manners(
                  "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[\"0x"
                      + "12ab".repeat(16)
                      + "\",\"0x"
                      + "34cd".repeat(16)
                      + "\",\"0x"
                      + "00ff".repeat(16)
                      + "\"]}",
                  false,
                  false);
          case "eth_submitLogin", "eth_submitHashrate" ->
              new Manners(
                  "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":null,\"error\":{\"code\":-1,"
                      + "\"message\":\"Invalid login\"}}",
                  false,
                  true);
          default ->
              new Manners(
                  "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":null,\"error\":{\"code\":-3,"
                      + "\"message\":\"Method not found\"}}",
                  true,
                  true);
        };
      }
    },
    MININGCORE(1, 180_000, Long.MAX_VALUE) {
      @Override
      Manners hear(String line) {
        JsonNode request = parsed(line);
        if (!request.isObject()) {
          return new Manners("", true, true);
        }
        return request.path("method").asText().equals("mining.subscribe")
            ? new Manners(
                "{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"6a60\"],[\"mining.notify\","
                    + "\"6a60\"]],\"6a604724\",4],\"error\":null}",
                false,
                false)
            : new Manners(
                "{\"id\":1,\"result\":null,\"error\":[20,\"Unsupported request\",null]}",
                false,
                false);
      }
    };

    private final int offencesAllowed;
    private final long banMillis;
    private final long memoryMillis;

    Rule(int offences, long banMillis, long memoryMillis) {
      this.offencesAllowed = offences;
      this.banMillis = banMillis;
      this.memoryMillis = memoryMillis;
    }

    abstract Manners hear(String line);

    static JsonNode parsed(String line) {
      try {
        return JSON.readTree(line);
      } catch (JsonProcessingException e) {
        return JSON.missingNode();
      }
    }
  }

  /** A server with a rule; who breaks it is hung up on without a word for a while. */
  private final class Server implements AutoCloseable {

    private final Rule rule;
    private final ServerSocket socket;
    private final Deque<Long> offences = new ArrayDeque<>();
    private final AtomicInteger bans = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private long bannedUntil = Long.MIN_VALUE;

    Server(Rule rule) throws IOException {
      this.rule = rule;
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread acceptor = new Thread(this::acceptAll, rule.name());
      acceptor.setDaemon(true);
      acceptor.start();
    }

    /** Bans whoever comes next, as an operator may. */
    synchronized void ban(long millis) {
      bannedUntil = now.get() + millis;
    }

    private void acceptAll() {
      try {
        while (true) {
          try (Socket miner = socket.accept()) {
            connections.incrementAndGet();
            serve(miner);
          } catch (java.net.SocketException e) {
            if (socket.isClosed()) {
              return;
            }
          }
        }
      } catch (IOException e) {
        // the test is over
      }
    }

    private void serve(Socket miner) throws IOException {
      if (isBanned()) {
        return;
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(miner.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (line != null) {
        Manners manners = rule.hear(line);
        if (manners.offence()) {
          note();
        }
        if (!manners.answer().isEmpty()) {
          miner.getOutputStream().write((manners.answer() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        line = manners.hangUp() ? null : lines.readLine();
      }
    }

    private synchronized boolean isBanned() {
      return now.get() < bannedUntil;
    }

    private synchronized void note() {
      offences.add(now.get());
      while (offences.getFirst() < now.get() - rule.memoryMillis) {
        offences.remove();
      }
      if (offences.size() >= rule.offencesAllowed) {
        offences.clear();
        bans.incrementAndGet();
        bannedUntil = now.get() + rule.banMillis;
      }
    }

    Endpoint endpoint() {
      return Endpoint.tcp(IpAddress.parse("127.0.0.1"), socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void declare(Server server, String protocol, String coin) {
    catalog.declare(
        List.of(
            new DeclaredService(
                "Pool",
                "",
                "eu.pool.test",
                server.endpoint().port(),
                coin,
                "",
                protocol,
                "",
                "",
                "test",
                "")));
    FamilyAnswer there =
        new FamilyAnswer(
            DnsOutcome.ADDRESSES, List.of(new ResolvedAddress(server.endpoint().address(), 300)));
    catalog.storeResolutions(
        List.of(
            new PlannedResolution(
                new Resolution(
                    "eu.pool.test",
                    now.get(),
                    now.get(),
                    "192.0.2.53:53",
                    there,
                    FamilyAnswer.none(DnsOutcome.NODATA),
                    List.of()),
                Long.MAX_VALUE,
                now.get(),
                0)));
  }

  private Prober prober() {
    return new NettyProber(
        new ProberSettings(
            "here",
            ProberSettings.DEFAULT_AGENT,
            FollowUp.DEFERRED,
            new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))),
            new ProbeTimeouts(2000, 20, 2000, 100, 1000, 5000, 1),
            new Pacing(64, 0, 1000, 0)),
        () -> Instant.ofEpochMilli(now.get()));
  }

  /** An engine, as after a start of the program, that works through some hours. */
  private void sweep(long millis) throws InterruptedException {
    SweepSettings settings =
        new SweepSettings("here", SWEEP, 100, SweepSettings.Confirmations.MADE);
    try (Prober prober = prober();
        SweepEngine engine =
            new SweepEngine(
                catalog,
                prober,
                settings,
                () -> Instant.ofEpochMilli(now.get()),
                new Random(3),
                (event, details) -> events.add(event + " " + details),
                ended::add)) {
      for (long until = now.get() + millis; now.get() < until; now.addAndGet(MINUTE / 2)) {
        engine.dispatch(now.get());
        while (!engine.isIdle()) {
          Runnable work = ended.poll(20, TimeUnit.MILLISECONDS);
          if (work != null) {
            work.run();
          }
          engine.flush();
        }
        engine.flush();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "P2POOL, monero-login, ''",
    "P2POOL, unknown, XMR",
    "OPEN_ETHEREUM_POOL, eth-proxy, ''",
    "OPEN_ETHEREUM_POOL, unknown, ''",
    "MININGCORE, stratum1, ''",
    "MININGCORE, unknown, ''"
  })
  void threeSweepsCostNoBan(Rule rule, String protocol, String coin)
      throws IOException, InterruptedException {
    try (Server server = new Server(rule)) {
      declare(server, protocol, coin);

      sweep(3 * SWEEP);

      assertThat(server.bans).as("bans").hasValue(0);
      assertThat(server.connections.get()).as("connections").isBetween(3, 8);
      AvailabilityWindow window = catalog.windows(server.endpoint()).get(0);
      assertThat(window.upCount()).as("found UP in every sweep").isGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "30, 3"})
  void aBanIsRecognisedLeftAloneAndNeverTakenForAnOutage(int hoursOfBan, int pauses)
      throws IOException, InterruptedException {
    try (Server server = new Server(Rule.MININGCORE)) {
      declare(server, "stratum1", "");
      sweep(SWEEP);
      server.ban(hoursOfBan * HOUR);
      int before = server.connections.get();

      sweep(2 * SWEEP);
      sweep((hoursOfBan + 24) * HOUR); // after a restart

      assertThat(events.stream().filter(event -> event.startsWith("address_paused")).count())
          .as(events.toString())
          .isEqualTo(pauses);
      assertThat(events).anyMatch(event -> event.startsWith("address_answers_again"));
      assertThat(server.connections.get() - before)
          .as("as many attempts as pauses, and the visits after the ban")
          .isLessThan(pauses + 40 / 2);
      List<AvailabilityWindow> windows = catalog.windows(server.endpoint());
      assertThat(windows).allMatch(window -> window.notAfter().isEmpty());
      assertThat(windows).allMatch(window -> window.missedCount() == 0);
      assertThat(catalog.pauses("here")).isEmpty();
    }
  }
}
