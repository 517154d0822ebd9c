// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Reach;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one connection came to. Times are milliseconds since 1970-01-01T00:00Z.
 *
 * @param tls what the handshake showed, where one was made
 * @param elsewhere a protocol to try on another connection
 * @param wrapping what to try the same protocol in, on another connection
 * @param hungUp whether the server closed the connection for an answer to our first words: what
 *     {@code elsewhere} and {@code wrapping} name is then a guess
 */
record ConnectionResult(
    Reach reach,
    OptionalLong connectedAt,
    OptionalLong firstByteAt,
    Channel channel,
    Finding finding,
    Optional<TlsFacts> tls,
    Optional<ProbeProtocol> elsewhere,
    Optional<Wrapping> wrapping,
    boolean hungUp) {

  /** A connection that did not come about. */
  static ConnectionResult unreached(Reach reach, Channel channel) {
    return new ConnectionResult(
        reach,
        OptionalLong.empty(),
        OptionalLong.empty(),
        channel,
        Finding.unproven(DialogueOutcome.NONE, Evidence.E0),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  boolean proves() {
    return finding.evidence().provesMining();
  }

  /** This and a later connection of the same visit: what was seen first is not lost. */
  ConnectionResult and(ConnectionResult later) {
    boolean laterIsHeard = later.firstByteAt.isPresent();
    Finding both = laterIsHeard ? finding.and(later.finding) : finding;
    boolean laterDecides =
        laterIsHeard
            && both.outcome() == later.finding.outcome()
            && both.evidence() == later.finding.evidence();
    return new ConnectionResult(
        reach,
        connectedAt,
        firstByteAt.isPresent() ? firstByteAt : later.firstByteAt,
        laterDecides ? later.channel : channel,
        both,
        later.tls.or(() -> tls),
        later.elsewhere,
        later.wrapping,
        later.hungUp);
  }
}
