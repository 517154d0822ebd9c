// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Servers that play a pool of every family on every address of this machine, each family on its own
 * port, and one port at which connection attempts are dropped. For a network namespace of its own:
 * it listens on all interfaces. Says {@code ready}, and ends when its input ends; then it writes
 * what it saw, a connection's beginning and end a line.
 */
public final class FakePools {

  private static final int DROPS_FROM = 2;

  private final List<Event> events = new ArrayList<>(1 << 16);
  private final long beganNanos = System.nanoTime();

  private record Event(long micros, boolean opened, String address, int port) {}

  private FakePools() {}

  /**
   * Runs them.
   *
   * @param arguments the file to write at the end
   */
  public static void main(String[] arguments) throws IOException {
    new FakePools().run(Path.of(arguments[0]));
  }

  private void run(Path logFile) throws IOException {
    // One thread for all of it, so that what is logged is in the order in which it happened.
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    List<Socket> fillers = new ArrayList<>();
    try (ServerSocketChannel dead = ServerSocketChannel.open()) {
      dead.bind(new InetSocketAddress(FakeFamily.DEAD_PORT), 1);
      fill(fillers);
      for (FakeFamily family : FakeFamily.all()) {
        listen(group, family);
      }
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // ends with its input
      }
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
    write(logFile);
  }

  /** Where nobody accepts and the queue is full, Linux drops what comes, as a firewall does. */
  private static void fill(List<Socket> fillers) throws IOException {
    for (int i = 0; i < 16; i++) {
      Socket filler = new Socket();
      try {
        filler.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), FakeFamily.DEAD_PORT), 300);
        fillers.add(filler);
      } catch (SocketTimeoutException e) {
        filler.close();
        if (i >= DROPS_FROM) {
          return;
        }
      }
    }
    throw new IOException(
        "connection attempts to port " + FakeFamily.DEAD_PORT + " are not dropped");
  }

  private void listen(EventLoopGroup group, FakeFamily family) {
    byte[] reply = family.bytes();
    new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Player(family, reply));
              }
            })
        .bind(family.port())
        .syncUninterruptibly();
  }

  /** Answers the first line, or request, of a connection. */
  private final class Player extends SimpleChannelInboundHandler<ByteBuf> {

    private final FakeFamily family;
    private final byte[] reply;
    private boolean answered;

    Player(FakeFamily family, byte[] reply) {
      this.family = family;
      this.reply = reply;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      note(context, true);
      if (family.protocol().id().equals("alephium")) {
        answer(context);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      if (!answered && bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), (byte) '\n') >= 0) {
        answer(context);
      }
    }

    private void answer(ChannelHandlerContext context) {
      answered = true;
      context
          .writeAndFlush(Unpooled.wrappedBuffer(reply))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      note(context, false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close().addListener(ChannelFutureListener.CLOSE);
    }

    private void note(ChannelHandlerContext context, boolean opened) {
      if (context.channel().localAddress() instanceof InetSocketAddress local) {
        events.add(
            new Event(
                (System.nanoTime() - beganNanos) / 1000,
                opened,
                local.getAddress().getHostAddress(),
                local.getPort()));
      }
    }
  }

  private void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (Event event : events) {
        out.write(
            event.micros()
                + ","
                + (event.opened() ? "open" : "close")
                + ","
                + event.address()
                + ","
                + event.port()
                + "\n");
      }
    }
  }
}
