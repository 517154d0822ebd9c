// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.minetrace.net.Cidr;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.EgressPolicy;
import io.minetrace.probe.transport.FollowUp;
import io.minetrace.probe.transport.NettyProber;
import io.minetrace.probe.transport.Pacing;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.probe.transport.ProbeTimeouts;
import io.minetrace.probe.transport.ProberSettings;
import io.minetrace.window.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast {@link FakePools}, in another process, are visited.
 *
 * <pre>
 *  lifted N SHARE   N endpoints, limits lifted, of which every 10th, SHARE of 10, is dead
 *  polite N         N endpoints, four an address, within the usual limits
 * </pre>
 */
public final class ProbingBench {

  private static final int AT_ONCE = 9_000;
  private static final int PORTS_AN_ADDRESS = 4;
  private static final int ADDRESSES_A_BLOCK = 3;
  private static final int ADDRESSES_A_NAME = 5;

  private static final Pacing LIFTED = new Pacing(AT_ONCE, 0, 100_000, 0);

  private ProbingBench() {}

  private record Place(Endpoint endpoint, Optional<ProbeProtocol> protocol) {}

  /** Runs one of them. */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[1]);
    boolean polite = arguments[0].equals("polite");
    List<Place> places = polite ? spread(count) : lifted(count, Integer.parseInt(arguments[2]));
    Collections.shuffle(places, new Random(1));
    Path log = Files.createTempFile("minetrace-fakes", ".csv");
    Process fakes =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                FakePools.class.getName(),
                log.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(fakes.getInputStream(), StandardCharsets.UTF_8))) {
      if (!"ready".equals(said.readLine())) {
        throw new IOException("the servers did not start");
      }
      if (!polite) {
        visit(
            places.subList(0, Math.min(2_000, count)),
            LIFTED,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      }
      visit(places, polite ? Pacing.DEFAULT : LIFTED, System.out);
      System.out.printf(
          "  processor time: prober %.1f s, servers %.1f s%n",
          cpuSeconds(ProcessHandle.current()), cpuSeconds(fakes.toHandle()));
      fakes.getOutputStream().close();
      fakes.waitFor();
      System.out.println("  the servers' log: " + FakePoolsLog.maxima(log, ProbingBench::name));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      fakes.destroy();
      Files.delete(log);
    }
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
  }

  /** Each on an address of its own, so that nothing waits for anything but its server. */
  private static List<Place> lifted(int count, int deadOfTen) {
    List<FakeFamily> families = FakeFamily.all();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean dead = i % 10 < deadOfTen;
      FakeFamily family = families.get(i % families.size());
      Endpoint endpoint = Endpoint.tcp(address(i), dead ? FakeFamily.DEAD_PORT : family.port());
      places.add(new Place(endpoint, Optional.of(family.protocol())));
    }
    return places;
  }

  /** Four endpoints an address, three addresses a /24. */
  private static List<Place> spread(int count) {
    List<FakeFamily> families = FakeFamily.all();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i / PORTS_AN_ADDRESS;
      int block = number / ADDRESSES_A_BLOCK;
      IpAddress address =
          IpAddress.ofIpv4(0x7f01_0000 + (block << 8) + 1 + number % ADDRESSES_A_BLOCK);
      FakeFamily family = families.get((number + i) % families.size());
      places.add(new Place(Endpoint.tcp(address, family.port()), Optional.of(family.protocol())));
    }
    return places;
  }

  private static IpAddress address(int i) {
    return IpAddress.ofIpv4(0x7f01_0000 + ((i / 250) << 8) + 1 + i % 250);
  }

  /** Some addresses have a name in common, across the blocks. */
  private static String name(String address) {
    IpAddress parsed = IpAddress.parse(address);
    return "n" + (parsed.low() & 0xffffff) / 256 / ADDRESSES_A_NAME + ".pool.test";
  }

  private static void visit(List<Place> places, Pacing pacing, PrintStream out) {
    ProberSettings settings =
        new ProberSettings(
            "bench",
            ProberSettings.DEFAULT_AGENT,
            FollowUp.DEFERRED,
            new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))),
            ProbeTimeouts.DEFAULT,
            pacing);
    Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
    Map<String, AtomicInteger> unproven = new ConcurrentHashMap<>();
    AtomicInteger proven = new AtomicInteger();
    Semaphore room = new Semaphore(AT_ONCE);
    long began = System.nanoTime();
    try (NettyProber prober = new NettyProber(settings, InstantSource.system())) {
      List<CompletableFuture<?>> visits = new ArrayList<>();
      for (Place place : places) {
        room.acquireUninterruptibly();
        visits.add(
            prober
                .visit(target(place))
                .thenAccept(
                    seen -> {
                      room.release();
                      count(outcomes, word(seen));
                      if (seen.verdict() == Verdict.UP) {
                        proven.incrementAndGet();
                      } else if (place.endpoint().port() != FakeFamily.DEAD_PORT) {
                        count(unproven, place.protocol().map(ProbeProtocol::id).orElse(""));
                      }
                    }));
      }
      CompletableFuture.allOf(visits.toArray(CompletableFuture[]::new)).join();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    Runtime runtime = Runtime.getRuntime();
    out.printf(
        "%d endpoints in %.1f s: %d proven, %.0f a second; %s; heap of at most %d MiB%n",
        places.size(),
        seconds,
        proven.get(),
        proven.get() / seconds,
        new TreeMap<>(outcomes),
        runtime.maxMemory() >> 20);
    if (!unproven.isEmpty()) {
      out.println("  not proven: " + new TreeMap<>(unproven));
    }
  }

  private static ProbeTarget target(Place place) {
    return new ProbeTarget(
        place.endpoint(),
        Optional.of(name(place.endpoint().address().toString())),
        place.protocol(),
        Optional.of(false),
        List.of(),
        0,
        false,
        List.of());
  }

  private static String word(Observation seen) {
    return seen.verdict() == Verdict.UP ? "UP" : seen.reach() + "/" + seen.dialogue();
  }

  private static void count(Map<String, AtomicInteger> counts, String key) {
    counts.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
  }
}
