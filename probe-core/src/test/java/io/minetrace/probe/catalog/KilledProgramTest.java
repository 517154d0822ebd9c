// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.server.ServerChoice;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.WindowLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProgramTest {

  private static final int BATCH = 20;
  private static final int BATCHES_BEFORE_THE_KILL = 15;
  private static final long START = 1_767_225_600_000L;

  /** The program that is killed: it stores batches, and says of each that it is stored. */
  static final class Victim {

    private Victim() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      try (Catalog catalog = Catalog.open(location(Path.of(arguments[0])))) {
        for (int batch = 0; batch < 100_000; batch++) {
          catalog.store(batch(batch));
          out.println(batch);
        }
      }
    }
  }

  private static DatabaseLocation location(Path directory) {
    return new DatabaseLocation.Embedded(directory, ServerChoice.SYSTEM_OR_BUNDLED);
  }

  private static Endpoint endpoint(int number) {
    return Endpoint.parse("192.0.2." + (number + 1) + ":3333");
  }

  private static List<Observation> batch(int batch) {
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      long time = START + batch * Visits.INTERVAL + i * 1_000L;
      observations.add(
          (batch + i) % 5 == 0 ? Visits.down(endpoint(i), time) : Visits.up(endpoint(i), time));
    }
    return observations;
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheProgramIsKilled(@TempDir Path directory)
      throws IOException, InterruptedException {
    int acknowledged = runUntilKilled(directory);
    assertThat(acknowledged).isGreaterThanOrEqualTo(BATCHES_BEFORE_THE_KILL);

    try (Catalog catalog = Catalog.open(location(directory))) {
      for (int i = 0; i < BATCH; i++) {
        long stored = catalog.observationCount(endpoint(i));
        // The batch that was under way may be there as well, as a whole.
        assertThat(stored).isBetween((long) acknowledged, (long) acknowledged + 1);
        assertThat(stored).isEqualTo(catalog.observationCount(endpoint(0)));
        assertThat(catalog.windows(endpoint(i)))
            .as("windows go with their observations")
            .isEqualTo(WindowLedger.fold(endpoint(i), history(i, stored), LedgerContext.EMPTY));
      }
    }
  }

  private static List<LedgerEntry> history(int endpoint, long length) {
    List<LedgerEntry> history = new ArrayList<>();
    for (int batch = 0; batch < length; batch++) {
      history.add(LedgerEntry.of(batch(batch).get(endpoint)));
    }
    return history;
  }

  /** Starts the victim, kills it while it is at work, and returns how much it acknowledged. */
  private static int runUntilKilled(Path directory) throws IOException, InterruptedException {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int acknowledged = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        acknowledged = Integer.parseInt(line) + 1;
        if (acknowledged == BATCHES_BEFORE_THE_KILL) {
          victim.toHandle().destroyForcibly(); // the process itself would close our end as well
        }
        line = lines.readLine();
      }
    } finally {
      victim.destroyForcibly();
      victim.waitFor();
    }
    return acknowledged;
  }
}
