// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Reach;
import io.minetrace.probe.transport.ConnectionEnd.HeardBytes;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection: carries a conversation over a socket, and keeps the limits of time and size. All
 * of it happens on the event loop of its channel.
 *
 * <pre>
 *  connect ─► listening ─ silence ──────────────────► asked ─ answer ─► quiet, settled ─► end
 *                 └─ bytes ─► greeted ─ JSON, quiet ───┘ ▲                  │
 *                                └─ anything else ─► end └── next words ────┘
 * </pre>
 *
 * <p>TLS would be one more handler in front of this one.
 */
final class Connection extends SimpleChannelInboundHandler<ByteBuf> {

  private enum State {
    CONNECTING,
    LISTENING,
    GREETED,
    ASKED,
    ENDED
  }

  private final Conversation conversation;
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
  private long openedAtNanos;
  private int bytesAtLastLook;

  /** What is waited for now; at most one thing beside the deadline and the look at progress. */
  private Optional<Future<?>> wait = Optional.empty();

  private Optional<Future<?>> look = Optional.empty();
  private Optional<Future<?>> deadline = Optional.empty();

  /**
   * @param whenEnded called once, whatever happens; must not throw
   */
  Connection(
      Conversation conversation,
      Transcript transcript,
      ProbeTimeouts timeouts,
      InstantSource clock,
      Consumer<ConnectionResult> whenEnded) {
    this.conversation = conversation;
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
      whenEnded.accept(ConnectionResult.unreached(reach, conversation.channel()));
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connectedAt = OptionalLong.of(clock.millis());
    state = State.LISTENING;
    long spent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedAtNanos);
    deadline =
        Optional.of(
            after(
                context,
                timeouts.connectionMillis() - spent,
                () -> finish(context, ConnectionEnd.DEADLINE)));
    waitFor(context, timeouts.listenMillis(), () -> ask(context, conversation.opening()));
  }

  private void ask(ChannelHandlerContext context, byte[] words) {
    state = State.ASKED;
    transcript.said(words);
    progress = Conversation.Progress.COMPLETE;
    context
        .writeAndFlush(Unpooled.wrappedBuffer(words))
        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    waitFor(context, timeouts.firstByteMillis(), () -> finish(context, ConnectionEnd.NO_ANSWER));
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
    transcript.heard(bytes);
    noteFirstByte();
    progress = conversation.hear(bytes);
    switch (progress) {
      case SETTLED -> settled(context);
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
      firstByteAt = OptionalLong.of(clock.millis());
      heard = state == State.GREETED ? HeardBytes.BEFORE_WE_SPOKE : HeardBytes.AFTER_WE_SPOKE;
    }
  }

  private void settled(ChannelHandlerContext context) {
    Optional<byte[]> words = conversation.nextWords();
    if (words.isPresent()) {
      ask(context, words.get());
    } else {
      finish(context, ConnectionEnd.SETTLED);
    }
  }

  private void quiet(ChannelHandlerContext context) {
    if (state == State.GREETED && conversation.acceptsOpening()) {
      ask(context, conversation.opening());
    } else {
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
    finish(context, ConnectionEnd.PEER_CLOSED);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
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
      ConnectionResult ended =
          new ConnectionResult(
              Reach.CONNECTED,
              connectedAt,
              firstByteAt,
              conversation.channel(),
              end.judge(conversation.finding(), heard),
              hungUp(end) ? conversation.afterHangUp() : conversation.elsewhere());
      release(context);
      whenEnded.accept(ended);
    } catch (RuntimeException e) {
      failed(context, e);
    }
  }

  /** Whether closing the connection was the answer to what we said. */
  private boolean hungUp(ConnectionEnd end) {
    return heard == HeardBytes.NONE
        && state == State.ASKED
        && (end == ConnectionEnd.PEER_CLOSED || end == ConnectionEnd.PEER_RESET);
  }

  /** A fault of ours: said in the transcript, and never blamed on the endpoint. */
  private void failed(ChannelHandlerContext context, Throwable cause) {
    if (state != State.ENDED) {
      transcript.remark("fault of the prober: " + cause);
      release(context);
      whenEnded.accept(ConnectionResult.unreached(Reach.LOCAL_ERROR, conversation.channel()));
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
