// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Reach;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one connection came to. Times are milliseconds since 1970-01-01T00:00Z.
 *
 * @param elsewhere a protocol to try on another connection
 */
record ConnectionResult(
    Reach reach,
    OptionalLong connectedAt,
    OptionalLong firstByteAt,
    Channel channel,
    Finding finding,
    Optional<ProbeProtocol> elsewhere) {

  /** A connection that did not come about. */
  static ConnectionResult unreached(Reach reach, Channel channel) {
    return new ConnectionResult(
        reach,
        OptionalLong.empty(),
        OptionalLong.empty(),
        channel,
        Finding.unproven(DialogueOutcome.NONE, Evidence.E0),
        Optional.empty());
  }

  boolean proves() {
    return finding.evidence().provesMining();
  }

  /** This and a later connection of the same visit: what was seen first is not lost. */
  ConnectionResult and(ConnectionResult later) {
    if (later.firstByteAt.isEmpty()) {
      return new ConnectionResult(
          reach, connectedAt, firstByteAt, channel, finding, later.elsewhere);
    }
    Finding both = finding.and(later.finding);
    boolean laterDecides =
        both.outcome() == later.finding.outcome() && both.evidence() == later.finding.evidence();
    return new ConnectionResult(
        reach,
        connectedAt,
        firstByteAt.isPresent() ? firstByteAt : later.firstByteAt,
        laterDecides ? later.channel : channel,
        both,
        later.elsewhere);
  }
}
