// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The registry of the programs in whose columns rows are written. */
enum ColumnPreset {
  /** Our own schema. */
  IPFIX(OwnColumns.all(), Optional.empty(), TimeStyle.ISO, TimeStyle.MILLISECONDS),
  NFDUMP(NfdumpColumns.columns(), Optional.empty(), TimeStyle.NFDUMP, TimeStyle.NFDUMP),
  ZEEK(
      ZeekColumns.columns(),
      Optional.of(BareRows.Layout.ZEEK_LOG),
      TimeStyle.EPOCH_SECONDS,
      TimeStyle.EPOCH_SECONDS),
  ECS(EcsColumns.columns(), Optional.empty(), TimeStyle.ISO, TimeStyle.ISO),
  SILK(SilkColumns.columns(), Optional.of(BareRows.Layout.RWCUT), TimeStyle.RWCUT, TimeStyle.RWCUT);

  private final ColumnView view;

  ColumnPreset(
      List<ExchangeColumn> columns,
      Optional<BareRows.Layout> layout,
      TimeStyle inTable,
      TimeStyle inJson) {
    this.view = new ColumnView(word(), columns, layout, inTable, inJson);
  }

  /** As a user writes it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  ColumnView view() {
    return view;
  }

  /** Whether objects of it lie in objects. */
  static JsonRows.Shape shape(String word) {
    return word.equals("ecs") ? JsonRows.Shape.NESTED : JsonRows.Shape.FLAT;
  }
}
