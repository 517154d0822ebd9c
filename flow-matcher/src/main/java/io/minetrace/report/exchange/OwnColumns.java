// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.report.ResultColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Our own columns beside those of another program, so that no preset loses what a row says. */
final class OwnColumns {

  /** What every program has its own words for. */
  private static final Set<ResultColumn> KNOWN_EVERYWHERE =
      EnumSet.of(
          ResultColumn.FLOW_START,
          ResultColumn.FLOW_END,
          ResultColumn.SOURCE_IP_ADDRESS,
          ResultColumn.DESTINATION_IP_ADDRESS,
          ResultColumn.SOURCE_TRANSPORT_PORT,
          ResultColumn.DESTINATION_TRANSPORT_PORT,
          ResultColumn.PROTOCOL_IDENTIFIER,
          ResultColumn.OCTET_DELTA_COUNT,
          ResultColumn.PACKET_DELTA_COUNT);

  private OwnColumns() {}

  /** All of them. */
  static List<ExchangeColumn> all() {
    return Arrays.stream(ResultColumn.values()).map(ExchangeColumn::own).toList();
  }

  /**
   * Columns of another program, and behind them those of ours that it has no words for.
   *
   * @param said what its columns say beside addresses, ports, times and counters
   */
  static List<ExchangeColumn> behind(List<ExchangeColumn> columns, ResultColumn... said) {
    List<ExchangeColumn> all = new ArrayList<>(columns);
    for (ResultColumn column : ResultColumn.values()) {
      if (!KNOWN_EVERYWHERE.contains(column) && !Arrays.asList(said).contains(column)) {
        all.add(ExchangeColumn.own(column));
      }
    }
    return List.copyOf(all);
  }
}
