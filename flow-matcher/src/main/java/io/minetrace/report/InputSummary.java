// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.flow.DecodeReport;
import io.minetrace.window.TimeSpan;
import java.util.Optional;

/**
 * What became of one input file.
 *
 * @param path as the user named it
 * @param inputFile its id in the result rows; empty if it could not even be opened
 * @param bytes read
 * @param sha256 of the whole file in hex; empty if it was not hashed
 * @param flowTimes from the first start to the last end of its flows; empty if it has none with
 *     times
 * @param timeless flows without times
 * @param report what was decoded; empty if nothing could be
 * @param failure why not all of it was read or matched; empty if it was
 */
public record InputSummary(
    String path,
    String inputFile,
    long bytes,
    Optional<String> sha256,
    Optional<TimeSpan> flowTimes,
    long timeless,
    Optional<DecodeReport> report,
    Optional<String> failure) {

  /** The same with one more failure. */
  public InputSummary withFailure(String what) {
    return new InputSummary(
        path,
        inputFile,
        bytes,
        sha256,
        flowTimes,
        timeless,
        report,
        Optional.of(failure.map(first -> first + "; ").orElse(path + ": ") + what));
  }

  /** Flow records decoded. */
  public long records() {
    return report.map(DecodeReport::records).orElse(0L);
  }

  /** Whether anything of it may have been lost. */
  public boolean isPartial() {
    return failure.isPresent() || report.map(DecodeReport::isPartial).orElse(true);
  }

  /** Whether nothing of it was read at all. */
  public boolean isUnread() {
    return failure.isPresent() && records() == 0;
  }
}
