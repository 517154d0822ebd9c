// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;

/** How many rows of each kind a result has. */
public final class MatchCounts {

  private final Map<Confidence, Long> byConfidence = new EnumMap<>(Confidence.class);
  private final Map<Activity, Long> byActivity = new EnumMap<>(Activity.class);
  private final Map<String, Long> byReason = new TreeMap<>();
  private long total;

  public void add(ResultRow row) {
    total++;
    byConfidence.merge(
        constant(Confidence.class, row, ResultColumn.MINING_CONFIDENCE), 1L, Long::sum);
    byActivity.merge(constant(Activity.class, row, ResultColumn.MINING_ACTIVITY), 1L, Long::sum);
    for (String reason : row.texts(ResultColumn.MINING_REASONS)) {
      byReason.merge(reason, 1L, Long::sum);
    }
  }

  private <E extends Enum<E>> E constant(Class<E> type, ResultRow row, ResultColumn column) {
    String word = row.text(column);
    try {
      return Enum.valueOf(type, word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "row %d: %s: '%s' (expected: one of %s)"
              .formatted(total, column.columnName(), word, EnumSet.allOf(type)),
          e);
    }
  }

  public long total() {
    return total;
  }

  public long of(Confidence confidence) {
    return byConfidence.getOrDefault(confidence, 0L);
  }

  public long of(Activity activity) {
    return byActivity.getOrDefault(activity, 0L);
  }

  /** Rows that carry this word of {@link ResultColumn#MINING_REASONS}. */
  public long of(String reason) {
    return byReason.getOrDefault(reason, 0L);
  }

  /** Rows by each word of {@link ResultColumn#MINING_REASONS}, of which the situation is one. */
  public Map<String, Long> byReason() {
    return Collections.unmodifiableMap(byReason);
  }
}
