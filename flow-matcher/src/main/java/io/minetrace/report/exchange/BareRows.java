// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import static java.util.stream.Collectors.joining;

import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A table of a tool that knows no quotes: cells between delimiters, lists by commas. What would end
 * a cell or a line within one is written {@code \xNN}, as Zeek does.
 */
final class BareRows implements ResultWriter {

  /** How a tool lays its table out. */
  enum Layout {
    /** A log of Zeek: tabs, lines that begin with {@code #} above, {@code -} for what is unset. */
    ZEEK_LOG('\t', "-") {
      @Override
      String header(List<ExchangeColumn> columns) {
        return "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"
            + "#path\tconn\n#fields\t"
            + columns.stream().map(ExchangeColumn::name).collect(joining("\t"))
            + "\n#types\t"
            + columns.stream().map(column -> type(column.kind())).collect(joining("\t"));
      }
    },
    /** What rwcut prints with {@code --delimited}: titles, bars, nothing padded. */
    RWCUT('|', "") {
      @Override
      String header(List<ExchangeColumn> columns) {
        return columns.stream().map(ExchangeColumn::name).collect(joining("|"));
      }
    };

    private final char delimiter;
    private final String unset;

    Layout(char delimiter, String unset) {
      this.delimiter = delimiter;
      this.unset = unset;
    }

    /** The lines above the rows, without the last one's end. */
    abstract String header(List<ExchangeColumn> columns);

    private static String type(ExchangeColumn.Kind kind) {
      return switch (kind) {
        case TIME -> "time";
        case INTERVAL -> "interval";
        case ADDRESS -> "addr";
        case PORT -> "port";
        case NUMBER -> "count";
        case WORD -> "enum";
        case TEXT -> "string";
        case TEXTS -> "set[string]";
      };
    }
  }

  private static final String EMPTY_SET = "(empty)";

  private final List<ExchangeColumn> columns;
  private final TimeStyle times;
  private final Layout layout;
  private final BufferedWriter out;

  BareRows(List<ExchangeColumn> columns, TimeStyle times, Layout layout, OutputStream out)
      throws IOException {
    this.columns = columns;
    this.times = times;
    this.layout = layout;
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.out.write(layout.header(columns));
    this.out.write('\n');
  }

  @Override
  public void write(ResultRow row) throws IOException {
    String before = "";
    for (ExchangeColumn column : columns) {
      Optional<Object> value = column.value().apply(row);
      out.write(before);
      out.write(value.isEmpty() ? layout.unset : cell(times.written(column.kind(), value.get())));
      before = String.valueOf(layout.delimiter);
    }
    out.write('\n');
  }

  private String cell(Object value) {
    if (layout == Layout.ZEEK_LOG && value instanceof List<?> texts) {
      return texts.isEmpty()
          ? EMPTY_SET
          : texts.stream()
              .map(text -> escaped(text.toString()).replace(",", "\\x2c"))
              .collect(joining(","));
    }
    String text = escaped(CsvRows.text(value, ","));
    boolean meansUnset = layout == Layout.ZEEK_LOG && (text.isEmpty() || text.equals("-"));
    return meansUnset ? (text.isEmpty() ? EMPTY_SET : "\\x2d") : text;
  }

  private String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == layout.delimiter || c == '\\' || Character.isISOControl(c)) {
        escaped.append(String.format("\\x%02x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
