// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import io.minetrace.net.Endpoint;
import io.minetrace.net.HostPort;
import io.minetrace.net.IpAddress;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.resolver.dns.UnixResolverDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks recursive name servers, without a cache of its own. The futures complete on an event loop:
 * what hangs on them must not block.
 */
public final class NettyResolver implements Resolver {

  private static final int SHUTDOWN_SECONDS = 2;
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  private final ResolverSettings settings;
  private final InstantSource clock;
  private final List<InetSocketAddress> servers;
  private final EventLoopGroup group;
  private final DnsNameResolver dns;
  private final AtomicLong questions = new AtomicLong();
  private final Map<Long, CompletableFuture<DnsAnswer>> pending = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Starts its thread. */
  public NettyResolver(ResolverSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.servers =
        settings.nameServers().isEmpty()
            ? ofTheSystem()
            : settings.nameServers().stream().map(NettyResolver::socketAddress).toList();
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("resolver", true), io);
    this.dns =
        new DnsNameResolverBuilder(group.next())
            .datagramChannelType(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
            // for answers too long for a datagram
            .socketChannelType(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .queryTimeoutMillis(settings.timeoutMillis())
            .nameServerProvider(new SingletonDnsServerAddressStreamProvider(servers.get(0)))
            .build();
  }

  /**
   * The servers of the system's configuration. Netty's own default would ask a public resolver
   * where there are none; resolv.conf(5) means this machine then.
   */
  private static List<InetSocketAddress> ofTheSystem() {
    try {
      DnsServerAddressStream stream =
          new UnixResolverDnsServerAddressStreamProvider(RESOLV_CONF.toFile())
              .nameServerAddressStream("");
      List<InetSocketAddress> addresses = new ArrayList<>();
      for (int i = 0; i < stream.size(); i++) {
        addresses.add(stream.next());
      }
      return addresses;
    } catch (IOException | IllegalArgumentException e) {
      return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53));
    }
  }

  private static InetSocketAddress socketAddress(Endpoint server) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(server.address().toBytes()), server.port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  @Override
  public CompletableFuture<Resolution> resolve(String fqdn) {
    long askedAt = clock.millis();
    Optional<IpAddress> literal = IpAddress.tryParse(fqdn);
    if (literal.isPresent()) {
      return CompletableFuture.completedFuture(ofLiteral(fqdn, literal.get(), askedAt));
    }
    Optional<String> name = askable(fqdn);
    if (name.isEmpty()) {
      // No server could have such a name.
      DnsAnswer none = DnsAnswer.none(DnsOutcome.NXDOMAIN);
      return CompletableFuture.completedFuture(resolution(fqdn, askedAt, none, none));
    }
    CompletableFuture<DnsAnswer> ipv4 = ask(name.get(), DnsRecordType.A);
    CompletableFuture<DnsAnswer> ipv6 = ask(name.get(), DnsRecordType.AAAA);
    return ipv4.thenCombine(ipv6, (a, aaaa) -> resolution(fqdn, askedAt, a, aaaa));
  }

  private static Resolution ofLiteral(String text, IpAddress address, long at) {
    FamilyAnswer itself =
        new FamilyAnswer(DnsOutcome.ADDRESSES, List.of(new ResolvedAddress(address, 0)));
    FamilyAnswer none = FamilyAnswer.none(DnsOutcome.NODATA);
    return address.isIpv4()
        ? new Resolution(text, at, at, "", itself, none, List.of())
        : new Resolution(text, at, at, "", none, itself, List.of());
  }

  private Resolution resolution(String fqdn, long askedAt, DnsAnswer ipv4, DnsAnswer ipv6) {
    return new Resolution(
        fqdn,
        askedAt,
        Math.max(askedAt, clock.millis()),
        ipv4.server().isEmpty() ? ipv6.server() : ipv4.server(),
        ipv4.family(),
        ipv6.family(),
        ipv4.cnames().isEmpty() ? ipv6.cnames() : ipv4.cnames());
  }

  /** The name as it goes into a question; empty if it is none. */
  private static Optional<String> askable(String fqdn) {
    try {
      String ascii = IDN.toASCII(fqdn);
      return ascii.matches("(?:[A-Za-z0-9_-]{1,63}\\.)*[A-Za-z0-9_-]{1,63}\\.?")
              && ascii.length() <= 253
          ? Optional.of(ascii)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private CompletableFuture<DnsAnswer> ask(String name, DnsRecordType type) {
    return ask(new DefaultDnsQuestion(name, type), name, 0, DnsAnswer.none(DnsOutcome.TIMEOUT));
  }

  /** Asks one server after the other until one knows; {@code worst} is what the last one said. */
  private CompletableFuture<DnsAnswer> ask(
      DnsQuestion question, String name, int attempt, DnsAnswer worst) {
    if (attempt >= settings.rounds() * servers.size()) {
      return CompletableFuture.completedFuture(worst);
    }
    InetSocketAddress server = servers.get(attempt % servers.size());
    CompletableFuture<DnsAnswer> answer = new CompletableFuture<>();
    long number = questions.incrementAndGet();
    pending.put(number, answer);
    if (closed) {
      pending.remove(number);
      return CompletableFuture.completedFuture(worst);
    }
    dns.query(server, question)
        .addListener(
            (Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> reply) ->
                answer.complete(
                    reply.isSuccess() ? read(reply.getNow(), name, question, server) : silence()));
    return answer.thenCompose(
        given -> {
          pending.remove(number);
          return given.family().outcome().isAuthoritative()
              ? CompletableFuture.completedFuture(given)
              : ask(question, name, attempt + 1, worse(worst, given));
        });
  }

  private static DnsAnswer silence() {
    return DnsAnswer.none(DnsOutcome.TIMEOUT);
  }

  /** A server that failed says more than one that did not answer. */
  private static DnsAnswer worse(DnsAnswer before, DnsAnswer given) {
    return given.family().outcome() == DnsOutcome.TIMEOUT ? before : given;
  }

  private static DnsAnswer read(
      AddressedEnvelope<DnsResponse, InetSocketAddress> envelope,
      String name,
      DnsQuestion question,
      InetSocketAddress server) {
    try {
      return DnsAnswer.of(
          envelope.content(),
          name,
          question.type(),
          new HostPort(server.getAddress().getHostAddress(), server.getPort()).toString());
    } catch (RuntimeException e) {
      // A name that leads out of its packet, and whatever else can be wrong with a record.
      return DnsAnswer.none(DnsOutcome.SERVFAIL);
    } finally {
      envelope.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    pending.values().forEach(answer -> answer.complete(silence()));
    dns.close();
    group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
