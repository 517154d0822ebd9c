// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowNote;
import java.util.Locale;

/**
 * The clock of one exporter, seen through the headers of its messages beside the clock of the
 * capture.
 */
final class ExporterClock {

  /** No exporter holds a message back for so long: further apart, one of the clocks is wrong. */
  private static final long MAX_SKEW_MILLIS = 24 * 3600 * 1000L;

  private static final double MILLIS = 1000.0;
  private static final double DAY_SECONDS = 24 * 3600.0;

  private long leastSkew = Long.MAX_VALUE;
  private long mostSkew = Long.MIN_VALUE;
  private long readings;
  private long unusable;
  private boolean doubtful;

  /**
   * The export time of a message: that of the header, unless it lies before there was NetFlow, as
   * of exporters that write their uptime there.
   *
   * @param captureMillis a time before NetFlow if the input does not say
   */
  long read(long headerMillis, long captureMillis) {
    readings++;
    boolean captureTold = FlowTimes.isAfterFirstNetflow(captureMillis);
    if (!FlowTimes.isAfterFirstNetflow(headerMillis)) {
      unusable++;
      doubtful = true;
      return captureTold ? captureMillis : headerMillis;
    }
    doubtful = false;
    if (captureTold) {
      long skew = headerMillis - captureMillis;
      leastSkew = Math.min(leastSkew, skew);
      mostSkew = Math.max(mostSkew, skew);
      doubtful = Math.abs(skew) > MAX_SKEW_MILLIS;
    }
    return headerMillis;
  }

  /** How many messages' headers were read. */
  long readings() {
    return readings;
  }

  /** Bits of {@link FlowNote} for the records of the message that was read last. */
  int notes() {
    return doubtful ? FlowNote.DOUBTFUL_TIME.bit() : 0;
  }

  /** {@code 0.2 to 1.4 s behind the capture}; empty where nothing could be compared. */
  String describe() {
    StringBuilder text = new StringBuilder();
    if (leastSkew <= mostSkew) {
      text.append(
          mostSkew <= 0
              ? span(-mostSkew, -leastSkew) + " behind the capture"
              : leastSkew >= 0
                  ? span(leastSkew, mostSkew) + " ahead of the capture"
                  : seconds(-leastSkew)
                      + " behind to "
                      + seconds(mostSkew)
                      + " ahead of the capture");
    }
    if (unusable > 0) {
      text.append(text.isEmpty() ? "" : ", ").append(unusable).append(" headers without a time");
    }
    return text.toString();
  }

  private static String span(long from, long to) {
    String low = seconds(from);
    String high = seconds(to);
    return low.equals(high) ? low : low + " to " + high;
  }

  private static String seconds(long millis) {
    double seconds = millis / MILLIS;
    return seconds > DAY_SECONDS
        ? String.format(Locale.ROOT, "%.1f days", seconds / DAY_SECONDS)
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
