// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.Optional;

/**
 * Reads back what {@code flow-matcher flows -f NDJSON} writes. The record ordinals are those of
 * this file, not of the capture that was printed.
 */
public final class MinetraceNdjson {

  private static final JsonDialect DIALECT =
      new JsonDialect(
          "Minetrace NDJSON",
          MinetraceCsv.COLUMNS,
          MinetraceCsv::isHeader,
          TableDialect.NO_RULE,
          Optional.empty());

  private MinetraceNdjson() {}

  /** Whether an input that begins so is our own NDJSON of flows. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
