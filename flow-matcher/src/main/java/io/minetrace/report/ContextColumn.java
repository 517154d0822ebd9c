// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The columns of a line of context, in order, the same in CSV and NDJSON. */
public enum ContextColumn {
  CLIENT_IP_ADDRESS(ResultColumn.Type.STRING, c -> c.key().client().toString()),
  POOL_IP_ADDRESS(ResultColumn.Type.STRING, c -> c.key().pool().toString()),
  /** On the pool's address; none for a protocol without ports. */
  TRANSPORT_PORT(ResultColumn.Type.INT, c -> c.key().port() < 0 ? null : (Integer) c.key().port()),
  PROTOCOL_IDENTIFIER(ResultColumn.Type.INT, c -> c.key().protocolIdentifier()),
  FIRST_SEEN(ResultColumn.Type.TIMESTAMP, ContextLine::first),
  LAST_SEEN(ResultColumn.Type.TIMESTAMP, ContextLine::last),
  FLOW_COUNT(ResultColumn.Type.LONG, ContextLine::flows),
  /** Both ways, as exported. */
  OCTET_TOTAL_COUNT(ResultColumn.Type.LONG, ContextLine::octets),
  PACKET_TOTAL_COUNT(ResultColumn.Type.LONG, ContextLine::packets),
  /** What was on the address at the time of the flows: {@code 3333/tcp}. */
  MINING_SERVICES(ResultColumn.Type.STRINGS, ContextLine::services),
  MINING_POOLS(ResultColumn.Type.STRINGS, ContextLine::pools),
  /** That there was one: what a flow to the service at that time would have. */
  SERVICE_CONFIDENCE(ResultColumn.Type.STRING, c -> c.confidence().name());

  private final String columnName = name().toLowerCase(Locale.ROOT);
  private final ResultColumn.Type type;
  private final Function<ContextLine, Object> value;

  ContextColumn(ResultColumn.Type type, Function<ContextLine, Object> value) {
    this.type = type;
    this.value = value;
  }

  /** The name in files: {@code flow_count}. */
  public String columnName() {
    return columnName;
  }

  ResultColumn.Type type() {
    return type;
  }

  Optional<Object> of(ContextLine line) {
    return Optional.ofNullable(value.apply(line));
  }
}
