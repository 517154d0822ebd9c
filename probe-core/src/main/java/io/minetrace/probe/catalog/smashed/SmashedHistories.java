// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.Observation;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Puts sorted visits into a catalog, whole endpoints a transaction. */
final class SmashedHistories {

  private static final int ROWS_A_TRANSACTION = 10_000;

  /** An endpoint with more is stored in parts, and folded when all of them are there. */
  private static final int MOST_OF_ONE = 20_000;

  /** One is written while the next is made: more would only wait for the same disk. */
  private static final int WRITERS = 2;

  private final SmashedInventory known;
  private final SortedVisits<Endpoint> visits;
  private final String vantage;
  private final long intervalMillis;
  private final Deque<Future<Integer>> writing = new ArrayDeque<>();

  /**
   * @param intervalMillis between the predecessor's sweeps
   */
  SmashedHistories(
      SmashedInventory known, SortedVisits<Endpoint> visits, String vantage, long intervalMillis) {
    this.known = known;
    this.visits = visits;
    this.vantage = vantage;
    this.intervalMillis = intervalMillis;
  }

  /**
   * Stores all of them.
   *
   * @return how many were not there already
   */
  long store(Catalog catalog) throws IOException {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    long added = 0;
    try {
      List<Observation> batch = new ArrayList<>();
      for (Endpoint endpoint : visits.places()) {
        if (visits.count(endpoint) > MOST_OF_ONE) {
          added += storeInParts(catalog, endpoint);
          continue;
        }
        read(endpoint, batch::add);
        if (batch.size() >= ROWS_A_TRANSACTION) {
          List<Observation> whole = batch;
          writing.add(writers.submit(() -> catalog.storeHistories(whole, vantage)));
          batch = new ArrayList<>();
          added += finished(WRITERS);
        }
      }
      added += catalog.storeHistories(batch, vantage);
      added += finished(0);
    } finally {
      writers.shutdownNow();
      awaitEnd(writers);
    }
    return added;
  }

  /** What is being written when something fails is either there or not before it is said. */
  private static void awaitEnd(ExecutorService writers) {
    try {
      var unused = writers.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until no more than so many are being written. */
  private long finished(int most) {
    long added = 0;
    while (writing.size() > most) {
      try {
        added += writing.remove().get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return added;
  }

  private long storeInParts(Catalog catalog, Endpoint endpoint) throws IOException {
    List<Observation> part = new ArrayList<>();
    long[] added = {0};
    read(
        endpoint,
        observation -> {
          part.add(observation);
          if (part.size() == ROWS_A_TRANSACTION) {
            added[0] += catalog.appendWithTranscripts(part, vantage);
            part.clear();
          }
        });
    return added[0] + catalog.appendWithTranscripts(part, vantage);
  }

  private interface Taker {
    void take(Observation observation);
  }

  private void read(Endpoint endpoint, Taker taker) throws IOException {
    Map<Long, Same> properties = new HashMap<>();
    visits.read(
        endpoint,
        visit -> {
          Same same =
              properties.computeIfAbsent(
                  visit.property(), number -> new Same(known.property(number).orElseThrow()));
          taker.take(same.observation(visit));
        });
  }

  /** What is the same in many visits of a mining property. */
  private final class Same {

    private final SmashedInventory.Property property;
    private final Optional<String> fqdn;
    private String reason = "";
    private List<String> protocols = List.of();

    Same(SmashedInventory.Property property) {
      this.property = property;
      this.fqdn = Optional.of(property.fqdn());
    }

    Observation observation(SortedVisits.Visit visit) {
      visit
          .reason()
          .ifPresent(
              news -> {
                reason = news;
                protocols = SmashedVerdict.protocols(property.protocol(), reason);
              });
      // The predecessor notes whole seconds, at the end of a visit, and nothing else of time.
      long at = visit.time() + property.offsetMillis();
      SmashedVerdict verdict = visit.verdict();
      return new Observation(
          property.endpoint(),
          fqdn,
          vantage,
          "",
          at,
          OptionalLong.empty(),
          OptionalLong.empty(),
          at,
          intervalMillis,
          false,
          verdict.reach(),
          SmashedVerdict.channel(property.protocol()),
          verdict.dialogue(),
          verdict.evidence(),
          verdict == SmashedVerdict.UP ? protocols : List.of(),
          "",
          property.coins(),
          CoinFinding.NONE,
          WorkFacts.NONE,
          Optional.empty(),
          List.of(),
          0,
          0,
          visit
              .reason()
              .map(news -> Bytes.of(news.getBytes(StandardCharsets.UTF_8)))
              .orElse(Bytes.EMPTY),
          "");
    }
  }
}
