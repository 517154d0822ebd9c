// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.HttpDialogue;
import io.minetrace.probe.dialogue.HttpQuestion;
import io.minetrace.probe.dialogue.HttpReading;
import io.minetrace.probe.dialogue.HttpReply;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A dialogue in HTTP requests. What turns out not to be HTTP is read as lines by the generic
 * dialogue: a Stratum server that complains about the request has proven itself.
 */
final class HttpConversation implements Conversation {

  private static final byte[] HTTP_MARK = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  private final HttpDialogue dialogue;
  private final LineDialogue generic;
  private final DialogueContext context;
  private final NodeAccess access;
  private final Transcript transcript;

  /** Parses replies: the decoder needs a channel, this one has no socket. */
  private final EmbeddedChannel decoder =
      new EmbeddedChannel(
          new HttpResponseDecoder(
              new HttpDecoderConfig().setMaxInitialLineLength(4096).setMaxHeaderSize(8192)));

  /** All that was heard, until it proves to be HTTP. */
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Optional<HttpResponse> response = Optional.empty();
  private HttpQuestion asked;
  private Optional<HttpQuestion> next = Optional.empty();

  /** The reply to a request without a login, if the connection stays. */
  private Optional<HttpReply> refusal = Optional.empty();

  /** Of a node of the owner's, once it has asked for the login. */
  private Optional<LoginSession> session = Optional.empty();

  private boolean repeats;
  private boolean nonceRenewed;
  private Finding finding = Finding.unproven(DialogueOutcome.SILENT, Evidence.E0);
  private Optional<ProbeProtocol> elsewhere = Optional.empty();
  private Channel channel = Channel.HTTP;
  private boolean replyTaken;
  private Kind kind = Kind.UNDECIDED;

  private enum Kind {
    UNDECIDED,
    HTTP,
    OTHER
  }

  /**
   * @param access the login, where the owner gave one
   * @param transcript gets a remark where it is used, and what must not be shown
   */
  HttpConversation(
      HttpDialogue dialogue,
      LineDialogue generic,
      DialogueContext context,
      NodeAccess access,
      Transcript transcript) {
    this.dialogue = dialogue;
    this.generic = generic;
    this.context = context;
    this.access = access;
    this.transcript = transcript;
    this.asked = dialogue.opening(context);
  }

  @Override
  public byte[] opening() {
    return request(asked);
  }

  private byte[] request(HttpQuestion question) {
    byte[] json = question.json().getBytes(StandardCharsets.UTF_8);
    String host = context.host().indexOf(':') >= 0 ? "[" + context.host() + "]" : context.host();
    String login =
        session
            .map(held -> held.authorization(question.method().name(), question.path()))
            .map(words -> "Authorization: " + words + "\r\n")
            .orElse("");
    String content =
        switch (question.method()) {
          case GET -> "";
          case POST -> "Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n";
        };
    String accepted =
        switch (question.method()) {
          case GET -> "*/*";
          case POST -> "application/json";
        };
    String head =
        "%s %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: %s\r\nAccept: %s\r\nAccept-Encoding: identity\r\n%s%s\r\n"
            .formatted(
                question.method(),
                question.path(),
                host,
                context.port(),
                context.agent(),
                accepted,
                login,
                content);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(json);
    return request.toByteArray();
  }

  @Override
  public Progress hear(byte[] bytes) {
    if (kind != Kind.HTTP) {
      beginning.writeBytes(bytes);
      if (kind == Kind.UNDECIDED) {
        kind = kindOf(beginning.toByteArray());
      }
      if (kind != Kind.HTTP) {
        return Progress.UNFINISHED;
      }
      decoder.writeInbound(Unpooled.wrappedBuffer(beginning.toByteArray()));
    } else {
      decoder.writeInbound(Unpooled.wrappedBuffer(bytes));
    }
    takeDecoded();
    return replyTaken ? Progress.SETTLED : Progress.UNFINISHED;
  }

  private static Kind kindOf(byte[] beginning) {
    int length = Math.min(beginning.length, HTTP_MARK.length);
    if (!Arrays.equals(beginning, 0, length, HTTP_MARK, 0, length)) {
      return Kind.OTHER;
    }
    return length == HTTP_MARK.length ? Kind.HTTP : Kind.UNDECIDED;
  }

  private void takeDecoded() {
    for (HttpObject part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
      try {
        take(part);
      } finally {
        ReferenceCountUtil.release(part);
      }
    }
  }

  private void take(HttpObject part) {
    if (part.decoderResult().isFailure()) {
      finding = finding.and(Finding.unproven(DialogueOutcome.MALFORMED, Evidence.E0));
      return;
    }
    if (part instanceof HttpResponse head) {
      // "100 Continue" and its like announce the reply, they are none.
      boolean isFinal = head.status().codeClass() != HttpStatusClass.INFORMATIONAL;
      response = isFinal ? Optional.of(head) : Optional.empty();
      body.reset();
    }
    if (part instanceof HttpContent content) {
      ByteBuf buffer = content.content();
      body.writeBytes(ByteBufUtil.getBytes(buffer));
    }
    if (part instanceof LastHttpContent) {
      readReply();
    }
  }

  private void readReply() {
    response.ifPresent(
        head -> {
          List<HttpReply.Header> headers =
              head.headers().entries().stream()
                  .map(entry -> new HttpReply.Header(entry.getKey(), shown(entry.getValue())))
                  .toList();
          HttpReply reply =
              new HttpReply(
                  head.status().code(),
                  headers,
                  Bytes.of(transcript.withheld().without(body.toByteArray())));
          HttpReading reading = dialogue.read(asked, reply, context);
          finding = finding.and(reading.finding()).withDiscovered(discovered(reading, head));
          boolean stays = HttpUtil.isKeepAlive(head);
          next = stays ? reading.next() : Optional.empty();
          refusal = stays && session.isEmpty() ? Optional.of(reply) : Optional.empty();
          if (session.isPresent()) {
            hearOfLogin(reply, stays);
          }
          elsewhere = reading.elsewhere();
          replyTaken = true;
        });
    response = Optional.empty();
  }

  private void hearOfLogin(HttpReply reply, boolean stays) {
    switch (access.reception(reply)) {
      case TAKEN -> {}
      case REFUSED -> {
        transcript.remark("the login was refused");
        session = Optional.empty();
      }
      case STALE -> {
        transcript.remark("the nonce was too old");
        session = Optional.empty();
        // Once: a server whose every nonce is stale would be asked for ever.
        refusal = stays && !nonceRenewed ? Optional.of(reply) : Optional.empty();
        nonceRenewed = true;
      }
    }
  }

  private String shown(String text) {
    return transcript.withheld().without(text);
  }

  /** The same question again, to a node that asks for the login that its owner gave. */
  private Optional<HttpQuestion> repeated() {
    session = session.or(() -> refusal.flatMap(access::session));
    repeats = refusal.isPresent() && session.isPresent();
    if (repeats) {
      transcript.remark("asked again with the login that the node's owner gave");
    }
    return repeats ? Optional.of(asked) : Optional.empty();
  }

  /** A redirection is one more place that the server knows of; nobody goes there. */
  private List<String> discovered(HttpReading reading, HttpResponse head) {
    Stream<String> places =
        Stream.concat(finding.discovered().stream(), reading.finding().discovered().stream());
    Optional<String> place =
        head.status().codeClass() == HttpStatusClass.REDIRECTION
            ? RedirectedPlace.of(shown(head.headers().get(HttpHeaderNames.LOCATION, "")))
            : Optional.empty();
    return Stream.concat(places, place.stream()).toList();
  }

  @Override
  public boolean listensLonger() {
    return false;
  }

  @Override
  public Optional<byte[]> nextWords(Lull lull) {
    replyTaken = false;
    Optional<byte[]> words =
        repeated()
            .or(() -> next)
            .map(
                question -> {
                  asked = question;
                  return request(question);
                });
    next = Optional.empty();
    refusal = Optional.empty();
    return words;
  }

  @Override
  public boolean repeats() {
    return repeats;
  }

  /** No HTTP server speaks before it is asked. */
  @Override
  public boolean acceptsOpening() {
    return false;
  }

  @Override
  public void end() {
    if (kind == Kind.HTTP) {
      decoder.finish();
      takeDecoded();
      // A reply cut short, by us or by the network, is read as far as it came.
      readReply();
    } else if (beginning.size() > 0) {
      List<String> lines = beginning.toString(StandardCharsets.UTF_8).lines().toList();
      finding = finding.and(generic.read(lines, context).finding());
      channel = Channel.PLAIN;
    }
  }

  @Override
  public Finding finding() {
    return finding;
  }

  @Override
  public Optional<ProbeProtocol> elsewhere() {
    return elsewhere;
  }

  @Override
  public Optional<ProbeProtocol> afterHangUp() {
    return dialogue.afterHangUp();
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public int replyLimitBytes() {
    return dialogue.replyLimitBytes();
  }

  @Override
  public void close() {
    decoder.finishAndReleaseAll();
  }
}
