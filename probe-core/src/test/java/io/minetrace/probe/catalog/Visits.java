// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.WorkFacts;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;
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
}
