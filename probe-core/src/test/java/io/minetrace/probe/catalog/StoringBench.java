// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * How many observations a second are stored in MariaDB with their windows, transcripts and due
 * times: sweeps over the same endpoints, of which one in ten is dead, and one in fifty of the
 * others misses a visit.
 */
public final class StoringBench {

  private static final int BATCH = 500;
  private static final int THREADS = 2;
  private static final long BEGIN = 1_790_000_000_000L;

  private StoringBench() {}

  /**
   * Runs it.
   *
   * @param arguments how many endpoints, and how many sweeps
   */
  public static void main(String[] arguments) {
    int endpoints = Integer.parseInt(arguments[0]);
    int sweeps = Integer.parseInt(arguments[1]);
    PrintStream out = System.out;
    ExecutorService threads = Executors.newFixedThreadPool(THREADS); // as the engine has
    try (Catalog catalog = TestCatalog.empty()) {
      for (int sweep = 0; sweep < sweeps; sweep++) {
        List<PlannedVisit> visits = visits(endpoints, sweep);
        double program = program();
        double database = database();
        long began = System.nanoTime();
        List<CompletableFuture<Void>> batches = new ArrayList<>();
        for (int from = 0; from < visits.size(); from += BATCH) {
          List<PlannedVisit> batch = visits.subList(from, Math.min(from + BATCH, visits.size()));
          batches.add(CompletableFuture.runAsync(() -> catalog.storeVisits(batch), threads));
        }
        batches.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - began) / 1e9;
        double programUsed = program();
        double databaseUsed = database();
        out.printf(
            "sweep %d: %d observations in %.2f s, %.0f a second; processor time: program %.2f s,"
                + " database %.2f s%n",
            sweep + 1,
            visits.size(),
            seconds,
            visits.size() / seconds,
            programUsed - program,
            databaseUsed - database);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static double program() {
    return cpuSeconds(Stream.of(ProcessHandle.current()));
  }

  private static double database() {
    return cpuSeconds(ProcessHandle.current().descendants());
  }

  private static double cpuSeconds(Stream<ProcessHandle> processes) {
    return processes
            .flatMap(process -> process.info().totalCpuDuration().stream())
            .mapToLong(Duration::toMillis)
            .sum()
        / 1e3;
  }

  private static List<PlannedVisit> visits(int endpoints, int sweep) {
    List<PlannedVisit> visits = new ArrayList<>();
    for (int i = 0; i < endpoints; i++) {
      Random random = new Random(31L * sweep + i);
      Endpoint endpoint =
          Endpoint.tcp(IpAddress.ofIpv4(0xc612_0000 + i / 4), 3333 + i % 4); // 198.18.0.0/15
      long at = BEGIN + sweep * Visits.INTERVAL + i;
      Observation seen =
          i % 10 == 0 || random.nextInt(50) == 0
              ? Visits.down(endpoint, at)
              : Visits.up(endpoint, at);
      visits.add(new PlannedVisit(seen, OptionalLong.of(at + Visits.INTERVAL)));
    }
    Collections.shuffle(visits, new Random(sweep));
    return visits;
  }
}
