// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.match.Scores;
import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.UnusableWindowsException;
import io.minetrace.window.WindowStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares two snapshots window by window. Both are sorted the same way, so they are read side by
 * side, and the windows of one endpoint are held at a time.
 */
public final class SnapshotDiff {

  /** Takes the changes in the order of the files. */
  @FunctionalInterface
  public interface Sink {
    void accept(WindowChange change) throws IOException;
  }

  /**
   * What two snapshots differ in, summed up.
   *
   * @param counts windows of each kind; one that was extended and closed counts for both
   * @param changed windows that differ at all
   * @param unchanged windows that do not
   * @param scoresDiffer whether the calibration gives other scores
   * @param coverageDiffers whether the coverage is another
   * @param days and hours in which a flow may get another answer, whatever the reason
   */
  public record Summary(
      Map<WindowChange.Kind, Long> counts,
      long changed,
      long unchanged,
      boolean scoresDiffer,
      boolean coverageDiffers,
      HourSet days) {

    public long of(WindowChange.Kind kind) {
      return counts.getOrDefault(kind, 0L);
    }
  }

  private final Sink sink;
  private final Scores olderScores;
  private final Scores newerScores;
  private final boolean scoresDiffer;
  private final Map<WindowChange.Kind, Long> counts = new EnumMap<>(WindowChange.Kind.class);
  private final HourSet days = new HourSet();
  private long changed;
  private long unchanged;

  private SnapshotDiff(SnapshotFile older, SnapshotFile newer, Sink sink) throws IOException {
    this.sink = sink;
    olderScores = scores(older);
    newerScores = scores(newer);
    scoresDiffer = !olderScores.equals(newerScores);
  }

  private static Scores scores(SnapshotFile snapshot) throws IOException {
    try {
      return Scores.calibrated(snapshot.calibration());
    } catch (IllegalArgumentException e) {
      throw new UnusableWindowsException(snapshot.name(), "calibration: " + e.getMessage(), e);
    }
  }

  /** Compares; every change goes to the sink as it is found. */
  public static Summary compare(SnapshotFile older, SnapshotFile newer, Sink sink)
      throws IOException {
    SnapshotDiff diff = new SnapshotDiff(older, newer, sink);
    try (WindowStream olderStream = older.windows();
        WindowStream newerStream = newer.windows()) {
      diff.merge(new EndpointWindows(olderStream), new EndpointWindows(newerStream));
    }
    return new Summary(
        diff.counts,
        diff.changed,
        diff.unchanged,
        diff.scoresDiffer,
        !older.coverage().equals(newer.coverage()),
        diff.days);
  }

  private void merge(EndpointWindows older, EndpointWindows newer) throws IOException {
    Optional<Endpoint> endpoint = first(older, newer);
    while (endpoint.isPresent()) {
      compare(older.take(endpoint.get()), newer.take(endpoint.get()));
      endpoint = first(older, newer);
    }
  }

  private static Optional<Endpoint> first(EndpointWindows older, EndpointWindows newer) {
    return Stream.of(older.endpoint(), newer.endpoint())
        .flatMap(Optional::stream)
        .min(Endpoint::compareTo);
  }

  /** The windows of one endpoint. */
  private void compare(List<AvailabilityWindow> older, List<AvailabilityWindow> newer)
      throws IOException {
    boolean same = older.equals(newer);
    if (same) {
      unchanged += older.size();
    } else {
      pair(older, newer);
    }
    if (!same || scoresDiffer) {
      AnswerTimeline.addDifferences(
          new AnswerTimeline(older, olderScores), new AnswerTimeline(newer, newerScores), days);
    }
  }

  private void pair(List<AvailabilityWindow> older, List<AvailabilityWindow> newer)
      throws IOException {
    int i = 0;
    int j = 0;
    while (i < older.size() || j < newer.size()) {
      int order =
          i == older.size() ? 1 : j == newer.size() ? -1 : older.get(i).compareTo(newer.get(j));
      if (order < 0) {
        found(WindowChange.removed(older.get(i)));
        i++;
      } else if (order > 0) {
        found(WindowChange.opened(newer.get(j)));
        j++;
      } else {
        if (older.get(i).equals(newer.get(j))) {
          unchanged++;
        } else {
          found(WindowChange.between(older.get(i), newer.get(j)));
        }
        i++;
        j++;
      }
    }
  }

  private void found(WindowChange change) throws IOException {
    changed++;
    for (WindowChange.Kind kind : change.kinds()) {
      counts.merge(kind, 1L, Long::sum);
    }
    sink.accept(change);
  }
}
