// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.transport.EgressPolicy;
import io.minetrace.probe.transport.FollowUp;
import io.minetrace.probe.transport.NettyProber;
import io.minetrace.probe.transport.Pacing;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.probe.transport.ProbeTimeouts;
import io.minetrace.probe.transport.ProberSettings;
import io.minetrace.window.Channel;
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
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How fast {@link FakePools}, in another process, are visited.
 *
 * <pre>
 *  lifted N SHARE [OPEN]   N endpoints, limits lifted, of which SHARE of each 10 are dead;
 *                          at most OPEN connections at once, 9000 if not said
 *  polite N                N endpoints, four an address, within the usual limits
 * </pre>
 */
public final class ProbingBench {

  private static final int USUALLY_OPEN = 9_000;
  private static final int PORTS_AN_ADDRESS = 4;
  private static final int ADDRESSES_A_BLOCK = 3;
  private static final int ADDRESSES_A_NAME = 5;

  private ProbingBench() {}

  private record Place(FakeFamily family, IpAddress address, Liveliness liveliness) {

    ProbeTarget target() {
      int port = isDead() ? FakeFamily.DEAD_PORT : family.port();
      return family.target(address, port, name(address.toString()));
    }

    boolean isDead() {
      return liveliness == Liveliness.DEAD;
    }
  }

  private enum Liveliness {
    ALIVE,
    DEAD
  }

  /** Runs one of them. */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[1]);
    boolean polite = arguments[0].equals("polite");
    int open = arguments.length > 3 ? Integer.parseInt(arguments[3]) : USUALLY_OPEN;
    Pacing pacing = polite ? Pacing.DEFAULT : new Pacing(open, 0, 100_000, 0);
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
        // The JVMs of both sides get warm.
        visit(
            places.subList(0, Math.min(2_000, count)),
            pacing,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      }
      double probersBefore = cpuSeconds(ProcessHandle.current());
      double serversBefore = cpuSeconds(fakes.toHandle());
      visit(places, pacing, System.out);
      System.out.printf(
          "  processor time: prober %.1f s, servers %.1f s%n",
          cpuSeconds(ProcessHandle.current()) - probersBefore,
          cpuSeconds(fakes.toHandle()) - serversBefore);
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
    // The dead have a mix of their own, so that the others keep their shares.
    FakeMix living = new FakeMix();
    FakeMix dead = new FakeMix();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(
          i % 10 < deadOfTen
              ? new Place(dead.next(), address(i), Liveliness.DEAD)
              : new Place(living.next(), address(i), Liveliness.ALIVE));
    }
    return places;
  }

  /** Four endpoints an address, three addresses a /24. */
  private static List<Place> spread(int count) {
    FakeMix mix = new FakeMix();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i / PORTS_AN_ADDRESS;
      int block = number / ADDRESSES_A_BLOCK;
      IpAddress address =
          IpAddress.ofIpv4(0x7f01_0000 + (block << 8) + 1 + number % ADDRESSES_A_BLOCK);
      places.add(new Place(mix.next(), address, Liveliness.ALIVE));
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

  /** The prober of the bench, and of the test of what the bench measures. */
  static NettyProber prober(Pacing pacing) {
    ProberSettings settings =
        new ProberSettings(
            "bench",
            ProberSettings.DEFAULT_AGENT,
            FollowUp.DEFERRED,
            new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))),
            ProbeTimeouts.DEFAULT,
            pacing);
    return new NettyProber(settings, InstantSource.system());
  }

  private static void visit(List<Place> places, Pacing pacing, PrintStream out) {
    Tally tally = new Tally();
    Semaphore room = new Semaphore(Math.max(USUALLY_OPEN, pacing.openConnections()));
    long began = System.nanoTime();
    try (NettyProber prober = prober(pacing)) {
      List<CompletableFuture<?>> visits = new ArrayList<>();
      for (Place place : places) {
        room.acquireUninterruptibly();
        visits.add(
            prober
                .visit(place.target())
                .thenAccept(
                    seen -> {
                      room.release();
                      tally.note(place, seen, System.nanoTime() - began);
                    }));
      }
      CompletableFuture.allOf(visits.toArray(CompletableFuture[]::new)).join();
      tally.print(places.size(), (System.nanoTime() - began) / 1e9, out);
    }
  }

  /** What the visits came to, and when. */
  private static final class Tally {

    private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> unproven = new ConcurrentHashMap<>();
    private final AtomicReference<String> example = new AtomicReference<>("");
    private final Map<Channel, AtomicInteger> channels = new ConcurrentHashMap<>();
    private final Queue<Long> provenAtNanos = new ConcurrentLinkedQueue<>();

    void note(Place place, Observation seen, long atNanos) {
      count(outcomes, word(seen));
      if (seen.verdict() == Verdict.UP) {
        count(channels, seen.channel());
        provenAtNanos.add(atNanos);
      } else if (!place.isDead()) {
        count(unproven, place.family().protocol().id() + " " + place.family().channel().word());
        example.compareAndSet("", seen.transcript().utf8());
      }
    }

    private static String word(Observation seen) {
      return seen.verdict() == Verdict.UP ? "UP" : seen.reach() + "/" + seen.dialogue();
    }

    private static <K> void count(Map<K, AtomicInteger> counts, K key) {
      counts.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
    }

    void print(int visited, double seconds, PrintStream out) {
      long[] times = provenAtNanos.stream().mapToLong(Long::longValue).sorted().toArray();
      out.printf(
          "%d endpoints in %.1f s: %d proven, %.0f a second, %.0f of the second half of them; %s;"
              + " heap of at most %d MiB%n",
          visited,
          seconds,
          times.length,
          times.length / seconds,
          ofSecondHalf(times),
          new TreeMap<>(outcomes),
          Runtime.getRuntime().maxMemory() >> 20);
      out.println("  shares meant: " + FakeMix.words() + "; proven: " + new TreeMap<>(channels));
      if (!unproven.isEmpty()) {
        out.println(
            "  not proven: " + new TreeMap<>(unproven) + ", as\n" + example.get().indent(4));
      }
    }

    /** How many a second were proven after the first half of them was, until the last one was. */
    private static double ofSecondHalf(long[] times) {
      int half = times.length / 2;
      return half == 0
          ? 0
          : (times.length - half) / ((times[times.length - 1] - times[half - 1]) / 1e9);
    }
  }
}
