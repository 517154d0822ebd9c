// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.format.options.NearestWord;
import io.minetrace.report.CellGuard;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultFormat;
import io.minetrace.report.ResultWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns that rows are written with: those of a program, or a choice of our own. Immutable.
 *
 * <p>In the table syntax, {@link ResultFormat#CSV}, each is laid out as its program lays it out:
 * Zeek's as a log with tabs, SiLK's with bars, the others as CSV.
 */
public final class ColumnView {

  /** What a choice of columns is called in the names of files. */
  private static final String CHOICE = "columns";

  private final String word;
  private final List<ExchangeColumn> columns;
  private final Optional<BareRows.Layout> layout;
  private final TimeStyle inTable;
  private final TimeStyle inJson;

  ColumnView(
      String word,
      List<ExchangeColumn> columns,
      Optional<BareRows.Layout> layout,
      TimeStyle inTable,
      TimeStyle inJson) {
    this.word = word;
    this.columns = List.copyOf(columns);
    this.layout = layout;
    this.inTable = inTable;
    this.inJson = inJson;
  }

  /** Our own schema, the whole of it. */
  public static ColumnView own() {
    return ColumnPreset.IPFIX.view();
  }

  /** The words of all presets. */
  public static List<String> presets() {
    return Arrays.stream(ColumnPreset.values()).map(ColumnPreset::word).toList();
  }

  /**
   * A preset by its word, or our own columns by their names, with commas between.
   *
   * @throws IllegalArgumentException naming the nearest, if there is none of that name, or if a
   *     column is asked for twice
   */
  public static ColumnView parse(String text) {
    String preset = text.trim().toLowerCase(Locale.ROOT);
    if (presets().contains(preset)) {
      return ColumnPreset.valueOf(preset.toUpperCase(Locale.ROOT)).view();
    }
    Map<String, ExchangeColumn> known = new LinkedHashMap<>();
    OwnColumns.all().forEach(column -> known.put(column.name(), column));
    known.put(ExchangeColumn.COMMUNITY_ID, ExchangeColumn.communityId());
    List<ExchangeColumn> chosen = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      ExchangeColumn column = known.get(name.trim());
      if (column == null) {
        throw new IllegalArgumentException(
            "'" + name.trim() + "' is no column" + meant(name.trim(), known, text));
      }
      if (chosen.contains(column)) {
        throw new IllegalArgumentException("column " + column.name() + " is asked for twice");
      }
      chosen.add(column);
    }
    return new ColumnView(CHOICE, chosen, Optional.empty(), TimeStyle.ISO, TimeStyle.MILLISECONDS);
  }

  private static String meant(String name, Map<String, ExchangeColumn> known, String text) {
    boolean alone = text.indexOf(',') < 0;
    List<String> words =
        Stream.concat(known.keySet().stream(), alone ? presets().stream() : Stream.of()).toList();
    return NearestWord.of(name, words)
        .map(word -> " (did you mean " + word + "?)")
        .orElse(
            alone
                ? " and no preset (presets: " + String.join(", ", presets()) + ")"
                : " (columns: " + String.join(", ", known.keySet()) + ")");
  }

  /** {@code zeek}; {@code columns} for a choice of our own. */
  public String word() {
    return word;
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return columns.stream().map(ExchangeColumn::name).toList();
  }

  /** Whether this is our own schema, which our own commands read. */
  public boolean isOwn() {
    return this == own();
  }

  /** Whether its table is CSV, so that a spreadsheet opens it. */
  public boolean isCsv() {
    return layout.isEmpty();
  }

  /** Whether its program takes objects rather than a table. */
  public boolean prefersJson() {
    return ColumnPreset.shape(word) == JsonRows.Shape.NESTED;
  }

  /** What names of files of it end in, in a syntax: {@code zeek.log}, {@code ecs.ndjson}. */
  public String suffix(ResultFormat format, CellGuard guard) {
    String guarded = guard == CellGuard.NONE ? "" : "excel.";
    return switch (format) {
      case NDJSON -> word + ".ndjson";
      case CSV ->
          layout
              .map(
                  bare ->
                      switch (bare) {
                        case ZEEK_LOG -> word + ".log";
                        case RWCUT -> word + ".txt";
                      })
              .orElse((isOwn() ? "" : word + ".") + guarded + "csv");
    };
  }

  /** All that {@link #suffix} may give. */
  public static List<String> suffixes() {
    Stream<ColumnView> views =
        Stream.concat(
            Arrays.stream(ColumnPreset.values()).map(ColumnPreset::view),
            Stream.of(parse(ResultColumn.FLOW_START.columnName())));
    return views
        .flatMap(
            view ->
                Arrays.stream(ResultFormat.values())
                    .flatMap(
                        format ->
                            Arrays.stream(CellGuard.values())
                                .map(guard -> view.suffix(format, guard))))
        .distinct()
        .collect(Collectors.toList());
  }

  /**
   * Starts rows on a stream, which is closed with the writer.
   *
   * @param guard of the cells of CSV; nothing else has any
   */
  public ResultWriter start(ResultFormat format, CellGuard guard, OutputStream out)
      throws IOException {
    return switch (format) {
      case NDJSON -> new JsonRows(columns, inJson, ColumnPreset.shape(word), out);
      case CSV ->
          layout.isPresent()
              ? new BareRows(columns, inTable, layout.get(), out)
              : new CsvRows(columns, inTable, guard, out);
    };
  }
}
