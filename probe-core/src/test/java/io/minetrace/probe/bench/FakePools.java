// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
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
import java.util.Optional;

/**
 * {@link FakeServers} of every family in every channel on every address of this machine, each on
 * its own port, and one port at which connection attempts are dropped. For a network namespace of
 * its own: it listens on all interfaces. Says {@code ready}, and ends when its input ends; then it
 * writes what it saw, a connection's beginning and end a line.
 */
public final class FakePools {

  private static final int DROPS_FROM = 2;

  /** Of {@code tcp_states.h}: the peer has closed, we have not. */
  private static final int CLOSE_WAIT = 8;

  private final List<Event> events = new ArrayList<>(1 << 16);
  private final long beganNanos = System.nanoTime();

  private record Event(long micros, boolean opened, String address, int port) {}

  private FakePools() {}

  /**
   * Runs them.
   *
   * @param arguments the file to write at the end
   */
  public static void main(String[] arguments) throws Exception {
    new FakePools().run(Path.of(arguments[0]));
  }

  private void run(Path logFile) throws Exception {
    List<Socket> fillers = new ArrayList<>();
    try (ServerSocketChannel dead = ServerSocketChannel.open();
        FakeServers servers = FakeServers.started()) {
      dead.bind(new InetSocketAddress(FakeFamily.DEAD_PORT), 1);
      fill(fillers);
      for (FakeFamily family : FakeFamily.all()) {
        servers.listen(family, new InetSocketAddress(family.port()), Witness::new);
      }
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // ends with its input
      }
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
    }
    // The servers' thread has ended: nothing is noted any more.
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

  /**
   * Sees a connection begin and end, when the kernel saw it: on a busy machine this thread comes to
   * it much later, and would bear false witness.
   */
  private final class Witness extends ChannelInboundHandlerAdapter {

    private boolean ended;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      // Nothing was sent yet: to the kernel the last time is that of the connection's beginning.
      note(context, true, tcpInfo(context).map(EpollTcpInfo::lastDataSent).orElse(0L));
      context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      lookForEnd(context);
      context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      lookForEnd(context);
      context.fireChannelReadComplete();
    }

    private void lookForEnd(ChannelHandlerContext context) {
      tcpInfo(context)
          .filter(info -> info.state() == CLOSE_WAIT)
          .ifPresent(info -> end(context, info.lastAckRecv()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end(context, 0);
      context.fireChannelInactive();
    }

    private void end(ChannelHandlerContext context, long millisAgo) {
      if (!ended) {
        ended = true;
        note(context, false, millisAgo);
      }
    }

    private Optional<EpollTcpInfo> tcpInfo(ChannelHandlerContext context) {
      return context.channel() instanceof EpollSocketChannel socket && socket.isOpen()
          ? Optional.of(socket.tcpInfo())
          : Optional.empty();
    }

    private void note(ChannelHandlerContext context, boolean opened, long millisAgo) {
      if (context.channel().localAddress() instanceof InetSocketAddress local) {
        events.add(
            new Event(
                (System.nanoTime() - beganNanos) / 1000 - millisAgo * 1000,
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
