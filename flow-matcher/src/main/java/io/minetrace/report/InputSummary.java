// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.flow.DecodeReport;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
 * @param failures why not all of it was read or matched; empty if it was
 */
public record InputSummary(
    String path,
    String inputFile,
    long bytes,
    Optional<String> sha256,
    Optional<TimeSpan> flowTimes,
    long timeless,
    Optional<DecodeReport> report,
    List<InputFailure> failures) {

  public InputSummary {
    failures = List.copyOf(failures);
  }

  /** The same with one more failure. */
  public InputSummary withFailure(InputFailure.Kind kind, String what) {
    return withFailure(kind, what, 1);
  }

  /**
   * The same with one more failure.
   *
   * @param count how many flows that concerns
   */
  public InputSummary withFailure(InputFailure.Kind kind, String what, long count) {
    List<InputFailure> more = new ArrayList<>(failures);
    more.add(InputFailure.of(kind, failures.isEmpty() ? path + ": " : "", what, count));
    return new InputSummary(path, inputFile, bytes, sha256, flowTimes, timeless, report, more);
  }

  /** Why not all of it was read or matched, in a line that names it; empty if it was. */
  public Optional<String> failure() {
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            failures.stream().map(InputFailure::message).collect(Collectors.joining("; ")));
  }

  /** Flow records that are in the result if they match: none of an input that was left out. */
  public long records() {
    return isLeftOut() ? 0 : decoded();
  }

  /** Flow records decoded. */
  public long decoded() {
    return report.map(DecodeReport::records).orElse(0L);
  }

  /** Whether anything of it may have been lost. */
  public boolean isPartial() {
    return !failures.isEmpty() || report.map(DecodeReport::isPartial).orElse(true);
  }

  /** Whether a part of it, or all, could not be read; what only lacks times could. */
  public boolean isDamaged() {
    return failures.stream().anyMatch(failure -> failure.kind().isDamage())
        || report.map(DecodeReport::isPartial).orElse(true);
  }

  /** Whether reading ended before its end, as it will whenever it is read. */
  public boolean isCutShort() {
    return failures.stream().anyMatch(failure -> failure.kind().isOfReading());
  }

  /** Whether what was read of it was left out, because of what was not. */
  public boolean isLeftOut() {
    return failures.stream().anyMatch(failure -> failure.kind() == InputFailure.Kind.LEFT_OUT);
  }

  /** Flow records of {@link #records} that could not be matched. */
  public long unmatchable() {
    return unmatchableByKind().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same by what they lack; what they do not lack is not named. */
  Map<InputFailure.Kind, Long> unmatchableByKind() {
    Map<InputFailure.Kind, Long> counts = new EnumMap<>(InputFailure.Kind.class);
    failures.stream()
        .filter(failure -> failure.kind().isOfUnmatched() && !isLeftOut())
        .forEach(failure -> counts.merge(failure.kind(), failure.count(), Long::sum));
    return counts;
  }

  /** Whether nothing of it was read at all, or is in the result. */
  public boolean isUnread() {
    return !failures.isEmpty() && records() == 0;
  }
}
