// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a visit may have found, and what was known before it. */
enum Seen {
  UP(Reach.CONNECTED, DialogueOutcome.MINING, Evidence.E4, 200),
  DOWN(Reach.TIMEOUT, DialogueOutcome.NONE, Evidence.E0, 0),
  SHUT_OUT(Reach.CONNECTED, DialogueOutcome.CLOSED_EMPTY, Evidence.E0, 0),
  WEB_PAGE(Reach.CONNECTED, DialogueOutcome.HTTP_OTHER, Evidence.E0, 500),
  BAN_TEXT(Reach.CONNECTED, DialogueOutcome.BAN_TEXT, Evidence.E2, 60),
  OUR_FAULT(Reach.LOCAL_ERROR, DialogueOutcome.NONE, Evidence.E0, 0),
  OPTED_OUT(Reach.SKIPPED_OPTOUT, DialogueOutcome.NONE, Evidence.E0, 0);

  static final long INTERVAL = 3 * 3_600_000L;

  private final Reach reach;
  private final DialogueOutcome dialogue;
  private final Evidence evidence;
  private final long bytes;

  Seen(Reach reach, DialogueOutcome dialogue, Evidence evidence, long bytes) {
    this.reach = reach;
    this.dialogue = dialogue;
    this.evidence = evidence;
    this.bytes = bytes;
  }

  /** As seen on a visit of half a second. */
  Observation at(ProbeTarget target, long startedAt) {
    return new Observation(
        target.endpoint(),
        target.fqdn(),
        "here",
        "",
        startedAt,
        OptionalLong.empty(),
        OptionalLong.empty(),
        startedAt + 500,
        target.intervalMillis(),
        target.confirms(),
        reach,
        Channel.PLAIN,
        dialogue,
        evidence,
        evidence.provesMining() ? List.of("stratum1") : List.of(),
        "",
        target.declaredCoins(),
        CoinFinding.NONE,
        WorkFacts.NONE,
        Optional.empty(),
        List.of(),
        0,
        bytes,
        Bytes.EMPTY,
        "");
  }

  Observation at(Endpoint endpoint, long startedAt) {
    return at(
        new ProbeTarget(
            endpoint,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            INTERVAL,
            false),
        startedAt);
  }

  /** An endpoint that is up, of an address with so many that are. */
  static DueEndpoint known(Endpoint endpoint, int provenPorts, String... pools) {
    return due(endpoint, true, provenPorts, 0, pools);
  }

  /** An endpoint that was never proven. */
  static DueEndpoint stranger(Endpoint endpoint, int misses) {
    return due(endpoint, false, 0, misses);
  }

  private static DueEndpoint due(
      Endpoint endpoint, boolean proven, int provenPorts, int misses, String... pools) {
    return new DueEndpoint(
        DueEndpoint.Place.FIRST,
        endpoint,
        Optional.empty(),
        List.of(pools),
        proven ? "stratum1" : "",
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        proven,
        proven,
        provenPorts,
        misses,
        OptionalLong.empty());
  }
}
