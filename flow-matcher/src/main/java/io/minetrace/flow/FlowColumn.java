// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

import java.util.Locale;

/**
 * The one list of the columns of a flow record. {@link FlowBatch} allocates them, the {@code flows}
 * command prints them and the Spark schema is made from them, all by walking {@code values()}.
 * Named as the IPFIX information elements are.
 *
 * <p>Absent values: {@link #ABSENT_INT}, {@link #ABSENT_LONG}, and {@code ::} for addresses (an
 * IPv4 0.0.0.0 is held in mapped form and so stays apart from it).
 */
public enum FlowColumn {
  /** As exported; later than {@link #FLOW_END} when the exporter wrote it so. */
  FLOW_START(Type.TIMESTAMP, "152"),
  FLOW_END(Type.TIMESTAMP, "153"),
  SOURCE_IP_ADDRESS(Type.ADDRESS, "8, 27"),
  DESTINATION_IP_ADDRESS(Type.ADDRESS, "12, 28"),
  SOURCE_TRANSPORT_PORT(Type.INT, "7"),
  /** For ICMP: type · 256 + code, as exporters store it; only transports with ports may match. */
  DESTINATION_TRANSPORT_PORT(Type.INT, "11"),
  PROTOCOL_IDENTIFIER(Type.INT, "4"),
  /**
   * The union of the flags seen; 0 is stored as absent, for exporters write it when they do not
   * know.
   */
  TCP_CONTROL_BITS(Type.INT, "6"),
  /** Of the way back, in a biflow; 0 is absent here too. */
  REVERSE_TCP_CONTROL_BITS(Type.INT, "PEN 29305/6"),
  /**
   * Counters are as exported, never scaled; {@link FlowNote#COUNTERS_SCALED} says the exporter did.
   */
  OCTET_DELTA_COUNT(Type.LONG, "1"),
  PACKET_DELTA_COUNT(Type.LONG, "2"),
  REVERSE_OCTET_DELTA_COUNT(Type.LONG, "PEN 29305/1, 232"),
  REVERSE_PACKET_DELTA_COUNT(Type.LONG, "PEN 29305/2, 299"),
  /** The "out" counters of NetFlow v9 and nfcapd: some exporters mean egress, some the way back. */
  POST_OCTET_DELTA_COUNT(Type.LONG, "23"),
  POST_PACKET_DELTA_COUNT(Type.LONG, "24"),
  POST_NAT_SOURCE_IP_ADDRESS(Type.ADDRESS, "225, 281"),
  POST_NAT_DESTINATION_IP_ADDRESS(Type.ADDRESS, "226, 282"),
  POST_NAPT_SOURCE_TRANSPORT_PORT(Type.INT, "227"),
  POST_NAPT_DESTINATION_TRANSPORT_PORT(Type.INT, "228"),
  FIREWALL_EVENT(Type.INT, "233"),
  /** One packet in this many was observed; absent when the exporter says nothing. */
  SAMPLING_PACKET_INTERVAL(Type.INT, "305, 34"),
  EXPORTER_IP_ADDRESS(Type.ADDRESS, "130, 131"),
  OBSERVATION_DOMAIN_ID(Type.LONG, "149"),
  /** Bits of {@link FlowNote}; 0, never absent. */
  FLOW_NOTES(Type.INT, ""),
  /** unit · 2²⁴ + index within the unit: back to the bytes. Never absent. */
  RECORD_ORDINAL(Type.LONG, "");

  /** How a column is held in memory. */
  public enum Type {
    /** One {@code int} a row. */
    INT,
    /** One {@code long} a row. */
    LONG,
    /** One {@code long} a row: milliseconds since 1970-01-01T00:00Z. */
    TIMESTAMP,
    /** Two {@code long}s a row, as {@link io.minetrace.net.IpAddress}. */
    ADDRESS
  }

  /** "Absent" in an INT column. */
  public static final int ABSENT_INT = -1;

  /** "Absent" in a LONG or TIMESTAMP column. */
  public static final long ABSENT_LONG = Long.MIN_VALUE;

  private final String columnName = name().toLowerCase(Locale.ROOT);
  private final Type type;
  private final String informationElements;

  FlowColumn(Type type, String informationElements) {
    this.type = type;
    this.informationElements = informationElements;
  }

  public Type type() {
    return type;
  }

  /**
   * The numbers of the IPFIX information elements that feed it, as text; empty for our own columns.
   */
  public String informationElements() {
    return informationElements;
  }

  /** The name in files and schemas: {@code source_ip_address}. */
  public String columnName() {
    return columnName;
  }
}
