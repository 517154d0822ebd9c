// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ProberBuild;
import io.minetrace.probe.Reach;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.dialogue.Dialogue;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.HttpDialogue;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One visit: a connection, and where that is wanted the connections its answers point to, put
 * together into one observation. All of it happens on one event loop.
 */
final class Visit {

  /** Asked of an endpoint of which nothing is known. */
  private static final ProbeProtocol GENERIC = ProbeProtocol.STRATUM1;

  private final ProbeTarget target;
  private final ProberSettings settings;
  private final InstantSource clock;
  private final EventLoop eventLoop;
  private final Bootstrap bootstrap;
  private final long startedAt;
  private final Transcript transcript = new Transcript();
  private final Set<ProbeProtocol> asked = EnumSet.noneOf(ProbeProtocol.class);
  private final Consumer<Observation> whenDone;
  private Optional<Future<?>> pause = Optional.empty();
  private boolean done;

  /**
   * @param whenDone called once, whatever happens
   */
  Visit(
      ProbeTarget target,
      ProberSettings settings,
      InstantSource clock,
      EventLoop eventLoop,
      Bootstrap bootstrap,
      Consumer<Observation> whenDone) {
    this.target = target;
    this.settings = settings;
    this.clock = clock;
    this.eventLoop = eventLoop;
    this.bootstrap = bootstrap;
    this.whenDone = whenDone;
    this.startedAt = clock.millis();
  }

  /** To be called on the event loop. */
  void start() {
    guarded(this::begin);
  }

  private void begin() {
    Optional<String> refusal = settings.policy().refusal(target.endpoint().address());
    if (refusal.isPresent()) {
      transcript.remark(target.endpoint() + " not visited: it lies in " + refusal.get());
      conclude(ConnectionResult.unreached(Reach.SKIPPED_POLICY, Channel.PLAIN));
    } else {
      converse(target.hint().orElse(GENERIC), Optional.empty());
    }
  }

  /** Ends as a fault of ours, wherever it stands. To be called on the event loop. */
  void abort() {
    failed("the prober was closed");
  }

  /** One step of the visit; a fault of ours ends the visit and is never blamed on the endpoint. */
  private void guarded(Runnable step) {
    try {
      if (!done) {
        step.run();
      }
    } catch (RuntimeException e) {
      failed(e.toString());
    }
  }

  private void failed(String fault) {
    if (!done) {
      transcript.remark("given up, our fault: " + fault);
      pause.ifPresent(pending -> pending.cancel(false));
      conclude(ConnectionResult.unreached(Reach.LOCAL_ERROR, Channel.PLAIN));
    }
  }

  /** One more connection, which is added to what the ones before it came to. */
  private void converse(ProbeProtocol protocol, Optional<ConnectionResult> soFar) {
    asked.add(protocol);
    transcript.remark(protocol.id() + " to " + target.endpoint());
    DialogueContext context =
        new DialogueContext(
            target.fqdn().orElse(target.endpoint().address().toString()),
            target.endpoint().port(),
            settings.agent(),
            startedAt);
    new Connection(
            conversation(protocol.dialogue(), context),
            transcript,
            settings.timeouts(),
            clock,
            later -> guarded(() -> goOn(soFar.map(earlier -> earlier.and(later)).orElse(later))))
        .open(bootstrap.clone(eventLoop), socketAddress());
  }

  private static Conversation conversation(Dialogue dialogue, DialogueContext context) {
    // The dialogues are sealed to these two kinds.
    return dialogue instanceof HttpDialogue http
        ? new HttpConversation(http, (LineDialogue) GENERIC.dialogue(), context)
        : new LineConversation((LineDialogue) dialogue, context);
  }

  /** The very address that the policy was asked about. */
  private InetSocketAddress socketAddress() {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(target.endpoint().address().toBytes()),
          target.endpoint().port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private void goOn(ConnectionResult soFar) {
    Optional<ProbeProtocol> next = pointsTo(soFar);
    boolean follow =
        next.isPresent()
            && target.hint().isEmpty()
            && asked.size() < settings.followUp().connections();
    if (follow) {
      pause =
          Optional.of(
              eventLoop.schedule(
                  () -> guarded(() -> converse(next.get(), Optional.of(soFar))),
                  settings.pacing().followUpPauseMillis(),
                  TimeUnit.MILLISECONDS));
    } else {
      conclude(soFar);
    }
  }

  /** The protocol that the answer points to, if it proved none and was not asked for it yet. */
  private Optional<ProbeProtocol> pointsTo(ConnectionResult soFar) {
    boolean open = !soFar.proves() && soFar.finding().outcome() != DialogueOutcome.BAN_TEXT;
    // A known service that hangs up has shut us out, rather than become another.
    boolean silentThoughKnown = target.hint().isPresent() && soFar.firstByteAt().isEmpty();
    return open && !silentThoughKnown
        ? soFar.elsewhere().filter(protocol -> !asked.contains(protocol))
        : Optional.empty();
  }

  private void conclude(ConnectionResult result) {
    Finding finding = result.finding();
    if (!finding.evidence().provesMining()) {
      // The next visit knows from it what to ask.
      finding = finding.withProtocols(pointsTo(result).map(ProbeProtocol::id).stream().toList());
    }
    done = true;
    whenDone.accept(
        new Observation(
            target.endpoint(),
            target.fqdn(),
            settings.vantage(),
            ProberBuild.VERSION,
            startedAt,
            result.connectedAt(),
            result.firstByteAt(),
            Math.max(startedAt, clock.millis()),
            target.intervalMillis(),
            target.confirms(),
            result.reach(),
            result.channel(),
            finding.outcome(),
            finding.evidence(),
            finding.protocol().isEmpty() ? List.of() : List.of(finding.protocol()),
            finding.software(),
            target.declaredCoins(),
            finding.coin(),
            WorkFacts.NONE,
            Optional.empty(),
            List.of(),
            transcript.bytesSent(),
            transcript.bytesReceived(),
            transcript.beginning(),
            transcript.sha256()));
  }
}
