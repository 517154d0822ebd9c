// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import io.minetrace.net.IpAddress;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one server answered to one question.
 *
 * @param server who answered, as {@code 192.0.2.53:53}; empty if nobody did
 */
record DnsAnswer(FamilyAnswer family, List<String> cnames, String server) {

  /** Longer chains than this are loops or mischief. */
  private static final int MAX_CHAIN = 16;

  static DnsAnswer none(DnsOutcome why) {
    return new DnsAnswer(FamilyAnswer.none(why), List.of(), "");
  }

  /** Reads a response; only records that the name asked for leads to are believed. */
  static DnsAnswer of(DnsResponse response, String name, DnsRecordType type, String server) {
    List<String> chain = chain(response, name);
    return new DnsAnswer(
        familyAnswer(response, chain.isEmpty() ? name : chain.get(chain.size() - 1), type),
        chain,
        server);
  }

  private static FamilyAnswer familyAnswer(DnsResponse response, String owner, DnsRecordType type) {
    if (response.code().equals(DnsResponseCode.NXDOMAIN)) {
      return FamilyAnswer.none(DnsOutcome.NXDOMAIN);
    }
    if (!response.code().equals(DnsResponseCode.NOERROR)) {
      return FamilyAnswer.none(DnsOutcome.SERVFAIL);
    }
    int length = type.equals(DnsRecordType.A) ? 4 : 16;
    List<ResolvedAddress> addresses = new ArrayList<>();
    for (DnsRawRecord answer : answers(response, owner, type)) {
      if (answer.content().readableBytes() == length) {
        byte[] bytes = ByteBufUtil.getBytes(answer.content());
        addresses.add(new ResolvedAddress(IpAddress.ofBytes(bytes), answer.timeToLive()));
      }
    }
    return addresses.isEmpty()
        ? FamilyAnswer.none(DnsOutcome.NODATA)
        : new FamilyAnswer(DnsOutcome.ADDRESSES, addresses);
  }

  private static List<String> chain(DnsResponse response, String name) {
    List<String> chain = new ArrayList<>();
    Optional<String> alias = alias(response, name);
    while (alias.isPresent() && chain.size() < MAX_CHAIN) {
      chain.add(alias.get());
      alias = alias(response, alias.get());
    }
    return chain;
  }

  private static Optional<String> alias(DnsResponse response, String name) {
    return answers(response, name, DnsRecordType.CNAME).stream()
        .map(answer -> DefaultDnsRecordDecoder.decodeName(answer.content().duplicate()))
        .map(DnsAnswer::canonical)
        .findFirst();
  }

  private static List<DnsRawRecord> answers(
      DnsResponse response, String owner, DnsRecordType type) {
    List<DnsRawRecord> answers = new ArrayList<>();
    for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
      DnsRecord answer = response.recordAt(DnsSection.ANSWER, i);
      if (answer instanceof DnsRawRecord raw
          && raw.type().equals(type)
          && canonical(raw.name()).equals(canonical(owner))) {
        answers.add(raw);
      }
    }
    return answers;
  }

  private static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
