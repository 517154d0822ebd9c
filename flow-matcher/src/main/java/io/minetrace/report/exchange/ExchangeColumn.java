// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.net.CommunityId;
import io.minetrace.net.IpAddress;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value of a row under the name that some program has for it.
 *
 * @param name in the header
 * @param kind what the value is, whatever it is written as
 * @param value a Long of milliseconds for times and intervals, a Number, a String or a list of
 *     String; empty where the row has none
 */
record ExchangeColumn(String name, Kind kind, Function<ResultRow, Optional<Object>> value) {

  /** What a column holds. */
  enum Kind {
    TIME,
    INTERVAL,
    ADDRESS,
    PORT,
    NUMBER,
    /** A word of a closed list. */
    WORD,
    TEXT,
    TEXTS
  }

  /** The name of {@link #communityId()}, in every program that has one. */
  static final String COMMUNITY_ID = "community_id";

  /** One of ours, under its own name. */
  static ExchangeColumn own(ResultColumn column) {
    return own(column.columnName(), column);
  }

  /** One of ours, under another name. */
  static ExchangeColumn own(String name, ResultColumn column) {
    return new ExchangeColumn(
        name, kind(column), row -> row.value(column).filter(value -> !isAbsent(column, value)));
  }

  static ExchangeColumn of(String name, Kind kind, Function<ResultRow, Object> value) {
    return new ExchangeColumn(name, kind, row -> Optional.of(value.apply(row)));
  }

  /** The same under another name. */
  ExchangeColumn named(String other) {
    return new ExchangeColumn(other, kind, value);
  }

  /** Whether it is a port that the exporter did not tell: no other program knows such a number. */
  private static boolean isAbsent(ResultColumn column, Object value) {
    return (column == ResultColumn.SOURCE_TRANSPORT_PORT
            || column == ResultColumn.DESTINATION_TRANSPORT_PORT)
        && value instanceof Number port
        && port.longValue() < 0;
  }

  /**
   * By which the logs of other programs tell the same connection; none where a port of it is not
   * known.
   */
  static ExchangeColumn communityId() {
    return new ExchangeColumn(COMMUNITY_ID, Kind.TEXT, ExchangeColumn::communityId);
  }

  private static Optional<Object> communityId(ResultRow row) {
    long sourcePort = row.number(ResultColumn.SOURCE_TRANSPORT_PORT);
    long destinationPort = row.number(ResultColumn.DESTINATION_TRANSPORT_PORT);
    if (sourcePort < 0 || destinationPort < 0) {
      return Optional.empty();
    }
    return Optional.of(
        CommunityId.of(
            (int) row.number(ResultColumn.PROTOCOL_IDENTIFIER),
            IpAddress.parse(row.text(ResultColumn.SOURCE_IP_ADDRESS)),
            (int) sourcePort,
            IpAddress.parse(row.text(ResultColumn.DESTINATION_IP_ADDRESS)),
            (int) destinationPort));
  }

  /** The earlier of a row's times: other programs know no flow that ends before it starts. */
  static long start(ResultRow row) {
    return Math.min(row.number(ResultColumn.FLOW_START), row.number(ResultColumn.FLOW_END));
  }

  /** The later of them. */
  static long end(ResultRow row) {
    return Math.max(row.number(ResultColumn.FLOW_START), row.number(ResultColumn.FLOW_END));
  }

  private static Kind kind(ResultColumn column) {
    return switch (column) {
      case SOURCE_IP_ADDRESS,
          DESTINATION_IP_ADDRESS,
          EXPORTER_IP_ADDRESS,
          CLIENT_IP_ADDRESS,
          POOL_IP_ADDRESS ->
          Kind.ADDRESS;
      case SOURCE_TRANSPORT_PORT, DESTINATION_TRANSPORT_PORT, POOL_PORT -> Kind.PORT;
      default ->
          switch (column.type()) {
            case INT, LONG -> Kind.NUMBER;
            case TIMESTAMP -> Kind.TIME;
            case STRING -> Kind.TEXT;
            case STRINGS -> Kind.TEXTS;
          };
    };
  }
}
