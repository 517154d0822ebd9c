// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.FlowRecord;
import io.minetrace.match.Match;
import io.minetrace.match.Reason;
import io.minetrace.net.IpAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The schema of a labelled flow: every column of every result, in order. CSV header, JSON fields
 * and the Spark schema are made by walking {@code values()}. Columns whose value no single match
 * knows are filled by {@link RowFinisher}.
 */
public enum ResultColumn {
  FLOW_START(Type.TIMESTAMP, flow(FlowRecord::start)),
  FLOW_END(Type.TIMESTAMP, flow(FlowRecord::end)),
  SOURCE_IP_ADDRESS(Type.STRING, flow(f -> f.source().toString())),
  DESTINATION_IP_ADDRESS(Type.STRING, flow(f -> f.destination().toString())),
  SOURCE_TRANSPORT_PORT(Type.INT, flow(FlowRecord::sourcePort)),
  DESTINATION_TRANSPORT_PORT(Type.INT, flow(FlowRecord::destinationPort)),
  PROTOCOL_IDENTIFIER(Type.INT, flow(FlowRecord::protocolIdentifier)),
  TCP_CONTROL_BITS(Type.INT, flow(f -> orNull(f.tcpControlBits()))),
  OCTET_DELTA_COUNT(Type.LONG, flow(f -> orNull(f.octets()))),
  PACKET_DELTA_COUNT(Type.LONG, flow(f -> orNull(f.packets()))),
  REVERSE_OCTET_DELTA_COUNT(Type.LONG, flow(f -> orNull(f.reverseOctets()))),
  REVERSE_PACKET_DELTA_COUNT(Type.LONG, flow(f -> orNull(f.reversePackets()))),
  SAMPLING_PACKET_INTERVAL(Type.INT, flow(f -> orNull(f.samplingPacketInterval()))),
  EXPORTER_IP_ADDRESS(Type.STRING, flow(f -> f.exporter().map(IpAddress::toString).orElse(null))),
  OBSERVATION_DOMAIN_ID(Type.LONG, flow(f -> orNull(f.observationDomainId()))),
  MINING_ROLE(Type.STRING, m -> m.role().word()),
  CLIENT_IP_ADDRESS(Type.STRING, m -> m.client().toString()),
  POOL_IP_ADDRESS(Type.STRING, m -> m.pool().address().toString()),
  POOL_PORT(Type.INT, m -> m.pool().port()),
  MINING_POOLS(Type.STRINGS, Match::pools),
  MINING_COINS(Type.STRINGS, Match::coins),
  MINING_FQDNS(Type.STRINGS, Match::fqdns),
  COIN_BASIS(Type.STRING, m -> m.coinBasis().word()),
  MINING_CONFIDENCE(Type.STRING, m -> m.confidence().name()),
  MINING_ACTIVITY(Type.STRING, m -> m.activity().name()),
  MINING_REASONS(Type.STRINGS, ResultColumn::reasons),
  MINING_SCORE(Type.INT, Match::score),
  WINDOW_ID(Type.STRING, m -> m.window().windowId()),
  WINDOW_FIRST_UP(Type.TIMESTAMP, m -> m.window().up().from()),
  WINDOW_LAST_UP(Type.TIMESTAMP, m -> m.window().up().to()),
  OBSERVED_BEFORE(Type.TIMESTAMP, m -> null),
  OBSERVED_AFTER(Type.TIMESTAMP, m -> null),
  SESSION_ID(Type.STRING, m -> null),
  INPUT_FILE(Type.STRING, m -> null),
  RECORD_ORDINAL(Type.LONG, flow(FlowRecord::recordOrdinal)),
  SNAPSHOT_ID(Type.STRING, m -> null),
  SCHEMA_VERSION(Type.INT, m -> ResultRow.SCHEMA_VERSION);

  /** What a column holds. */
  public enum Type {
    INT,
    LONG,
    /** Milliseconds since 1970-01-01T00:00Z. */
    TIMESTAMP,
    STRING,
    /** A sorted list of strings. */
    STRINGS
  }

  private static final Set<ResultColumn> NULLABLE =
      EnumSet.of(
          TCP_CONTROL_BITS,
          OCTET_DELTA_COUNT,
          PACKET_DELTA_COUNT,
          REVERSE_OCTET_DELTA_COUNT,
          REVERSE_PACKET_DELTA_COUNT,
          SAMPLING_PACKET_INTERVAL,
          EXPORTER_IP_ADDRESS,
          OBSERVATION_DOMAIN_ID,
          OBSERVED_BEFORE,
          OBSERVED_AFTER);

  private final String columnName = name().toLowerCase(Locale.ROOT);
  private final Type type;
  private final Function<Match, Object> value;

  ResultColumn(Type type, Function<Match, Object> value) {
    this.type = type;
    this.value = value;
  }

  public Type type() {
    return type;
  }

  /** The name in files and schemas: {@code mining_pools}. */
  public String columnName() {
    return columnName;
  }

  /** Whether rows may have nothing here. */
  boolean isNullable() {
    return NULLABLE.contains(this);
  }

  /** The value of a match; null where it has none. */
  Object of(Match match) {
    return value.apply(match);
  }

  private static Function<Match, Object> flow(Function<FlowRecord, Object> field) {
    return match -> field.apply(match.flow());
  }

  private static Object orNull(OptionalInt value) {
    return value.isPresent() ? Optional.of(value.getAsInt()).get() : null;
  }

  private static Object orNull(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()).get() : null;
  }

  private static List<String> reasons(Match match) {
    return Stream.concat(
            Stream.of(match.situation().name()), match.reasons().stream().map(Reason::name))
        .sorted()
        .toList();
  }
}
