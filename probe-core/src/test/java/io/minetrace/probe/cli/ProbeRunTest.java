// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.HostPort;
import io.minetrace.probe.dns.DnsOutcome;
import io.minetrace.probe.dns.FamilyAnswer;
import io.minetrace.probe.dns.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ProbeRunTest {

  private final Map<Integer, CompletableFuture<List<ProbeAnswer>>> visits =
      new ConcurrentHashMap<>();
  private final List<Integer> printed = new ArrayList<>();

  private final ProbeRun run =
      new ProbeRun(
          target -> visits.computeIfAbsent(target.port(), port -> new CompletableFuture<>()),
          answers -> ProbeRun.Fate.NOT_PROVEN,
          answers -> printed.add(answers.get(0).target().port()));

  private static HostPort target(int port) {
    return new HostPort("pool.test", port);
  }

  private void answer(int port) {
    FamilyAnswer none = new FamilyAnswer(DnsOutcome.NXDOMAIN, List.of());
    Resolution resolution = new Resolution("pool.test", 0, 0, "", none, none, List.of());
    visits.get(port).complete(List.of(new ProbeAnswer(target(port), resolution, Optional.empty())));
  }

  @Test
  void answersComeInTheOrderOfTheTargets() {
    run.add(target(1));
    run.add(target(2));
    answer(2);
    run.add(target(3));
    assertThat(printed).as("the first is still missing").isEmpty();
    answer(1);
    answer(3);
    run.finish();
    assertThat(printed).containsExactly(1, 2, 3);
    assertThat(run.targets(ProbeRun.Fate.NOT_PROVEN)).isEqualTo(3);
  }

  @Test
  void whoStopsGetsWhatIsThereAndNothingAfterwards() {
    run.add(target(1));
    run.add(target(2));
    run.add(target(3));
    answer(3);
    run.stop();
    assertThat(printed).containsExactly(3);
    assertThat(run.targets(ProbeRun.Fate.NOT_ASKED)).isEqualTo(2);
    answer(1);
    run.finish();
    assertThat(printed).containsExactly(3);
  }

  @Test
  void noMoreTargetsAreHeldThanTheWindow() throws InterruptedException {
    Thread adding =
        new Thread(
            () -> {
              for (int port = 1; port <= ProbeRun.WINDOW + 10; port++) {
                run.add(target(port));
              }
            });
    adding.start();
    while (visits.size() < ProbeRun.WINDOW) {
      Thread.onSpinWait();
    }
    assertThat(visits).hasSize(ProbeRun.WINDOW);
    for (int port = 1; port <= ProbeRun.WINDOW + 10; port++) {
      while (!visits.containsKey(port)) {
        Thread.onSpinWait();
      }
      answer(port);
    }
    adding.join();
    run.finish();
    assertThat(printed).hasSize(ProbeRun.WINDOW + 10).isSorted();
  }
}
