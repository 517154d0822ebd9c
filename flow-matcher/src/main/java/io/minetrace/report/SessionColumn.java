// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The columns of a mining session, in order, the same in CSV, NDJSON and Parquet. */
public enum SessionColumn {
  SESSION_ID(ResultColumn.Type.STRING, MiningSession::id),
  CLIENT_IP_ADDRESS(ResultColumn.Type.STRING, MiningSession::client),
  POOL_IP_ADDRESS(ResultColumn.Type.STRING, MiningSession::poolAddress),
  POOL_PORT(ResultColumn.Type.INT, MiningSession::poolPort),
  PROTOCOL_IDENTIFIER(ResultColumn.Type.INT, MiningSession::protocolIdentifier),
  /** The start of its first flow: with the columns before, what the id is made of. */
  SESSION_START(ResultColumn.Type.TIMESTAMP, MiningSession::start),
  SESSION_END(ResultColumn.Type.TIMESTAMP, s -> s.tally().lastSeen()),
  /** The union of its flows' times. */
  ACTIVE_MILLISECONDS(ResultColumn.Type.LONG, s -> s.tally().activeMillis()),
  FLOW_COUNT(ResultColumn.Type.LONG, s -> s.tally().flows()),
  /** Both ways, as exported. */
  OCTET_TOTAL_COUNT(ResultColumn.Type.LONG, s -> s.tally().octets()),
  PACKET_TOTAL_COUNT(ResultColumn.Type.LONG, s -> s.tally().packets()),
  MINING_POOLS(ResultColumn.Type.STRINGS, MiningSession::pools),
  MINING_COINS(ResultColumn.Type.STRINGS, s -> s.tally().coins()),
  MINING_FQDNS(ResultColumn.Type.STRINGS, s -> s.tally().fqdns()),
  /** The weakest of its flows. */
  COIN_BASIS(ResultColumn.Type.STRING, s -> s.tally().coinBasis().word()),
  /** The best of its flows, as are score and activity. */
  MINING_CONFIDENCE(ResultColumn.Type.STRING, s -> s.tally().confidence().name()),
  MINING_ACTIVITY(ResultColumn.Type.STRING, s -> s.tally().activity().name()),
  /** 1 where every flow was refused or not answered. */
  ATTEMPTED_ONLY(ResultColumn.Type.INT, s -> s.tally().attemptedOnly() ? 1 : 0),
  MINING_REASONS(ResultColumn.Type.STRINGS, s -> s.tally().reasons()),
  MINING_SCORE(ResultColumn.Type.INT, s -> s.tally().score()),
  WINDOW_IDS(ResultColumn.Type.STRINGS, MiningSession::windows),
  EXPORTER_IP_ADDRESSES(ResultColumn.Type.STRINGS, MiningSession::exporters),
  SNAPSHOT_ID(ResultColumn.Type.STRING, s -> s.snapshotId().orElse(null)),
  SCHEMA_VERSION(ResultColumn.Type.INT, s -> ResultRow.SCHEMA_VERSION);

  private final String columnName = name().toLowerCase(Locale.ROOT);
  private final ResultColumn.Type type;
  private final Function<MiningSession, Object> value;

  SessionColumn(ResultColumn.Type type, Function<MiningSession, Object> value) {
    this.type = type;
    this.value = value;
  }

  /** The name in files: {@code session_start}. */
  public String columnName() {
    return columnName;
  }

  public ResultColumn.Type type() {
    return type;
  }

  /**
   * The value of a session, of the Java type of the column's type (Integer, Long, String, list of
   * String); empty where it has none.
   */
  public Optional<Object> of(MiningSession session) {
    return Optional.ofNullable(value.apply(session));
  }
}
