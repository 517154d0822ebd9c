// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.net.TransportProtocol;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.List;

/**
 * What Zeek's conn.log calls the columns that a row has; ours follow. The originator is the source
 * of the record, as exported: a flow record does not prove who began. {@code uid} leads back to the
 * record, as {@code input_file-record_ordinal}. State and history of a connection cannot be told
 * from a flow record; they are left out, and the union of the flags stands in {@code
 * tcp_control_bits}.
 *
 * <p>Source: Zeek's manual, conn.log and its Community ID policy.
 */
final class ZeekColumns {

  private ZeekColumns() {}

  static List<ExchangeColumn> columns() {
    return OwnColumns.behind(
        List.of(
            ExchangeColumn.of("ts", ExchangeColumn.Kind.TIME, ExchangeColumn::start),
            ExchangeColumn.of(
                "uid",
                ExchangeColumn.Kind.TEXT,
                row ->
                    row.text(ResultColumn.INPUT_FILE)
                        + "-"
                        + row.number(ResultColumn.RECORD_ORDINAL)),
            ExchangeColumn.own("id.orig_h", ResultColumn.SOURCE_IP_ADDRESS),
            ExchangeColumn.own("id.orig_p", ResultColumn.SOURCE_TRANSPORT_PORT),
            ExchangeColumn.own("id.resp_h", ResultColumn.DESTINATION_IP_ADDRESS),
            ExchangeColumn.own("id.resp_p", ResultColumn.DESTINATION_TRANSPORT_PORT),
            ExchangeColumn.of("proto", ExchangeColumn.Kind.WORD, ZeekColumns::protocol),
            ExchangeColumn.of(
                "duration",
                ExchangeColumn.Kind.INTERVAL,
                row -> ExchangeColumn.end(row) - ExchangeColumn.start(row)),
            ExchangeColumn.own("orig_pkts", ResultColumn.PACKET_DELTA_COUNT),
            ExchangeColumn.own("orig_ip_bytes", ResultColumn.OCTET_DELTA_COUNT),
            ExchangeColumn.own("resp_pkts", ResultColumn.REVERSE_PACKET_DELTA_COUNT),
            ExchangeColumn.own("resp_ip_bytes", ResultColumn.REVERSE_OCTET_DELTA_COUNT),
            ExchangeColumn.own("ip_proto", ResultColumn.PROTOCOL_IDENTIFIER),
            ExchangeColumn.communityId()),
        ResultColumn.REVERSE_PACKET_DELTA_COUNT,
        ResultColumn.REVERSE_OCTET_DELTA_COUNT);
  }

  /** Zeek follows connections of two transports; the number in {@code ip_proto} tells the rest. */
  private static String protocol(ResultRow row) {
    return TransportProtocol.of((int) row.number(ResultColumn.PROTOCOL_IDENTIFIER))
        .filter(t -> t == TransportProtocol.TCP || t == TransportProtocol.UDP)
        .map(TransportProtocol::keyword)
        .orElse("unknown_transport");
  }
}
