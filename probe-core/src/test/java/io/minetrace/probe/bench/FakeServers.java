// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.noise.StratumV2Keys;
import io.minetrace.probe.noise.StratumV2Server;
import io.minetrace.probe.transport.TestTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Servers that each play one family. All of them have one thread, so that what happens to them has
 * an order; they are made to be cheap beside those who visit them, and yet each TLS and each Noise
 * handshake is a whole one.
 */
final class FakeServers implements AutoCloseable {

  private static final int MAX_QUESTION_BYTES = 64 * 1024;
  private static final long PATIENCE_MILLIS = 60_000;
  private static final long CERTIFIED_FROM = 1_700_000_000L;
  private static final long CERTIFIED_TO = 4_000_000_000L;

  private final EventLoopGroup group;
  private final SslContext tls;
  private final StratumV2Keys noiseKeys = StratumV2Keys.of(1, CERTIFIED_FROM, CERTIFIED_TO).quick();

  private FakeServers(SslContext tls) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(1, io);
    this.tls = tls;
  }

  /** Makes itself a certificate: on P-256, as it is the quickest and common. */
  static FakeServers started() throws Exception {
    Path directory = Files.createTempDirectory("minetrace-fakes");
    try {
      return new FakeServers(
          context(TestTls.selfSigned(directory, "CN=fake.pool.test", "dns:*.pool.test")));
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /** No session is resumed: the prober asks for none, and none is to be kept for it. */
  private static SslContext context(TestTls certificate)
      throws GeneralSecurityException, IOException {
    SslContext context = certificate.server().protocols("TLSv1.3", "TLSv1.2").build();
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(false);
    }
    return context;
  }

  /**
   * One more server.
   *
   * @param address port 0 for any
   * @param witness makes what sees each connection first
   * @return the port
   */
  int listen(FakeFamily family, InetSocketAddress address, Supplier<ChannelHandler> witness) {
    Supplier<List<ChannelHandler>> player = player(family);
    Channel listening =
        new ServerBootstrap()
            .group(group)
            .channel(
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    ChannelPipeline pipeline = channel.pipeline();
                    pipeline.addLast(witness.get());
                    if (family.isWithinTls()) {
                      pipeline.addLast(tlsHandler(channel));
                    }
                    player.get().forEach(pipeline::addLast);
                  }
                })
            .bind(address)
            .syncUninterruptibly()
            .channel();
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Waits as long as servers do: where the machine is busy, it is not the fakes that give up. */
  private SslHandler tlsHandler(Channel channel) {
    SslHandler handler = tls.newHandler(channel.alloc());
    handler.setHandshakeTimeoutMillis(PATIENCE_MILLIS);
    return handler;
  }

  /** What each connection gets: handlers have a state. */
  private Supplier<List<ChannelHandler>> player(FakeFamily family) {
    String reply = family.recording().map(recording -> recording.reply()).orElse("");
    return switch (family.protocol().carrier()) {
      case LINES -> {
        byte[] lines = utf8(reply.endsWith("\n") ? reply : reply + "\n");
        boolean first =
            family.protocol().dialogue() instanceof LineDialogue line && line.serverSpeaksFirst();
        yield () ->
            List.of(
                new LineBasedFrameDecoder(MAX_QUESTION_BYTES),
                first ? new Greeter(lines) : new LineAnswerer(lines));
      }
      case HTTP -> {
        byte[] message = utf8(withLength(reply));
        yield () ->
            List.of(
                new HttpRequestDecoder(),
                new HttpObjectAggregator(MAX_QUESTION_BYTES),
                new HttpAnswerer(message));
      }
      case WEBSOCKET ->
          () ->
              List.of(
                  new HttpServerCodec(),
                  new HttpObjectAggregator(MAX_QUESTION_BYTES),
                  new WebSocketServerProtocolHandler(upgrade()),
                  new MessageAnswerer(reply.strip()));
      case NOISE -> () -> List.of(new StratumV2Answerer(new StratumV2Server(noiseKeys)));
    };
  }

  private static WebSocketServerProtocolConfig upgrade() {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath("/")
        .handshakeTimeoutMillis(PATIENCE_MILLIS)
        .build();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String withLength(String message) {
    String[] parts = message.replace("\r\n", "\n").split("\n\n", 2);
    String body = parts.length > 1 ? parts[1] : "";
    return parts[0].replace("\n", "\r\n")
        + "\r\nContent-Length: "
        + utf8(body).length
        + "\r\n\r\n"
        + body;
  }

  /** Answers every question; whoever breaks off is let go. */
  private abstract static class Answerer<T> extends SimpleChannelInboundHandler<T> {

    final void say(ChannelHandlerContext context, Object words) {
      context.writeAndFlush(words).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close().addListener(ChannelFutureListener.CLOSE);
    }
  }

  private static final class LineAnswerer extends Answerer<ByteBuf> {
    private final byte[] lines;

    LineAnswerer(byte[] lines) {
      this.lines = lines;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf question) {
      say(context, Unpooled.wrappedBuffer(lines));
    }
  }

  /** Says its lines at once, and nothing afterwards. */
  private static final class Greeter extends Answerer<ByteBuf> {
    private final byte[] lines;

    Greeter(byte[] lines) {
      this.lines = lines;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      say(context, Unpooled.wrappedBuffer(lines));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf question) {}
  }

  private static final class HttpAnswerer extends Answerer<FullHttpRequest> {
    private final byte[] message;

    HttpAnswerer(byte[] message) {
      this.message = message;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      say(context, Unpooled.wrappedBuffer(message));
    }
  }

  private static final class MessageAnswerer extends Answerer<TextWebSocketFrame> {
    private final String message;

    MessageAnswerer(String message) {
      this.message = message;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame question) {
      say(context, new TextWebSocketFrame(message));
    }
  }

  /** A handshake, then success to whatever sets up a connection. */
  private static final class StratumV2Answerer extends Answerer<ByteBuf> {

    private static final int KEY_BYTES = 64;
    private static final int SEALED_HEADER_BYTES = 22;
    private static final int SETUP_CONNECTION_SUCCESS = 0x01;

    private final StratumV2Server server;
    private final ByteBuf unread = Unpooled.buffer();
    private boolean shaken;
    private int payloadBytes;

    StratumV2Answerer(StratumV2Server server) {
      this.server = server;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      unread.writeBytes(bytes);
      if (!shaken && unread.readableBytes() >= KEY_BYTES) {
        shaken = true;
        say(context, Unpooled.wrappedBuffer(server.answer(next(KEY_BYTES))));
      }
      if (shaken && payloadBytes == 0 && unread.readableBytes() >= SEALED_HEADER_BYTES) {
        payloadBytes = server.openHeader(next(SEALED_HEADER_BYTES));
      }
      if (payloadBytes > 0 && unread.readableBytes() >= payloadBytes) {
        server.openPayload(next(payloadBytes));
        payloadBytes = 0;
        say(
            context,
            Unpooled.wrappedBuffer(
                server.message(SETUP_CONNECTION_SUCCESS, new byte[] {2, 0, 0, 0, 0, 0})));
      }
    }

    private byte[] next(int length) {
      byte[] bytes = ByteBufUtil.getBytes(unread, unread.readerIndex(), length);
      unread.skipBytes(length);
      return bytes;
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
