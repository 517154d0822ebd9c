// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Makes a world, what a prober sees of it and the flows of a network in it, and compares. The same
 * seed gives the same.
 *
 * <p>{@code Simulation make DIRECTORY SEED DAYS SERVICES MINERS} leaves {@code flows.csv}, {@code
 * truth.csv} and {@code windows.zip}; {@code Simulation compare DIRECTORY SEED DAYS SERVICES MINERS
 * FLOWS} prints the table of the flows in a file, which may be those of {@code flows.csv} after a
 * real collector stored them.
 */
public final class Simulation {

  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  /** Services that the numbers of the assumptions are meant for. */
  private static final double FULL_SIZE = 989;

  private final long seed;
  private final int services;
  private final int miners;
  private final TimeSpan time;
  private final Chance chance;
  private final World world;
  private final SimulatedProber prober;
  private final List<SimulatedProber.History> histories;

  /**
   * @param services that the catalog begins with
   */
  Simulation(long seed, int days, int services, int miners) {
    this.seed = seed;
    this.services = services;
    this.miners = miners;
    this.time = new TimeSpan(START, START + days * World.DAY);
    this.chance = new Chance(seed);
    this.world = new World(chance.split(), time, services);
    this.prober = new SimulatedProber(world, chance.split(), SimulatedProber.Troubles.MADE);
    this.histories = prober.histories();
  }

  /** Writes flows, truth and windows into a directory; how many flows. */
  int make(Path directory) throws IOException {
    SimulatedFlows flows = new SimulatedFlows(time);
    MinerTraffic mining = new MinerTraffic(world, chance.split(), flows);
    mining.add(miners);
    new OtherTraffic(world, chance.split(), flows).add(services / FULL_SIZE);
    mining.writeTruthTo(directory.resolve("truth.csv"));
    flows.writeTo(directory.resolve("flows.csv"));
    writeWindows(directory.resolve("windows.zip"));
    return flows.size();
  }

  private void writeWindows(Path file) throws IOException {
    List<SimulatedProber.History> sorted =
        histories.stream()
            .sorted(Comparator.comparing(history -> history.service().endpoint()))
            .toList();
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (SimulatedProber.History history : sorted) {
      windows.addAll(
          WindowLedger.fold(history.service().endpoint(), history.entries(), history.context()));
    }
    WindowSnapshot.write(
        new SnapshotContents(
            "simulation-" + seed,
            WindowLedger.parameters(),
            windows,
            prober.coverage(),
            List.of(),
            sink -> {
              for (SimulatedProber.History history : sorted) {
                for (LedgerEntry entry : history.entries().stream().sorted().toList()) {
                  sink.accept(
                      new ObservationProof(
                          history.service().endpoint(),
                          entry.time(),
                          entry.vantage(),
                          entry.verdict(),
                          entry.evidence(),
                          ""));
                }
              }
            }),
        file);
  }

  /** Compares on the flows of a file. */
  Comparison compare(Path directory, Path flows) throws IOException {
    try (WindowSnapshot snapshot = WindowSnapshot.open(directory.resolve("windows.zip"))) {
      return new Comparison(
          flows, directory.resolve("truth.csv"), snapshot, UndatedList.of(histories, time));
    }
  }

  /** Beside real probing, which is compared with that of a prober without troubles of its own. */
  Likeness likeness() {
    return new Likeness(
        new SimulatedProber(world, new Chance(~seed), SimulatedProber.Troubles.NONE).histories(),
        time);
  }

  private void printParametersTo(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "A SIMULATION, no field data: seed %d, %d days, a catalog of %d services (%d seen in the"
            + " end), %d hosts that mine.%nIt assumes:%n",
        seed,
        (time.to() - time.from()) / World.DAY,
        services,
        histories.size(),
        miners);
    for (Assumption assumption : Assumption.values()) {
      double value = assumption.value();
      out.println(
          "  "
              + (value == Math.rint(value)
                  ? String.format(Locale.ROOT, "%,.0f", value)
                  : Double.toString(value))
              + " "
              + assumption.words());
    }
    out.println();
    likeness().printTo(out);
    out.println();
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    Simulation simulation =
        new Simulation(
            Long.parseLong(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]));
    if (arguments[0].equals("make")) {
      Files.createDirectories(directory);
      simulation.printParametersTo(System.out);
      System.out.printf(Locale.ROOT, "%d flows made%n", simulation.make(directory));
    } else {
      simulation.compare(directory, Path.of(arguments[6])).printTo(System.out);
    }
  }
}
