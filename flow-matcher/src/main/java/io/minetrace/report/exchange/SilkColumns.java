// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.List;

/**
 * What SiLK's {@code rwcut} calls the columns that a row has; ours follow.
 *
 * <p>Source: the manual page rwcut(1).
 */
final class SilkColumns {

  /** From the lowest bit up. */
  private static final String FLAGS = "FSRPAUEC";

  private SilkColumns() {}

  static List<ExchangeColumn> columns() {
    return OwnColumns.behind(
        List.of(
            ExchangeColumn.own("sIP", ResultColumn.SOURCE_IP_ADDRESS),
            ExchangeColumn.own("dIP", ResultColumn.DESTINATION_IP_ADDRESS),
            ExchangeColumn.own("sPort", ResultColumn.SOURCE_TRANSPORT_PORT),
            ExchangeColumn.own("dPort", ResultColumn.DESTINATION_TRANSPORT_PORT),
            ExchangeColumn.own("protocol", ResultColumn.PROTOCOL_IDENTIFIER),
            ExchangeColumn.own("packets", ResultColumn.PACKET_DELTA_COUNT),
            ExchangeColumn.own("bytes", ResultColumn.OCTET_DELTA_COUNT),
            ExchangeColumn.of("flags", ExchangeColumn.Kind.TEXT, SilkColumns::flags),
            ExchangeColumn.of("sTime", ExchangeColumn.Kind.TIME, ExchangeColumn::start),
            ExchangeColumn.of(
                "duration",
                ExchangeColumn.Kind.INTERVAL,
                row -> ExchangeColumn.end(row) - ExchangeColumn.start(row)),
            ExchangeColumn.of("eTime", ExchangeColumn.Kind.TIME, ExchangeColumn::end)));
  }

  /** {@code FS PA }: a letter or a space for each flag, as in rwcut's columns of fixed width. */
  private static String flags(ResultRow row) {
    int flags = (Integer) row.value(ResultColumn.TCP_CONTROL_BITS).orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < FLAGS.length(); i++) {
      text.append((flags >> i & 1) == 0 ? ' ' : FLAGS.charAt(i));
    }
    return text.toString();
  }
}
