// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Reach;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.ConnectionEnd.HeardBytes;
import io.minetrace.window.Channel;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection: carries a conversation over a socket, and keeps the limits of time and size. All
 * of it happens on the event loop of its channel.
 *
 * <pre>
 *  connect ─► listening ─ silence ─► (TLS: shaking hands ─► listening ─ silence) ─► asked
 *                 │                              └─ no TLS ─► end                   │  ▲
 *                 └─ bytes ─► greeted ─ JSON, quiet ───────────────────────────────►│  │
 *                                └─ anything else ─► end                            ▼  │
 *                                             end ◄─ hang up ─ settled, quiet, no answer
 *                                                                   └─ second words ───┘
 * </pre>
 *
 * <p>TLS begins only after the server had time to speak: an SMTP server is not sent a handshake.
 */
final class Connection extends SimpleChannelInboundHandler<ByteBuf> {

  /** More is an interrogation: some servers ban who asks a lot. */
  private static final int MAX_QUESTIONS = 2;

  /** Where servers usually greet, and take their time: FTP, SSH, Telnet, SMTP, POP3, MySQL. */
  private static final Set<Integer> GREETING_PORTS = Set.of(21, 22, 23, 25, 110, 143, 587, 3306);

  private static final int LONGER_LISTENING = 10;

  /** Two handshakes' worth, beside the replies. */
  private static final int TLS_ALLOWANCE_BYTES = 128 * 1024;

  /** Our good-bye, to a server that does not read, must not keep the socket. */
  private static final int CLOSE_NOTIFY_MILLIS = 200;

  /** Added to two round trips, for what a server needs to be surprised. */
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private enum State {
    CONNECTING,
    LISTENING,
    SHAKING_HANDS,
    GREETED,
    ASKED,
    ENDED
  }

  private final Conversation conversation;
  private final Wrapping wrapping;
  private final TlsClient tlsClient;
  private final Optional<String> sni;
  private final Transcript transcript;
  private final ProbeTimeouts timeouts;
  private final InstantSource clock;
  private final Consumer<ConnectionResult> whenEnded;

  private State state = State.CONNECTING;
  private OptionalLong connectedAt = OptionalLong.empty();
  private OptionalLong firstByteAt = OptionalLong.empty();
  private HeardBytes heard = HeardBytes.NONE;
  private Conversation.Progress progress = Conversation.Progress.COMPLETE;
  private int bytesHeard;
  private int questions;
  private long openedAtNanos;
  private long roundTripNanos;
  private long askedAtNanos;
  private int bytesAtLastLook;
  private boolean secured;
  private boolean answeredPlainly;
  private Optional<TlsFacts> tls = Optional.empty();

  /** For the signs of another channel. */
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

  /** What is waited for now; at most one thing beside the deadline and the look at progress. */
  private Optional<Future<?>> wait = Optional.empty();

  private Optional<Future<?>> look = Optional.empty();
  private Optional<Future<?>> deadline = Optional.empty();

  /**
   * @param sni the name to ask for in a TLS handshake
   * @param whenEnded called once, whatever happens; must not throw
   */
  Connection(
      Conversation conversation,
      Wrapping wrapping,
      TlsClient tlsClient,
      Optional<String> sni,
      Transcript transcript,
      ProbeTimeouts timeouts,
      InstantSource clock,
      Consumer<ConnectionResult> whenEnded) {
    this.conversation = conversation;
    this.wrapping = wrapping;
    this.tlsClient = tlsClient;
    this.sni = sni;
    this.transcript = transcript;
    this.timeouts = timeouts;
    this.clock = clock;
    this.whenEnded = whenEnded;
  }

  /** Connects and talks. */
  void open(Bootstrap bootstrap, InetSocketAddress address) {
    openedAtNanos = System.nanoTime();
    bootstrap
        .handler(this)
        .connect(address)
        .addListener((ChannelFuture connect) -> connectionTried(connect));
  }

  private void connectionTried(ChannelFuture connect) {
    if (!connect.isSuccess() && state != State.ENDED) {
      Reach reach = ConnectFailure.reach(connect.cause());
      state = State.ENDED;
      transcript.remark("no connection: " + reach + " (" + connect.cause().getMessage() + ")");
      conversation.close();
      whenEnded.accept(ConnectionResult.unreached(reach, channel()));
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connectedAt = OptionalLong.of(clock.millis());
    roundTripNanos = System.nanoTime() - openedAtNanos;
    deadline =
        Optional.of(
            after(
                context,
                timeouts.connectionMillis() - TimeUnit.NANOSECONDS.toMillis(roundTripNanos),
                () -> finish(context, ConnectionEnd.DEADLINE)));
    listen(context);
  }

  private void listen(ChannelHandlerContext context) {
    state = State.LISTENING;
    waitFor(context, listenMillis(context), () -> speak(context));
  }

  private int listenMillis(ChannelHandlerContext context) {
    int port = ((InetSocketAddress) context.channel().remoteAddress()).getPort();
    if (GREETING_PORTS.contains(port)) {
      return timeouts.listenMillis() * LONGER_LISTENING;
    }
    return conversation.listensLonger() ? shorterPatience() : timeouts.listenMillis();
  }

  private void speak(ChannelHandlerContext context) {
    if (wrapping == Wrapping.TLS && !secured) {
      shakeHands(context);
    } else {
      ask(context, conversation.opening());
    }
  }

  private void shakeHands(ChannelHandlerContext context) {
    state = State.SHAKING_HANDS;
    SslHandler handler = tlsClient.handler(sni, context.alloc());
    // The wait here is the limit.
    handler.setHandshakeTimeoutMillis(0);
    handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
    waitFor(context, timeouts.firstByteMillis(), () -> finish(context, ConnectionEnd.TLS_FAILED));
    transcript.remark("TLS" + sni.map(name -> " for " + name).orElse(", no name"));
    context.pipeline().addFirst(handler);
    context.pipeline().addFirst(new RawLimit(conversation.replyLimitBytes() + TLS_ALLOWANCE_BYTES));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == RawLimit.EXCEEDED) {
      finish(context, ConnectionEnd.OVERSIZE);
    } else if (event instanceof SslHandshakeCompletionEvent handshake
        && state == State.SHAKING_HANDS) {
      if (handshake.isSuccess()) {
        handsShaken(context);
      } else {
        tlsFailed(context, handshake.cause());
      }
    }
  }

  private void handsShaken(ChannelHandlerContext context) {
    secured = true;
    noteAnswer();
    tls = TlsClient.facts(context.pipeline().get(SslHandler.class).engine().getSession(), sni);
    tls.ifPresent(
        facts ->
            transcript.remark(
                "%s, certificate %s of %s"
                    .formatted(
                        facts.version(), facts.leafSha256(), String.join(" ", facts.names()))));
    listen(context);
  }

  private void tlsFailed(ChannelHandlerContext context, Throwable cause) {
    transcript.remark("no TLS: " + cause.getMessage());
    boolean closed = cause instanceof IOException && !(cause instanceof javax.net.ssl.SSLException);
    answeredPlainly = cause instanceof NotSslRecordException;
    if (!closed) {
      noteAnswer();
    }
    finish(context, ConnectionEnd.TLS_FAILED);
  }

  /** What the server said in its handshake is an answer, if no word of the conversation. */
  private void noteAnswer() {
    if (firstByteAt.isEmpty()) {
      firstByteAt = OptionalLong.of(clock.millis());
    }
  }

  private void ask(ChannelHandlerContext context, byte[] words) {
    state = State.ASKED;
    questions += conversation.repeats() ? 0 : 1;
    transcript.said(words);
    progress = Conversation.Progress.COMPLETE;
    askedAtNanos = System.nanoTime();
    context
        .writeAndFlush(Unpooled.wrappedBuffer(words))
        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    waitFor(context, patience(), () -> noAnswer(context));
  }

  /** The last question is waited for longest: nothing else can be said after it. */
  private int patience() {
    return questions < MAX_QUESTIONS ? shorterPatience() : timeouts.firstByteMillis();
  }

  /** Half of the time for a first byte, or four round trips where that is more. */
  private int shorterPatience() {
    long trips = TimeUnit.NANOSECONDS.toMillis(4 * roundTripNanos);
    return (int)
        Math.min(timeouts.firstByteMillis(), Math.max(timeouts.firstByteMillis() / 2, trips));
  }

  private void noAnswer(ChannelHandlerContext context) {
    if (heard == HeardBytes.NONE && sayMore(context, Conversation.Lull.SILENCE)) {
      return;
    }
    int waited = patience();
    if (waited < timeouts.firstByteMillis()) {
      // Nothing else to say: the answer has the rest of its time.
      waitFor(
          context,
          timeouts.firstByteMillis() - waited,
          () -> finish(context, ConnectionEnd.NO_ANSWER));
    } else {
      finish(context, ConnectionEnd.NO_ANSWER);
    }
  }

  /** Says what the conversation has to say in a lull; whether there was anything. */
  private boolean sayMore(ChannelHandlerContext context, Conversation.Lull lull) {
    Optional<byte[]> words =
        questions < MAX_QUESTIONS ? conversation.nextWords(lull) : Optional.empty();
    words.ifPresent(more -> ask(context, more));
    return words.isPresent();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    if (state == State.ENDED) {
      return;
    }
    int limit = conversation.replyLimitBytes();
    byte[] bytes =
        ByteBufUtil.getBytes(
            message, message.readerIndex(), Math.min(message.readableBytes(), limit - bytesHeard));
    bytesHeard += bytes.length;
    beginning.write(bytes, 0, Math.min(bytes.length, TlsSign.BYTES - beginning.size()));
    transcript.heard(bytes);
    noteFirstByte();
    progress = conversation.hear(bytes);
    switch (progress) {
      case SETTLED -> {
        if (!sayMore(context, Conversation.Lull.SETTLED)) {
          finish(context, ConnectionEnd.SETTLED);
        }
      }
      case OVERSIZE -> finish(context, ConnectionEnd.OVERSIZE);
      case UNFINISHED, COMPLETE -> {
        if (bytesHeard >= limit) {
          finish(context, ConnectionEnd.OVERSIZE);
        } else {
          waitFor(context, timeouts.quietMillis(), () -> quiet(context));
          if (look.isEmpty()) {
            lookAgainLater(context);
          }
        }
      }
    }
  }

  private void noteFirstByte() {
    if (state == State.LISTENING) {
      state = State.GREETED;
    }
    if (heard == HeardBytes.NONE) {
      noteAnswer();
      heard = state == State.GREETED ? HeardBytes.BEFORE_WE_SPOKE : HeardBytes.AFTER_WE_SPOKE;
    }
  }

  private void quiet(ChannelHandlerContext context) {
    if (state == State.GREETED && conversation.acceptsOpening()) {
      ask(context, conversation.opening());
    } else if (!sayMore(context, Conversation.Lull.QUIET)) {
      finish(context, ConnectionEnd.QUIET);
    }
  }

  /** Ends a connection on which a line or a reply trickles. */
  private void lookAgainLater(ChannelHandlerContext context) {
    bytesAtLastLook = bytesHeard;
    look =
        Optional.of(
            after(
                context,
                timeouts.progressMillis(),
                () -> {
                  boolean trickles =
                      progress == Conversation.Progress.UNFINISHED
                          && bytesHeard - bytesAtLastLook < timeouts.progressBytes();
                  if (trickles) {
                    finish(context, ConnectionEnd.SLOW);
                  } else {
                    lookAgainLater(context);
                  }
                }));
  }

  private void waitFor(ChannelHandlerContext context, int millis, Runnable then) {
    wait.ifPresent(pending -> pending.cancel(false));
    wait = Optional.of(after(context, millis, then));
  }

  private static Future<?> after(ChannelHandlerContext context, long millis, Runnable then) {
    return context.executor().schedule(then, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    finish(
        context,
        state == State.SHAKING_HANDS ? ConnectionEnd.TLS_FAILED : ConnectionEnd.PEER_CLOSED);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean ofTls = cause instanceof DecoderException && wrapping == Wrapping.TLS;
    if (state == State.SHAKING_HANDS && (ofTls || cause instanceof IOException)) {
      tlsFailed(context, ofTls ? Optional.ofNullable(cause.getCause()).orElse(cause) : cause);
    } else if (ofTls || cause instanceof IOException) {
      finish(context, ConnectionEnd.PEER_RESET);
    } else {
      failed(context, cause);
    }
  }

  private void finish(ChannelHandlerContext context, ConnectionEnd end) {
    if (state == State.ENDED) {
      return;
    }
    try {
      conversation.end();
      transcript.remark(end.words());
      Finding finding = end.judge(conversation.finding(), heard);
      boolean wantsTls = wrapping == Wrapping.PLAIN && TlsSign.isIn(beginning.toByteArray());
      if (wantsTls && !finding.evidence().provesMining()) {
        finding = finding.withOutcome(DialogueOutcome.TLS_EXPECTED);
      }
      boolean hungUp = hungUp(end);
      ConnectionResult ended =
          new ConnectionResult(
              Reach.CONNECTED,
              connectedAt,
              firstByteAt,
              channel(),
              finding,
              tls,
              elsewhere(hungUp),
              otherWrapping(wantsTls || (hungUp && soon())),
              hungUp);
      release(context);
      whenEnded.accept(ended);
    } catch (RuntimeException e) {
      failed(context, e);
    }
  }

  private Optional<ProbeProtocol> elsewhere(boolean hungUp) {
    return hungUp ? conversation.afterHangUp() : conversation.elsewhere();
  }

  private Optional<Wrapping> otherWrapping(boolean wantsTls) {
    return switch (wrapping) {
      case PLAIN -> wantsTls ? Optional.of(Wrapping.TLS) : Optional.empty();
      case TLS -> answeredPlainly ? Optional.of(Wrapping.PLAIN) : Optional.empty();
    };
  }

  /** A handshake that came to nothing leaves the bare connection. */
  private Channel channel() {
    return secured || state == State.SHAKING_HANDS
        ? wrapping.around(conversation.channel())
        : conversation.channel();
  }

  /** Whether closing the connection was the answer to what we said. */
  private boolean hungUp(ConnectionEnd end) {
    return heard == HeardBytes.NONE
        && state == State.ASKED
        && (end == ConnectionEnd.PEER_CLOSED || end == ConnectionEnd.PEER_RESET);
  }

  /** A TLS server need not think about plain words. */
  private boolean soon() {
    return System.nanoTime() - askedAtNanos <= 2 * roundTripNanos + SOON_NANOS;
  }

  /** A fault of ours: said in the transcript, and never blamed on the endpoint. */
  private void failed(ChannelHandlerContext context, Throwable cause) {
    if (state != State.ENDED) {
      transcript.remark("fault of the prober: " + cause);
      Channel channel = channel();
      release(context);
      whenEnded.accept(ConnectionResult.unreached(Reach.LOCAL_ERROR, channel));
    }
  }

  private void release(ChannelHandlerContext context) {
    state = State.ENDED;
    wait.ifPresent(pending -> pending.cancel(false));
    look.ifPresent(pending -> pending.cancel(false));
    deadline.ifPresent(pending -> pending.cancel(false));
    conversation.close();
    context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}
