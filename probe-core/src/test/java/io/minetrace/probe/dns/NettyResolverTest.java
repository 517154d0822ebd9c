// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Reach;
import io.minetrace.probe.dns.NameServer.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class NettyResolverTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  private static final IpAddress V4 = IpAddress.parse("192.0.2.7");
  private static final IpAddress V4_OTHER = IpAddress.parse("192.0.2.5");
  private static final IpAddress V6 = IpAddress.parse("2001:db8::7");

  private static Resolution resolve(String name, NameServer... servers) throws Exception {
    List<Endpoint> endpoints = List.of(servers).stream().map(NameServer::endpoint).toList();
    try (NettyResolver resolver =
        new NettyResolver(new ResolverSettings(endpoints, 300, 2), CLOCK)) {
      return resolver.resolve(name).get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void everyAddressComesWithItsTimeToLive() throws Exception {
    try (NameServer server =
        new NameServer(
            question ->
                question.isIpv4()
                    ? Answer.of()
                        .address(question.name(), V4, 300)
                        .address(question.name(), V4_OTHER, 60)
                    : Answer.of().address(question.name(), V6, 120))) {
      Resolution resolution = resolve("pool.example.test", server);

      assertThat(resolution.outcome()).isEqualTo(DnsOutcome.ADDRESSES);
      assertThat(resolution.outcome().reach()).isEmpty();
      assertThat(resolution.addresses())
          .containsExactly(
              new ResolvedAddress(V4_OTHER, 60),
              new ResolvedAddress(V4, 300),
              new ResolvedAddress(V6, 120));
      assertThat(resolution.nameServer()).isEqualTo("127.0.0.1:" + server.endpoint().port());
      assertThat(resolution.askedAt()).isEqualTo(CLOCK.millis());
    }
  }

  @Test
  void theChainOfAliasesIsFollowedAndKept() throws Exception {
    try (NameServer server =
        new NameServer(
            question ->
                Answer.of()
                    .alias("eu.example.test.", "EU.Pool.Example.Test.", 60)
                    .alias("eu.pool.example.test.", "node7.example.test.", 60)
                    .address("node7.example.test.", question.isIpv4() ? V4 : V6, 30))) {
      Resolution resolution = resolve("eu.example.test", server);

      assertThat(resolution.cnames()).containsExactly("eu.pool.example.test", "node7.example.test");
      assertThat(resolution.addresses())
          .containsExactly(new ResolvedAddress(V4, 30), new ResolvedAddress(V6, 30));
    }
  }

  @Test
  void aRecordOfAnotherNameIsNotBelieved() throws Exception {
    try (NameServer server =
        new NameServer(question -> Answer.of().address("other.example.test.", V4, 300))) {
      assertThat(resolve("pool.example.test", server).outcome()).isEqualTo(DnsOutcome.NODATA);
    }
  }

  @Test
  void anAliasOfItselfEnds() throws Exception {
    try (NameServer server =
        new NameServer(
            question -> Answer.of().alias("pool.example.test.", "pool.example.test.", 1))) {
      assertThat(resolve("pool.example.test", server).outcome()).isEqualTo(DnsOutcome.NODATA);
    }
  }

  @Test
  void aNameThatDoesNotExistIsNxdomain() throws Exception {
    try (NameServer server = new NameServer(question -> Answer.nxdomain())) {
      Resolution resolution = resolve("gone.example.test", server);

      assertThat(resolution.outcome()).isEqualTo(DnsOutcome.NXDOMAIN);
      assertThat(resolution.outcome().reach()).contains(Reach.DNS_NXDOMAIN);
      assertThat(resolution.outcome().isAuthoritative()).isTrue();
    }
  }

  @Test
  void aNameWithoutAddressesIsNodata() throws Exception {
    try (NameServer server = new NameServer(question -> Answer.of())) {
      assertThat(resolve("text.example.test", server).outcome()).isEqualTo(DnsOutcome.NODATA);
    }
  }

  @Test
  void aNameServerThatFailsIsNoAbsence() throws Exception {
    try (NameServer server = new NameServer(question -> Answer.servfail())) {
      Resolution resolution = resolve("pool.example.test", server);

      assertThat(resolution.outcome()).isEqualTo(DnsOutcome.SERVFAIL);
      assertThat(resolution.outcome().isAuthoritative()).isFalse();
    }
  }

  @Test
  void aNameServerThatIsSilentIsATimeout() throws Exception {
    try (NameServer server = new NameServer(question -> Answer.silence())) {
      Resolution resolution = resolve("pool.example.test", server);

      assertThat(resolution.outcome()).isEqualTo(DnsOutcome.TIMEOUT);
      assertThat(resolution.nameServer()).isEmpty();
    }
  }

  @Test
  void oneFamilysFailureIsToldBesideTheOthersAddresses() throws Exception {
    try (NameServer server =
        new NameServer(
            question ->
                question.isIpv4()
                    ? Answer.of().address(question.name(), V4, 300)
                    : Answer.servfail())) {
      Resolution resolution = resolve("pool.example.test", server);

      assertThat(resolution.outcome()).isEqualTo(DnsOutcome.ADDRESSES);
      assertThat(resolution.ipv6().outcome()).isEqualTo(DnsOutcome.SERVFAIL);
    }
  }

  @Test
  void theNextServerIsAskedWhereOneFails() throws Exception {
    try (NameServer silent = new NameServer(question -> Answer.silence());
        NameServer failing = new NameServer(question -> Answer.servfail());
        NameServer knowing =
            new NameServer(
                question ->
                    question.isIpv4()
                        ? Answer.of().address(question.name(), V4, 300)
                        : Answer.of())) {
      Resolution resolution = resolve("pool.example.test", silent, failing, knowing);

      assertThat(resolution.addresses()).containsExactly(new ResolvedAddress(V4, 300));
      assertThat(resolution.nameServer()).isEqualTo("127.0.0.1:" + knowing.endpoint().port());
    }
  }

  @Test
  void aLostAnswerIsAskedForAgain() throws Exception {
    NameServer.Counter counter = new NameServer.Counter();
    try (NameServer server =
        new NameServer(
            question ->
                counter.next() <= 2
                    ? Answer.silence()
                    : Answer.of().address(question.name(), question.isIpv4() ? V4 : V6, 5))) {
      assertThat(resolve("pool.example.test", server).addresses()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "2001:db8::7"})
  void anAddressIsAnsweredWithoutAskingAnybody(String literal) throws Exception {
    NameServer.Counter counter = new NameServer.Counter();
    try (NameServer server =
        new NameServer(
            question -> {
              counter.next();
              return Answer.servfail();
            })) {
      Resolution resolution = resolve(literal, server);

      assertThat(resolution.addresses())
          .containsExactly(new ResolvedAddress(IpAddress.parse(literal), 0));
      assertThat(counter.count()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..test", "-", "white space.test", "a\u0000.test", "[::1]"})
  void whatCannotBeANameIsAskedOfNobody(String text) throws Exception {
    try (NameServer server = new NameServer(question -> Answer.servfail())) {
      assertThat(resolve(text, server).outcome()).isIn(DnsOutcome.NXDOMAIN, DnsOutcome.SERVFAIL);
    }
  }

  @Test
  void closingEndsQuestionsUnderWay() throws Exception {
    try (NameServer server = new NameServer(question -> Answer.silence())) {
      NettyResolver resolver =
          new NettyResolver(new ResolverSettings(List.of(server.endpoint()), 60_000, 1), CLOCK);
      CompletableFuture<Resolution> underWay = resolver.resolve("pool.example.test");
      resolver.close();
      CompletableFuture<Resolution> late = resolver.resolve("pool.example.test");

      assertThat(underWay.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(DnsOutcome.TIMEOUT);
      assertThat(late.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(DnsOutcome.TIMEOUT);
    }
  }
}
