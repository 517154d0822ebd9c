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

  /** A header is among the first lines, or there is none. */
  private static final int HEADER_LINES = 16;

  /** Whether a header of this dialect is among the first lines of an input. */
  boolean recognises(byte[] head) {
    HeaderStyle style = header.get();
    int line = 0;
    for (int at = start(head); at < head.length && line < HEADER_LINES; line++) {
      int end = LineFeed.lineFeed(head, at, head.length);
      int to = end > at && head[end - 1] == '\r' ? end - 1 : end;
      if (to > at && style.look(head, at, to) == HeaderStyle.Kind.HEADER) {
        return style.layout().isPresent();
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
