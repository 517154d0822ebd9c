// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a tool writes tables of flows. Immutable; threads may share it.
 *
 * @param label as its users know it
 * @param header makes what finds the headers, one for each reader
 * @param rule what follows from the values of a row, by the tool's own rules
 */
record TableDialect(String label, Supplier<HeaderStyle> header, Consumer<Row> rule) {

  /** For a tool whose values say all. */
  static final Consumer<Row> NO_RULE = row -> {};

  /**
   * Whether an input begins with a header of this dialect. Only remarks may come before it: a text
   * that names the columns somewhere, as a program does, is no table; nor is a script, whose first
   * line would pass for a remark.
   */
  boolean recognises(byte[] head) {
    if (Ascii.begins(head, start(head), head.length, "#!")) {
      return false;
    }
    HeaderStyle style = header.get();
    for (int at = start(head); at < head.length; ) {
      int end = LineFeed.lineFeed(head, at, head.length);
      int to = end > at && head[end - 1] == '\r' ? end - 1 : end;
      if (to > at) {
        switch (style.look(head, at, to)) {
          case HEADER -> {
            return style.layout().isPresent();
          }
          case ROW -> {
            return false;
          }
          case REMARK -> {
            // The header may come after it.
          }
        }
      }
      at = end + 1;
    }
    return false;
  }

  /** Behind a byte order mark. */
  static int start(byte[] head) {
    boolean mark =
        head.length >= 3
            && head[0] == (byte) 0xef
            && head[1] == (byte) 0xbb
            && head[2] == (byte) 0xbf;
    return mark ? 3 : 0;
  }

  /** A reader of an input of this dialect, which closes the input. */
  FlowReader open(FlowInput input, ReadOptions options) {
    DecodeReport report = new DecodeReport(input.name(), label);
    return new TextReader(
        input,
        new LineFeed(input, report),
        new TableDecoder(header.get(), rule),
        new Row(options),
        report);
  }
}
