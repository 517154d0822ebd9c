// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of the Elastic Common Schema that a row fills; what it has no words for stands under
 * {@code minetrace}. {@code client} and {@code server} are the miner's side and the service,
 * whichever way the flow went. Nothing here is called an alert or a threat: the score is one of
 * evidence, not of risk.
 *
 * <p>Source: the field reference of ECS 8.11.
 */
final class EcsColumns {

  private static final String VERSION = "8.11.0";
  private static final String OWN_PREFIX = "minetrace.";
  private static final long NANOSECONDS = 1_000_000;

  private EcsColumns() {}

  /** Fields of one object stand together, for {@link JsonRows}. */
  static List<ExchangeColumn> columns() {
    List<ExchangeColumn> columns = new ArrayList<>();
    columns.add(ExchangeColumn.of("@timestamp", ExchangeColumn.Kind.TIME, ExchangeColumn::start));
    columns.add(word("ecs.version", VERSION));
    columns.add(word("event.kind", "event"));
    columns.add(words("event.category", "network"));
    columns.add(words("event.type", "connection"));
    columns.add(word("event.module", "minetrace"));
    columns.add(word("event.dataset", "minetrace.matches"));
    columns.add(ExchangeColumn.of("event.start", ExchangeColumn.Kind.TIME, ExchangeColumn::start));
    columns.add(ExchangeColumn.of("event.end", ExchangeColumn.Kind.TIME, ExchangeColumn::end));
    columns.add(
        ExchangeColumn.of(
            "event.duration",
            ExchangeColumn.Kind.NUMBER,
            row -> (ExchangeColumn.end(row) - ExchangeColumn.start(row)) * NANOSECONDS));
    columns.add(ExchangeColumn.own("source.ip", ResultColumn.SOURCE_IP_ADDRESS));
    columns.add(ExchangeColumn.own("source.port", ResultColumn.SOURCE_TRANSPORT_PORT));
    columns.add(ExchangeColumn.own("source.bytes", ResultColumn.OCTET_DELTA_COUNT));
    columns.add(ExchangeColumn.own("source.packets", ResultColumn.PACKET_DELTA_COUNT));
    columns.add(ExchangeColumn.own("destination.ip", ResultColumn.DESTINATION_IP_ADDRESS));
    columns.add(ExchangeColumn.own("destination.port", ResultColumn.DESTINATION_TRANSPORT_PORT));
    columns.add(ExchangeColumn.own("destination.bytes", ResultColumn.REVERSE_OCTET_DELTA_COUNT));
    columns.add(ExchangeColumn.own("destination.packets", ResultColumn.REVERSE_PACKET_DELTA_COUNT));
    columns.add(ExchangeColumn.own("client.ip", ResultColumn.CLIENT_IP_ADDRESS));
    columns.add(ExchangeColumn.own("server.ip", ResultColumn.POOL_IP_ADDRESS));
    columns.add(ExchangeColumn.own("server.port", ResultColumn.POOL_PORT));
    columns.add(
        ExchangeColumn.of("network.type", ExchangeColumn.Kind.WORD, EcsColumns::networkType));
    columns.add(
        ExchangeColumn.of("network.transport", ExchangeColumn.Kind.WORD, EcsColumns::transport));
    columns.add(
        ExchangeColumn.of(
            "network.iana_number",
            ExchangeColumn.Kind.WORD,
            row -> Long.toString(row.number(ResultColumn.PROTOCOL_IDENTIFIER))));
    columns.add(ExchangeColumn.communityId().named("network.community_id"));
    columns.add(
        sum(
            "network.bytes",
            ResultColumn.OCTET_DELTA_COUNT,
            ResultColumn.REVERSE_OCTET_DELTA_COUNT));
    columns.add(
        sum(
            "network.packets",
            ResultColumn.PACKET_DELTA_COUNT,
            ResultColumn.REVERSE_PACKET_DELTA_COUNT));
    columns.add(
        new ExchangeColumn(
            "observer.ip",
            ExchangeColumn.Kind.TEXTS,
            row -> row.value(ResultColumn.EXPORTER_IP_ADDRESS).map(List::of)));
    columns.add(ExchangeColumn.of("related.ip", ExchangeColumn.Kind.TEXTS, EcsColumns::addresses));
    columns.add(ExchangeColumn.own("related.hosts", ResultColumn.MINING_FQDNS));
    for (ExchangeColumn own :
        OwnColumns.behind(
            List.of(),
            ResultColumn.REVERSE_OCTET_DELTA_COUNT,
            ResultColumn.REVERSE_PACKET_DELTA_COUNT,
            ResultColumn.EXPORTER_IP_ADDRESS,
            ResultColumn.CLIENT_IP_ADDRESS,
            ResultColumn.POOL_IP_ADDRESS,
            ResultColumn.POOL_PORT)) {
      columns.add(own.named(OWN_PREFIX + own.name()));
    }
    return List.copyOf(columns);
  }

  private static ExchangeColumn word(String name, String word) {
    return ExchangeColumn.of(name, ExchangeColumn.Kind.WORD, row -> word);
  }

  private static ExchangeColumn words(String name, String word) {
    return ExchangeColumn.of(name, ExchangeColumn.Kind.TEXTS, row -> List.of(word));
  }

  private static String networkType(ResultRow row) {
    return IpAddress.parse(row.text(ResultColumn.SOURCE_IP_ADDRESS)).isIpv4() ? "ipv4" : "ipv6";
  }

  private static String transport(ResultRow row) {
    int number = (int) row.number(ResultColumn.PROTOCOL_IDENTIFIER);
    return TransportProtocol.of(number)
        .map(TransportProtocol::keyword)
        .orElse(Integer.toString(number));
  }

  /** Of both ways, if there is any. */
  private static ExchangeColumn sum(String name, ResultColumn there, ResultColumn back) {
    return new ExchangeColumn(
        name,
        ExchangeColumn.Kind.NUMBER,
        row -> {
          Optional<Object> one = row.value(there);
          Optional<Object> other = row.value(back);
          return one.isEmpty() || other.isEmpty()
              ? one.or(() -> other)
              : Optional.of((Long) one.get() + (Long) other.get());
        });
  }

  private static List<String> addresses(ResultRow row) {
    return Stream.of(
            ResultColumn.SOURCE_IP_ADDRESS,
            ResultColumn.DESTINATION_IP_ADDRESS,
            ResultColumn.CLIENT_IP_ADDRESS,
            ResultColumn.POOL_IP_ADDRESS)
        .map(row::text)
        .distinct()
        .sorted()
        .toList();
  }
}
