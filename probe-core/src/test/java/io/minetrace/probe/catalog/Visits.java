// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.WorkFacts;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Observations for tests: visits of one second by the vantage "here", every three hours. */
public final class Visits {

  public static final long HOUR = 3_600_000L;
  public static final long INTERVAL = 3 * HOUR;

  private Visits() {}

  public static Observation up(Endpoint endpoint, long startedAt) {
    return visit(endpoint, startedAt, Reach.CONNECTED, Evidence.E3, "", "hello " + startedAt);
  }

  public static Observation up(Endpoint endpoint, long startedAt, String fqdn) {
    return visit(endpoint, startedAt, Reach.CONNECTED, Evidence.E3, fqdn, "");
  }

  public static Observation down(Endpoint endpoint, long startedAt) {
    return visit(endpoint, startedAt, Reach.REFUSED, Evidence.E0, "", "");
  }

  private static Observation visit(
      Endpoint endpoint,
      long startedAt,
      Reach reach,
      Evidence evidence,
      String fqdn,
      String transcript) {
    boolean up = evidence.provesMining();
    return new Observation(
        endpoint,
        fqdn.isEmpty() ? Optional.empty() : Optional.of(fqdn),
        "here",
        "",
        startedAt,
        OptionalLong.empty(),
        OptionalLong.empty(),
        startedAt + 1_000,
        INTERVAL,
        false,
        reach,
        Channel.PLAIN,
        up ? DialogueOutcome.MINING : DialogueOutcome.NONE,
        evidence,
        up ? List.of("stratum1") : List.of(),
        "",
        List.of("BTC"),
        CoinFinding.NONE,
        WorkFacts.NONE,
        Optional.empty(),
        List.of(),
        0,
        0,
        Bytes.ofUtf8(transcript),
        Bytes.ofUtf8(transcript).sha256());
  }

  /** A visit that has all there is to be stored of one. */
  public static Observation full(Endpoint endpoint, long startedAt, String fqdn) {
    return new Observation(
        endpoint,
        Optional.of(fqdn),
        "here",
        "0.1.0",
        startedAt,
        OptionalLong.of(startedAt + 20),
        OptionalLong.of(startedAt + 45),
        startedAt + 1_000,
        INTERVAL,
        true,
        Reach.CONNECTED,
        Channel.TLS,
        DialogueOutcome.MINING,
        Evidence.E4,
        List.of("eth-stratum-1", "stratum1"),
        "some software",
        List.of("BCH", "BTC"),
        new CoinFinding(List.of("LTC"), "height", CoinConfidence.HEIGHT),
        new WorkFacts(
            "scrypt",
            OptionalLong.of(2_900_000),
            OptionalDouble.of(0.25),
            Optional.of("0".repeat(16) + "ab".repeat(24)),
            List.of("auxpow"),
            "Some Pool"),
        Optional.of(
            new TlsFacts(
                "TLSv1.2",
                Optional.of(fqdn),
                "cd".repeat(32),
                List.of("*.pool.test", "pool.test"),
                1_000,
                2_000_000_000_000L)),
        List.of("192.0.2.99:3333", "other.pool.test:443"),
        120,
        850,
        Bytes.ofUtf8("said and heard"),
        Bytes.ofUtf8("said and heard").sha256());
  }

  /** Work on a block, given out by an endpoint that was declared to serve one coin. */
  public static Observation work(
      Endpoint endpoint, long startedAt, String fqdn, String coin, String block) {
    return new Observation(
        endpoint,
        Optional.of(fqdn),
        "here",
        "",
        startedAt,
        OptionalLong.empty(),
        OptionalLong.empty(),
        startedAt + 1_000,
        INTERVAL,
        false,
        Reach.CONNECTED,
        Channel.PLAIN,
        DialogueOutcome.MINING,
        Evidence.E4,
        List.of("stratum1"),
        "",
        List.of(coin),
        CoinFinding.NONE,
        new WorkFacts(
            "", OptionalLong.empty(), OptionalDouble.empty(), Optional.of(block), List.of(), ""),
        Optional.empty(),
        List.of(),
        0,
        0,
        Bytes.EMPTY,
        "");
  }
}
