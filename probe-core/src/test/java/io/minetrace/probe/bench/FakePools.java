// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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

/**
 * {@link FakeServers} of every family in every channel on every address of this machine, each on
 * its own port, and one port at which connection attempts are dropped. For a network namespace of
 * its own: it listens on all interfaces. Says {@code ready}, and ends when its input ends; then it
 * writes what it saw, a connection's beginning and end a line.
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

  /** Sees a connection begin and end. */
  private final class Witness extends ChannelInboundHandlerAdapter {

    @Override
    public void channelActive(ChannelHandlerContext context) {
      note(context, true);
      context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      note(context, false);
      context.fireChannelInactive();
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
