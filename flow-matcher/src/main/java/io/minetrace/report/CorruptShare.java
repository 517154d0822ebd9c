// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.flow.DecodeReport;
import java.util.List;

/**
 * How much of what was to be read could not be: the share of all inputs' bytes, 0 to 1. An input of
 * which nothing is in the result counts wholly. Of one that was read on, the greater of two shares
 * counts: that of its bytes and that of its blocks, messages or packets; inside of a compressed
 * file only the latter can be told. One that broke off counts from there on.
 */
public final class CorruptShare {

  private CorruptShare() {}

  /**
   * The share of all of them.
   *
   * @param sizes in bytes of the inputs, in the same order, as they are stored
   */
  public static double of(List<InputSummary> inputs, List<Long> sizes) {
    double lost = 0;
    double all = 0;
    for (int i = 0; i < inputs.size(); i++) {
      lost += of(inputs.get(i), sizes.get(i)) * sizes.get(i);
      all += sizes.get(i);
    }
    return all == 0 ? 0 : lost / all;
  }

  private static double of(InputSummary input, long size) {
    if (input.isUnread() || input.report().isEmpty()) {
      return 1;
    }
    DecodeReport report = input.report().get();
    long units = report.unitsRead() + report.unitsSkipped();
    double share = units == 0 ? 0 : (double) report.unitsSkipped() / units;
    if (!report.isCompressed() && size > 0) {
      long bytes =
          report.tallies().entrySet().stream()
              .filter(entry -> entry.getKey().isLoss())
              .mapToLong(entry -> entry.getValue().bytes())
              .sum();
      share = Math.max(share, (double) bytes / size);
    }
    return Math.min(1, share + brokenOff(input, size));
  }

  /** What was not even looked at, because decoding could not go on. */
  private static double brokenOff(InputSummary input, long size) {
    return input.failures().stream()
        .filter(failure -> failure.kind().isDamage() && size > 0)
        .mapToDouble(
            failure -> 1 - Math.min(1, (double) failure.offset().orElse(input.bytes()) / size))
        .max()
        .orElse(0);
  }
}
