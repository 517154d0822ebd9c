// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.dns.DnsOutcome;
import io.minetrace.probe.dns.FamilyAnswer;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.probe.dns.ResolvedAddress;
import io.minetrace.probe.dns.Resolver;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NameSweepTest {

  private static final String NAME = "eu.pool.test";
  private static final long HALF_AN_HOUR = 1_800_000L;
  private static final long HOUR = 2 * HALF_AN_HOUR;

  private final Deque<Runnable> loop = new ArrayDeque<>();
  private long now = 1_795_348_800_000L;
  private int questions;
  private FamilyAnswer here = addresses("192.0.2.1");
  private FamilyAnswer there = addresses("198.51.100.1");
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
    catalog.declare(
        List.of(
            new DeclaredService(
                "Pool", "", NAME, 3333, "BTC", "", "stratum1", "", "", "test", "")));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static FamilyAnswer addresses(String address) {
    return new FamilyAnswer(
        DnsOutcome.ADDRESSES, List.of(new ResolvedAddress(IpAddress.parse(address), 60)));
  }

  private CompletableFuture<Resolution> answer(String fqdn, String server, FamilyAnswer ipv4) {
    questions++;
    return CompletableFuture.completedFuture(
        new Resolution(
            fqdn,
            now,
            now,
            server,
            ipv4,
            FamilyAnswer.none(
                ipv4.outcome() == DnsOutcome.ADDRESSES ? DnsOutcome.NODATA : ipv4.outcome()),
            List.of("alias.test")));
  }

  /** A sweep as after a start of the program, asked once. */
  private void sweep() {
    Resolver one = fqdn -> answer(fqdn, "192.0.2.53:53", here);
    Resolver other = fqdn -> answer(fqdn, "198.51.100.53:53", there);
    NameSweep names =
        new NameSweep(
            catalog,
            List.of(one, other),
            HALF_AN_HOUR,
            () -> Instant.ofEpochMilli(now),
            new Random(1),
            (event, details) -> {},
            loop::add);
    names.dispatch(now);
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
    names.flush(now);
  }

  private List<String> due() {
    return catalog.dueEndpoints("here", now, DueEndpoint.Place.FIRST, 10).stream()
        .map(endpoint -> endpoint.endpoint().toString())
        .sorted()
        .toList();
  }

  @Test
  void eachResolverIsAskedAndWhatItSaysLeadsToEndpoints() {
    sweep();

    assertThat(questions).isEqualTo(2);
    assertThat(due()).containsExactly("192.0.2.1:3333/tcp", "198.51.100.1:3333/tcp");
  }

  @Test
  void aNameThatDoesNotResolveIsAskedHalfAsOftenEachTimeAndAtOnceAsBeforeWhenItDoes() {
    here = FamilyAnswer.none(DnsOutcome.NXDOMAIN);
    there = FamilyAnswer.none(DnsOutcome.SERVFAIL);
    sweep();
    int asked = 0;
    for (int hour = 0; hour < 240; hour++) {
      now += HOUR;
      int before = questions;
      sweep();
      asked += questions > before ? 1 : 0;
    }
    assertThat(asked).as("questions in ten days, hourly asked otherwise").isBetween(10, 22);

    here = addresses("192.0.2.1");
    now += 30 * HOUR;
    sweep();
    int before = questions;
    now += HOUR;
    sweep();
    assertThat(questions).isEqualTo(before + 2);
  }

  @Test
  void silenceIsNoFailureOfTheName() {
    here = FamilyAnswer.none(DnsOutcome.TIMEOUT);
    there = FamilyAnswer.none(DnsOutcome.TIMEOUT);
    for (int hour = 0; hour < 10; hour++) {
      now += HOUR;
      sweep();
    }
    assertThat(questions).isEqualTo(20);
  }
}
