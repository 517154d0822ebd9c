// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.evaluation.Confusion;
import io.minetrace.evaluation.Label;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

  private static final int DAYS = 60;
  private static final int SERVICES = 120;
  private static final int MINERS = 20;

  @TempDir private Path directory;

  private static Simulation small(long seed) {
    return new Simulation(seed, DAYS, SERVICES, MINERS);
  }

  private Map<String, Comparison.Row> compared(Simulation simulation) throws IOException {
    simulation.make(directory);
    return simulation.compare(directory, directory.resolve("flows.csv")).rows().stream()
        .collect(Collectors.toMap(Comparison.Row::name, Function.identity()));
  }

  @Test
  void windowsBeatListsWithoutTimeInPrecisionAtEqualRecall() throws IOException {
    for (long seed = 1; seed <= 3; seed++) {
      Map<String, Comparison.Row> rows = compared(small(seed));
      for (String list :
          List.of("IP:port, ever in the catalog", "IP:port, ever UP", "IP, ever UP")) {
        Comparison.Row row = rows.get(list);
        Confusion windows = row.atItsRecall().orElseThrow();
        assertThat(windows.precision().lower())
            .as("seed %d, %s", seed, list)
            .isGreaterThan(row.counts().precision().upper());
        // A list may find a little more, but windows are not compared where they find next to
        // nothing.
        assertThat(windows.recall().value()).isGreaterThan(row.counts().recall().value() - 0.1);
      }
    }
  }

  @Test
  void theNumbersAreThoseOfACountFromTheFiles() throws IOException, InterruptedException {
    assumeTrue(canRunPython(), "python3 counts");
    Simulation simulation = small(4);
    simulation.make(directory);
    Comparison comparison = simulation.compare(directory, directory.resolve("flows.csv"));
    Map<String, Comparison.Row> rows =
        comparison.rows().stream()
            .collect(Collectors.toMap(Comparison.Row::name, Function.identity()));
    Confusion windows = rows.get("windows, CONFIRMED").counts();
    Confusion list = rows.get("IP:port, ever UP").counts();
    assertThat(windows.wrong()).isPositive();
    assertThat(windows.missed()).isPositive();
    assertThat(counted())
        .containsExactly(
            "mining %d %d %d"
                .formatted(
                    comparison.evaluation().judged().all(Label.MINING),
                    windows.right(),
                    list.right()),
            "not %d %d %d"
                .formatted(
                    comparison.evaluation().judged().all(Label.NOT), windows.wrong(), list.wrong()),
            "apart %d %d %d"
                .formatted(
                    comparison.evaluation().judged().all(Label.APART),
                    rows.get("windows, CONFIRMED").apart().right(),
                    rows.get("IP:port, ever UP").apart().right()));
  }

  private static boolean canRunPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> counted() throws IOException, InterruptedException {
    Path script = directory.resolve("count.py");
    try (InputStream in =
        Objects.requireNonNull(SimulationTest.class.getResourceAsStream("count.py"))) {
      Files.copy(in, script);
    }
    Process python =
        new ProcessBuilder("python3", script.toString(), directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).isZero();
    return out.lines().toList();
  }

  @Test
  void theSameSeedMakesTheSameWorld() throws IOException {
    Path again = Files.createDirectory(directory.resolve("again"));
    Path other = Files.createDirectory(directory.resolve("other"));
    small(5).make(directory);
    small(5).make(again);
    small(6).make(other);
    for (String file : List.of("flows.csv", "truth.csv", "windows.zip")) {
      assertThat(again.resolve(file)).as(file).hasSameBinaryContentAs(directory.resolve(file));
      assertThat(Files.mismatch(other.resolve(file), directory.resolve(file)))
          .as(file)
          .isNotNegative();
    }
  }

  /** The world of {@code scripts/simulate}, without its miners. */
  @Test
  void itsFirstDaysLookLikeRealOnes() {
    for (Likeness.Figure figure : new Simulation(1, 120, 989, 1).likeness().figures()) {
      assertThat(figure.percent()).as(figure.what()).isCloseTo(figure.real(), within(5.0));
    }
  }
}
