// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import java.nio.charset.StandardCharsets;

/**
 * What a file says of itself beside its flows, for a person to read. Nothing is decided by it:
 * statistics have been seen to lie.
 */
final class FileFacts {

  /** The longest ident nfdump writes. */
  private static final int IDENT_BYTES = 128;

  /** What nfdump writes where there is none. */
  private static final String NO_IDENT = "none";

  private final WriterOrder order;
  private final DecodeReport report;

  FileFacts(WriterOrder order, DecodeReport report) {
    this.order = order;
    this.report = report;
  }

  /** The name that its collector was told for the source; ends at a NUL or not at all. */
  void ident(byte[] bytes, int at, int length) {
    int end = at;
    while (end < at + Math.min(length, IDENT_BYTES) && bytes[end] != 0) {
      end++;
    }
    // What the file says goes to a terminal.
    String ident =
        new String(bytes, at, end - at, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    if (!ident.isEmpty() && !ident.equals(NO_IDENT)) {
      report.addFact("ident", ident);
    }
  }

  /** That the addresses are not those of the flows, as the file says. */
  void anonymised(String how) {
    report.addFact(DecodeReport.REPLACED_ADDRESSES, how);
  }

  /** The statistics record, which begins with the number of flows in all layouts. */
  void statistics(byte[] bytes, int at, int length) {
    if (length >= Long.BYTES) {
      report.addFact("own statistics", Long.toUnsignedString(order.i64(bytes, at)) + " flows");
    }
  }
}
