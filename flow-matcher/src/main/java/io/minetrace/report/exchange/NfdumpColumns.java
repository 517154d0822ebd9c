// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.net.TransportProtocol;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.List;

/**
 * What {@code nfdump -o csv} calls the columns that a row has, in its order; ours follow. The names
 * are those of 1.6 to 1.7.4 ({@code ts,te,…}), which also have an end; later versions print the
 * columns that are asked for. Times have milliseconds. What the way back carried stands in {@code
 * opkt} and {@code obyt}, where nfdump has it for flows that were exported in both directions; 0 if
 * there is nothing, as there.
 *
 * <p>Source: the output of nfdump 1.7.1.
 */
final class NfdumpColumns {

  /** From the highest bit down. */
  private static final String FLAGS = "CEUAPRSF";

  private NfdumpColumns() {}

  static List<ExchangeColumn> columns() {
    return OwnColumns.behind(
        List.of(
            ExchangeColumn.of("ts", ExchangeColumn.Kind.TIME, ExchangeColumn::start),
            ExchangeColumn.of("te", ExchangeColumn.Kind.TIME, ExchangeColumn::end),
            ExchangeColumn.of(
                "td",
                ExchangeColumn.Kind.INTERVAL,
                row -> ExchangeColumn.end(row) - ExchangeColumn.start(row)),
            ExchangeColumn.own("sa", ResultColumn.SOURCE_IP_ADDRESS),
            ExchangeColumn.own("da", ResultColumn.DESTINATION_IP_ADDRESS),
            ExchangeColumn.own("sp", ResultColumn.SOURCE_TRANSPORT_PORT),
            ExchangeColumn.own("dp", ResultColumn.DESTINATION_TRANSPORT_PORT),
            ExchangeColumn.of("pr", ExchangeColumn.Kind.WORD, NfdumpColumns::protocol),
            ExchangeColumn.of("flg", ExchangeColumn.Kind.TEXT, NfdumpColumns::flags),
            ExchangeColumn.own("ipkt", ResultColumn.PACKET_DELTA_COUNT),
            ExchangeColumn.own("ibyt", ResultColumn.OCTET_DELTA_COUNT),
            count("opkt", ResultColumn.REVERSE_PACKET_DELTA_COUNT),
            count("obyt", ResultColumn.REVERSE_OCTET_DELTA_COUNT),
            ExchangeColumn.own("ra", ResultColumn.EXPORTER_IP_ADDRESS)),
        ResultColumn.EXPORTER_IP_ADDRESS);
  }

  private static ExchangeColumn count(String name, ResultColumn column) {
    return ExchangeColumn.of(name, ExchangeColumn.Kind.NUMBER, row -> row.value(column).orElse(0L));
  }

  private static String protocol(ResultRow row) {
    int number = (int) row.number(ResultColumn.PROTOCOL_IDENTIFIER);
    return TransportProtocol.of(number)
        .map(TransportProtocol::name)
        .orElse(Integer.toString(number));
  }

  /** {@code ...AP.SF}; dots alone for none, and for a flow without. */
  private static String flags(ResultRow row) {
    int flags = (Integer) row.value(ResultColumn.TCP_CONTROL_BITS).orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < FLAGS.length(); i++) {
      text.append((flags >> (FLAGS.length() - 1 - i) & 1) == 0 ? '.' : FLAGS.charAt(i));
    }
    return text.toString();
  }
}
