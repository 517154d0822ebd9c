// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A dialogue in lines, each a message of a WebSocket. What answers otherwise is no such thing. */
final class WebSocketConversation implements Conversation {

  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final int MAX_MESSAGE_BYTES = 16 * 1024;
  private static final byte[] LINE_END = {'\n'};

  private final LineConversation lines;
  private final Transcript transcript;

  /** Frames and unframes: the handlers need a channel, this one has no socket. */
  private final EmbeddedChannel codec;

  private final byte[] opening;
  private Finding beforeUpgrade = Finding.unproven(DialogueOutcome.SILENT, Evidence.E0);
  private Progress progress = Progress.COMPLETE;
  private boolean upgraded;
  private boolean openingSaid;
  private boolean over;

  /**
   * @param transcript gets the messages, which are masked on the wire
   */
  WebSocketConversation(LineDialogue dialogue, DialogueContext context, Transcript transcript) {
    this.lines = new LineConversation(dialogue, context);
    this.transcript = transcript;
    this.codec =
        new EmbeddedChannel(
            new HttpClientCodec(4096, 8192, 8192),
            new HttpObjectAggregator(MAX_HEAD_BYTES),
            new WebSocketClientProtocolHandler(configuration(context)),
            new Listener());
    this.opening = framed();
  }

  private static WebSocketClientProtocolConfig configuration(DialogueContext context) {
    String host = context.host().indexOf(':') >= 0 ? "[" + context.host() + "]" : context.host();
    // A name may have characters that no URL has; the field that it goes to is ours to fill.
    String written = host.replaceAll("[^A-Za-z0-9.:\\[\\]-]", "-");
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.USER_AGENT, context.agent());
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(URI.create("ws://" + written + ":" + context.port() + "/"))
        .version(WebSocketVersion.V13)
        .allowExtensions(false)
        .customHeaders(headers)
        .maxFramePayloadLength(MAX_MESSAGE_BYTES)
        .dropPongFrames(true)
        .build();
  }

  /** What the handlers want to be sent. */
  private byte[] framed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
      bytes.writeBytes(ByteBufUtil.getBytes(part));
      part.release();
    }
    return bytes.toByteArray();
  }

  /** Hears what the handlers make of the bytes. */
  private final class Listener extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        upgraded = true;
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (message instanceof WebSocketFrame frame && !over) {
          take(ByteBufUtil.getBytes(frame.content()));
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // No upgrade, or no frames: whatever the server speaks, it is not this.
      transcript.remark("no WebSocket: " + cause.getMessage());
      over = true;
    }
  }

  private void take(byte[] message) {
    transcript.remark("message: " + new String(message, StandardCharsets.UTF_8));
    progress = lines.hear(message);
    if (progress == Progress.UNFINISHED) {
      // A message is a line, with or without its end.
      progress = lines.hear(LINE_END);
    }
  }

  @Override
  public byte[] opening() {
    return opening.clone();
  }

  @Override
  public boolean listensLonger() {
    return false;
  }

  @Override
  public Progress hear(byte[] bytes) {
    if (codec.isOpen()) {
      codec.writeInbound(Unpooled.wrappedBuffer(bytes));
    }
    over = over || !codec.isOpen();
    if (over) {
      if (!upgraded) {
        beforeUpgrade = Finding.unproven(DialogueOutcome.HTTP_OTHER, Evidence.E0);
      }
      return Progress.SETTLED;
    }
    if (!upgraded) {
      beforeUpgrade = Finding.unproven(DialogueOutcome.MALFORMED, Evidence.E0);
      return Progress.UNFINISHED;
    }
    return openingSaid ? progress : Progress.SETTLED;
  }

  @Override
  public Optional<byte[]> nextWords(Lull lull) {
    if (!upgraded || over) {
      return Optional.empty();
    }
    Optional<byte[]> words = openingSaid ? lines.nextWords(lull) : Optional.of(lines.opening());
    openingSaid = true;
    return words.map(this::message);
  }

  private byte[] message(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8).strip();
    transcript.remark("our message: " + text);
    codec.writeOutbound(new TextWebSocketFrame(text));
    return framed();
  }

  /** No HTTP server speaks before it is asked. */
  @Override
  public boolean acceptsOpening() {
    return false;
  }

  @Override
  public void end() {
    lines.end();
  }

  @Override
  public Finding finding() {
    return upgraded ? lines.finding() : beforeUpgrade;
  }

  @Override
  public Optional<ProbeProtocol> elsewhere() {
    return lines.elsewhere();
  }

  @Override
  public Optional<ProbeProtocol> afterHangUp() {
    return Optional.empty();
  }

  @Override
  public Channel channel() {
    return upgraded ? Channel.WS : Channel.HTTP;
  }

  @Override
  public int replyLimitBytes() {
    return lines.replyLimitBytes();
  }

  @Override
  public void close() {
    codec.finishAndReleaseAll();
  }
}
