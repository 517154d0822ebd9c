// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.report.ResultColumn.Type;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The columns of a mining session, in order, the same in CSV and NDJSON. */
public enum SessionColumn {
  SESSION_ID(Type.STRING, MiningSession::id),
  CLIENT_IP_ADDRESS(Type.STRING, MiningSession::client),
  POOL_IP_ADDRESS(Type.STRING, MiningSession::poolAddress),
  POOL_PORT(Type.INT, MiningSession::poolPort),
  PROTOCOL_IDENTIFIER(Type.INT, MiningSession::protocolIdentifier),
  /** The start of its first flow: with the columns before, what the id is made of. */
  SESSION_START(Type.TIMESTAMP, MiningSession::start),
  SESSION_END(Type.TIMESTAMP, s -> s.tally().lastSeen()),
  /** The union of its flows' times. */
  ACTIVE_MILLISECONDS(Type.LONG, s -> s.tally().activeMillis()),
  FLOW_COUNT(Type.LONG, s -> s.tally().flows()),
  /** Both ways, as exported. */
  OCTET_TOTAL_COUNT(Type.LONG, s -> s.tally().octets()),
  PACKET_TOTAL_COUNT(Type.LONG, s -> s.tally().packets()),
  MINING_POOLS(Type.STRINGS, MiningSession::pools),
  MINING_COINS(Type.STRINGS, s -> s.tally().coins()),
  MINING_FQDNS(Type.STRINGS, s -> s.tally().fqdns()),
  /** The weakest of its flows. */
  COIN_BASIS(Type.STRING, s -> s.tally().coinBasis().word()),
  /** The best of its flows, as are score and activity. */
  MINING_CONFIDENCE(Type.STRING, s -> s.tally().confidence().name()),
  MINING_ACTIVITY(Type.STRING, s -> s.tally().activity().name()),
  /** 1 where every flow was refused or not answered. */
  ATTEMPTED_ONLY(Type.INT, s -> s.tally().attemptedOnly() ? 1 : 0),
  MINING_REASONS(Type.STRINGS, s -> s.tally().reasons()),
  MINING_SCORE(Type.INT, s -> s.tally().score()),
  WINDOW_IDS(Type.STRINGS, MiningSession::windows),
  EXPORTER_IP_ADDRESSES(Type.STRINGS, MiningSession::exporters),
  SNAPSHOT_ID(Type.STRING, s -> s.snapshotId().orElse(null)),
  SCHEMA_VERSION(Type.INT, s -> ResultRow.SCHEMA_VERSION);

  private final String columnName = name().toLowerCase(Locale.ROOT);
  private final Type type;
  private final Function<MiningSession, Object> value;

  SessionColumn(Type type, Function<MiningSession, Object> value) {
    this.type = type;
    this.value = value;
  }

  /** The name in files: {@code session_start}. */
  public String columnName() {
    return columnName;
  }

  Type type() {
    return type;
  }

  Optional<Object> of(MiningSession session) {
    return Optional.ofNullable(value.apply(session));
  }
}
