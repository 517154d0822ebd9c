// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Observation;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Visits endpoints over sockets. Keeps the pacing for all who share it. The futures complete on an
 * event loop, or before {@link #visit} returns: what hangs on them must not block.
 */
public final class NettyProber implements Prober {

  private static final int THREADS = 2;
  private static final int SHUTDOWN_SECONDS = 5;

  private final ProberSettings settings;
  private final InstantSource clock;
  private final EventLoopGroup group;
  private final Bootstrap bootstrap;
  private final Visit.Tools tools;
  private final Admission admission;
  private final AtomicLong visitCount = new AtomicLong();

  /** How to end each visit under way. */
  private final Map<Long, Runnable> aborts = new ConcurrentHashMap<>();

  private Optional<Future<?>> wakeUp = Optional.empty();
  private long wakeAt = Long.MAX_VALUE;
  private volatile boolean closed;

  /**
   * Starts its threads.
   *
   * @param clock for the times in observations; how long things take is measured apart from it
   */
  public NettyProber(ProberSettings settings, InstantSource clock) {
    this(settings, () -> OptOutList.NOBODY, clock);
  }

  /**
   * Starts its threads.
   *
   * @param optOut asked before each connection, and therefore quick
   * @param clock for the times in observations; how long things take is measured apart from it
   */
  public NettyProber(ProberSettings settings, Supplier<OptOutList> optOut, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.admission = new Admission(settings.pacing());
    this.tools =
        new Visit.Tools(
            new Refusals(settings.policy(), optOut),
            new StartRate(settings.pacing().connectionsPerSecond()),
            new TlsClient(),
            new SecureRandom());
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group =
        new MultiThreadIoEventLoopGroup(THREADS, new DefaultThreadFactory("prober", true), io);
    this.bootstrap =
        new Bootstrap()
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.timeouts().connectMillis())
            .option(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public CompletableFuture<Observation> visit(ProbeTarget target) {
    CompletableFuture<Observation> observation = new CompletableFuture<>();
    Optional<Refusals.Refusal> refusal = refusal(target);
    if (refusal.isPresent()) {
      // Without a connection nothing has to wait for its turn.
      visit(target, turn -> {}, observation::complete).leaveAlone(refusal.get());
      return observation;
    }
    admission.add(visitor(target), () -> begin(target, observation));
    admit();
    if (closed) {
      admission.drain().forEach(Runnable::run);
    }
    return observation;
  }

  private Optional<Refusals.Refusal> refusal(ProbeTarget target) {
    try {
      return tools.refusals().of(target);
    } catch (RuntimeException e) {
      // The visit asks again before it connects, and says in its observation what went wrong.
      return Optional.empty();
    }
  }

  private static Admission.Visitor visitor(ProbeTarget target) {
    return new Admission.Visitor(target.endpoint().address(), target.fqdn());
  }

  private void admit() {
    admission.admit(steadyMillis()).forEach(Runnable::run);
    admission.nextAt().ifPresent(this::wakeAt);
  }

  /** However many visits wait, one task is enough to wake them. */
  private void wakeAt(long at) {
    synchronized (admission) {
      if (at < wakeAt && !closed) {
        wakeUp.ifPresent(later -> later.cancel(false));
        wakeAt = at;
        wakeUp =
            Optional.of(
                group.schedule(
                    this::wake, Math.max(1, at - steadyMillis()), TimeUnit.MILLISECONDS));
      }
    }
  }

  private void wake() {
    synchronized (admission) {
      wakeAt = Long.MAX_VALUE;
    }
    admit();
  }

  private void begin(ProbeTarget target, CompletableFuture<Observation> observation) {
    Admission.Visitor visitor = visitor(target);
    Long number = visitCount.incrementAndGet();
    Visit visit =
        visit(
            target,
            connection -> {
              admission.again(visitor, connection, steadyMillis());
              admit();
            },
            observed -> {
              aborts.remove(number);
              admission.ended(visitor, steadyMillis());
              observation.complete(observed);
              admit();
            });
    EventLoop eventLoop = visit.eventLoop();
    aborts.put(number, () -> eventLoop.execute(visit::abort));
    try {
      eventLoop.execute(closed ? visit::abort : visit::start);
    } catch (RejectedExecutionException e) {
      // Closed in this very moment: no thread is left that could touch the visit.
      visit.abort();
    }
  }

  private Visit visit(
      ProbeTarget target, Consumer<Runnable> nextTurn, Consumer<Observation> whenDone) {
    return new Visit(target, settings, clock, group.next(), bootstrap, tools, nextTurn, whenDone);
  }

  @Override
  public void close() {
    closed = true;
    admission.drain().forEach(Runnable::run);
    aborts.values().forEach(Runnable::run);
    group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static long steadyMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
