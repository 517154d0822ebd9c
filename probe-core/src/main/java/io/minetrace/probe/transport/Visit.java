// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ProberBuild;
import io.minetrace.probe.Reach;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.coin.CoinInference;
import io.minetrace.probe.dialogue.Dialogue;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.HttpDialogue;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.NoiseDialogue;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.dialogue.QuestionOrder;
import io.minetrace.window.Channel;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One visit: a connection, and where that is wanted the connections its answers point to, put
 * together into one observation. All of it happens on one event loop.
 */
final class Visit {

  /** Reads what answers as no HTTP and no Noise server does. */
  private static final ProbeProtocol GENERIC = ProbeProtocol.STRATUM1;

  /** What all visits share. */
  record Tools(
      Refusals refusals, StartRate startRate, TlsClient tlsClient, RandomGenerator random) {}

  private final ProbeTarget target;
  private final ProberSettings settings;
  private final InstantSource clock;
  private final EventLoop eventLoop;
  private final Bootstrap bootstrap;
  private final Tools tools;
  private final Consumer<Runnable> nextTurn;
  private long startedAt;
  private final Transcript transcript = new Transcript();
  private final Set<Question> asked = new LinkedHashSet<>();
  private final Suspicions suspicions = new Suspicions();
  private final NodeAccess access;
  private final Consumer<Observation> whenDone;
  private boolean done;

  /**
   * @param nextTurn gives up the place of the connection that ended, and runs what it is given when
   *     it is the visit's turn again
   * @param whenDone called once, whatever happens
   */
  Visit(
      ProbeTarget target,
      ProberSettings settings,
      InstantSource clock,
      EventLoop eventLoop,
      Bootstrap bootstrap,
      Tools tools,
      Consumer<Runnable> nextTurn,
      Consumer<Observation> whenDone) {
    this.target = target;
    this.settings = settings;
    this.clock = clock;
    this.eventLoop = eventLoop;
    this.bootstrap = bootstrap;
    this.tools = tools;
    this.nextTurn = nextTurn;
    this.whenDone = whenDone;
    this.startedAt = clock.millis();
    this.access =
        new NodeAccess(
            settings.nodeLogins().of(target.endpoint()), tools.random(), transcript.withheld());
  }

  /** The one that all of the visit happens on. */
  EventLoop eventLoop() {
    return eventLoop;
  }

  /** To be called on the event loop. */
  void start() {
    guarded(() -> atOurPace(this::begin));
  }

  private void begin() {
    // Not before: what we waited for the rate is no time of the endpoint's.
    startedAt = clock.millis();
    Optional<Refusals.Refusal> refusal = tools.refusals().of(target);
    if (refusal.isPresent()) {
      leaveAlone(refusal.get());
    } else {
      Wrapping wrapping = target.tls().orElse(false) ? Wrapping.TLS : Wrapping.PLAIN;
      ProbeProtocol first =
          QuestionOrder.firstQuestion(
              target.hint(), target.declaredCoins(), target.endpoint().port());
      converse(new Question(first, wrapping), Optional.empty());
    }
  }

  /** Ends without a connection. To be called instead of {@link #start}, on any thread. */
  void leaveAlone(Refusals.Refusal refusal) {
    transcript.remark(target.endpoint() + " not visited: " + refusal.reason());
    conclude(ConnectionResult.unreached(refusal.reach(), Channel.PLAIN));
  }

  /**
   * Connects when the rate allows it. The turn that the visit was given is not enough: between it
   * and this thread's time for it others may have come late as well, and would all begin at once.
   */
  private void atOurPace(Runnable connection) {
    long wait = tools.startRate().beginOrWait(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    if (wait == 0) {
      connection.run();
    } else {
      var unused =
          eventLoop.schedule(
              () -> guarded(() -> atOurPace(connection)), wait, TimeUnit.MILLISECONDS);
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
      conclude(ConnectionResult.unreached(Reach.LOCAL_ERROR, Channel.PLAIN));
    }
  }

  /** One more connection, which is added to what the ones before it came to. */
  private void converse(Question question, Optional<ConnectionResult> soFar) {
    asked.add(question);
    transcript.remark(question.protocol().id() + " to " + target.endpoint());
    DialogueContext context =
        new DialogueContext(
            target.fqdn().orElse(target.endpoint().address().toString()),
            target.endpoint().port(),
            settings.agent(),
            startedAt,
            target.declaredCoins(),
            settings.addresses());
    new Connection(
            conversation(question.protocol(), context),
            question.wrapping(),
            tools.tlsClient(),
            TlsClient.sni(target.fqdn()),
            transcript,
            settings.timeouts(),
            clock,
            later ->
                guarded(() -> goOn(question, later, soFar.map(s -> s.and(later)).orElse(later))))
        .open(bootstrap.clone(eventLoop), socketAddress());
  }

  private Conversation conversation(ProbeProtocol protocol, DialogueContext context) {
    Dialogue dialogue = protocol.dialogue();
    LineDialogue generic = (LineDialogue) GENERIC.dialogue();
    return switch (protocol.carrier()) {
      case LINES -> new LineConversation((LineDialogue) dialogue, context);
      case HTTP ->
          new HttpConversation((HttpDialogue) dialogue, generic, context, access, transcript);
      case NOISE ->
          new NoiseConversation(
              (NoiseDialogue) dialogue, generic, context, tools.random(), transcript);
      case WEBSOCKET -> new WebSocketConversation((LineDialogue) dialogue, context, transcript);
    };
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

  private void goOn(Question question, ConnectionResult last, ConnectionResult soFar) {
    note(question, last);
    Optional<Question> next =
        isOpen(soFar) && asked.size() < settings.followUp().connections()
            ? suspicions.next(this::mayBeAsked)
            : Optional.empty();
    if (next.isPresent()) {
      nextTurn.accept(
          () -> eventLoop.execute(() -> guarded(() -> atOurPace(() -> goTo(next.get(), soFar)))));
    } else {
      conclude(soFar);
    }
  }

  /** Where the protocol was given, it is the only one that is asked for. */
  private boolean mayBeAsked(Question question) {
    return target.hint().map(given -> given == question.protocol()).orElse(true);
  }

  /** Keeps what an answer points to. */
  private void note(Question question, ConnectionResult last) {
    // A known service that hangs up has shut us out, rather than become another.
    boolean shutOut = last.hungUp() && target.hint().isPresent();
    Optional<Question> otherProtocol =
        shutOut
            ? Optional.empty()
            : last.elsewhere().map(protocol -> new Question(protocol, question.wrapping()));
    Optional<Question> otherWrapping =
        target.tls().isEmpty()
            ? last.wrapping().map(wrapping -> new Question(question.protocol(), wrapping))
            : Optional.empty();
    if (last.hungUp()) {
      // Servers that speak HTTP only are rarer, but they are asked without offending anybody.
      otherProtocol.filter(this::isNew).ifPresent(suspicions::addGuess);
      otherWrapping.filter(this::isNew).ifPresent(suspicions::addGuess);
    } else {
      otherProtocol.filter(this::isNew).ifPresent(suspicions::addPointer);
      otherWrapping.filter(this::isNew).ifPresent(suspicions::addPointer);
    }
  }

  private boolean isNew(Question question) {
    return !asked.contains(question);
  }

  private static boolean isOpen(ConnectionResult soFar) {
    return !soFar.proves() && soFar.finding().outcome() != DialogueOutcome.BAN_TEXT;
  }

  private void goTo(Question next, ConnectionResult soFar) {
    if (tools.refusals().of(target).isPresent()) {
      conclude(soFar);
    } else {
      converse(next, Optional.of(soFar));
    }
  }

  private void conclude(ConnectionResult result) {
    Finding finding = result.finding();
    if (!finding.evidence().provesMining()) {
      // The next visit knows from it what to ask.
      List<String> suspected = isOpen(result) ? suspicions.protocols(asked) : List.of();
      finding = finding.withProtocols(suspected.isEmpty() ? finding.protocols() : suspected);
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
            finding.protocols(),
            finding.software(),
            target.declaredCoins(),
            CoinInference.infer(finding.job(), startedAt, target.declaredCoins()),
            finding.job().work(result.tls().map(TlsFacts::names).orElse(List.of())),
            result.tls(),
            finding.discovered(),
            transcript.bytesSent(),
            transcript.bytesReceived(),
            transcript.beginning(),
            transcript.sha256()));
  }
}
