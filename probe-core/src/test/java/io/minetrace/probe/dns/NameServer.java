// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A name server on loopback that answers as the test wants. */
final class NameServer implements AutoCloseable {

  /** What was asked; the name with its last dot. */
  record Question(String name, DnsRecordType type) {
    boolean isIpv4() {
      return type.equals(DnsRecordType.A);
    }
  }

  /** What to answer. */
  record Answer(Optional<DnsResponseCode> code, List<DefaultDnsRawRecord> records) {

    static Answer of() {
      return new Answer(Optional.of(DnsResponseCode.NOERROR), List.of());
    }

    static Answer nxdomain() {
      return new Answer(Optional.of(DnsResponseCode.NXDOMAIN), List.of());
    }

    static Answer servfail() {
      return new Answer(Optional.of(DnsResponseCode.SERVFAIL), List.of());
    }

    static Answer silence() {
      return new Answer(Optional.empty(), List.of());
    }

    Answer address(String owner, IpAddress address, long ttl) {
      DnsRecordType type = address.isIpv4() ? DnsRecordType.A : DnsRecordType.AAAA;
      return with(
          new DefaultDnsRawRecord(owner, type, ttl, Unpooled.wrappedBuffer(address.toBytes())));
    }

    Answer alias(String owner, String target, long ttl) {
      ByteBuf content = Unpooled.buffer();
      // The last, empty label is the root.
      for (String label : target.split("\\.", -1)) {
        content.writeByte(label.length());
        content.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
      }
      return with(new DefaultDnsRawRecord(owner, DnsRecordType.CNAME, ttl, content));
    }

    private Answer with(DefaultDnsRawRecord more) {
      List<DefaultDnsRawRecord> all = new ArrayList<>(records);
      all.add(more);
      return new Answer(code, all);
    }
  }

  /** Counts questions. */
  static final class Counter {
    private final AtomicInteger count = new AtomicInteger();

    int next() {
      return count.incrementAndGet();
    }

    int count() {
      return count.get();
    }
  }

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private final InetSocketAddress address;

  NameServer(Function<Question, Answer> answers) {
    address =
        (InetSocketAddress)
            new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(
                    new ChannelInitializer<DatagramChannel>() {
                      @Override
                      protected void initChannel(DatagramChannel channel) {
                        channel
                            .pipeline()
                            .addLast(
                                new DatagramDnsQueryDecoder(),
                                new DatagramDnsResponseEncoder(),
                                new Handler(answers));
                      }
                    })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel()
                .localAddress();
  }

  private static final class Handler extends SimpleChannelInboundHandler<DatagramDnsQuery> {

    private final Function<Question, Answer> answers;

    Handler(Function<Question, Answer> answers) {
      this.answers = answers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      DnsQuestion asked = query.recordAt(DnsSection.QUESTION);
      Answer answer = answers.apply(new Question(asked.name(), asked.type()));
      if (answer.code().isPresent()) {
        DatagramDnsResponse response =
            new DatagramDnsResponse(
                query.recipient(), query.sender(), query.id(), query.opCode(), answer.code().get());
        response.addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(asked.name(), asked.type()));
        answer.records().forEach(record -> response.addRecord(DnsSection.ANSWER, record));
        context.writeAndFlush(response).addListener(written -> {});
      }
    }
  }

  Endpoint endpoint() {
    return new Endpoint(
        IpAddress.ofBytes(address.getAddress().getAddress()),
        address.getPort(),
        TransportProtocol.UDP);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
