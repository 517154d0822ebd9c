// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.window.AvailabilityWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The windows that visits leave behind as they come are those of a fold over all of them. */
class StoredOneByOneTest {

  private static final int ENDPOINTS = 12;
  private static final int SWEEPS = 14;
  private static final long BEGIN = 1_767_225_600_000L;

  private static Endpoint endpoint(int number) {
    return Endpoint.tcp(IpAddress.ofIpv4(0xc000_0200 + number), 3333);
  }

  private static Observation visit(Random random, int endpoint, long at) {
    String fqdn = random.nextInt(6) == 0 ? "n" + endpoint % 3 + ".pool.test" : "";
    return random.nextInt(4) == 0
        ? Visits.down(endpoint(endpoint), at)
        : fqdn.isEmpty()
            ? Visits.up(endpoint(endpoint), at)
            : Visits.up(endpoint(endpoint), at, fqdn);
  }

  private static Map<Endpoint, List<AvailabilityWindow>> windows(Catalog catalog) {
    Map<Endpoint, List<AvailabilityWindow>> windows = new HashMap<>();
    for (int i = 0; i < ENDPOINTS; i++) {
      windows.put(endpoint(i), catalog.windows(endpoint(i)));
    }
    return windows;
  }

  @Test
  void whateverOrderTheyComeIn() {
    Random random = new Random(5);
    try (Catalog catalog = TestCatalog.empty()) {
      long doubt = 0;
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        List<Observation> batch = new ArrayList<>();
        for (int endpoint = 0; endpoint < ENDPOINTS; endpoint++) {
          long at = BEGIN + sweep * Visits.INTERVAL + random.nextInt(1_800_000);
          if (random.nextInt(8) > 0) {
            batch.add(visit(random, endpoint, at));
          }
          if (random.nextInt(10) == 0) {
            batch.add(visit(random, endpoint, at - random.nextInt(40) * Visits.HOUR));
          }
        }
        Collections.shuffle(batch, random);
        int cut = random.nextInt(batch.size());
        catalog.store(batch.subList(0, cut));
        catalog.store(batch.subList(cut, batch.size()));
        if (sweep == 4) {
          doubt =
              catalog.openDoubt(
                  new DoubtScope.OfAddress(endpoint(3).address()),
                  BEGIN,
                  BEGIN + 9 * Visits.INTERVAL,
                  "a ban",
                  "test",
                  BEGIN);
          catalog.foldAll(folded -> {});
        }
        if (sweep == 9) {
          catalog.releaseDoubt(doubt, "test", BEGIN);
          catalog.foldAll(folded -> {});
        }
      }

      Map<Endpoint, List<AvailabilityWindow>> stepwise = windows(catalog);
      assertThat(stepwise.values()).as("something to compare").noneMatch(List::isEmpty);
      catalog
          .jdbi()
          .useHandle(
              handle -> {
                handle.execute("DELETE FROM availability_window");
                handle.execute("UPDATE endpoint SET unfolded_from = ?", Long.MIN_VALUE);
              });
      catalog.foldAll(folded -> {});
      assertThat(windows(catalog)).isEqualTo(stepwise);
    }
  }
}
