// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.report.InputSummary;
import java.io.PrintStream;
import java.util.Map;

/** Says of an input what went wrong with it, one line each. */
public final class InputMessages {

  private InputMessages() {}

  static void print(InputSummary summary, PrintStream err) {
    summary.failure().ifPresent(failure -> err.println("error: " + failure));
    summary.report().ifPresent(report -> printLosses(report, err));
  }

  /** One line for each reason for which flow records may be missing. */
  static void printLosses(DecodeReport report, PrintStream err) {
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      if (entry.getKey().isLoss()) {
        err.println("warning: " + TextTable.printable(report.file() + ", " + describe(entry)));
      }
    }
  }

  /** {@code offset 140: block size … (2 × CORRUPT, 312 bytes)}. */
  public static String describe(Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry) {
    DecodeReport.Tally tally = entry.getValue();
    return "offset "
        + tally.firstOffset()
        + ": "
        + tally.firstDetail()
        + " ("
        + tally.count()
        + " × "
        + entry.getKey()
        + ", "
        + tally.bytes()
        + " bytes)";
  }
}
