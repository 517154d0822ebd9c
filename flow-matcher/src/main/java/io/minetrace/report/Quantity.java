// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.Locale;

/** Amounts in words for people: short, in units that fit, the same in every locale. */
public final class Quantity {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DAY = 24 * HOUR;

  private Quantity() {}

  /** {@code 48 s}, {@code 5 min 21 s}, {@code 3 h 1 min}, {@code 40 d 2 h}. */
  public static String duration(long millis) {
    long seconds = (millis + 500) / 1000;
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    if (seconds < HOUR) {
      return two(seconds, MINUTE, "min", 1, "s");
    }
    return seconds < 4L * DAY
        ? two(seconds, HOUR, "h", MINUTE, "min")
        : two(seconds, DAY, "d", HOUR, "h");
  }

  private static String two(long seconds, int large, String of, int small, String rest) {
    long left = seconds % large / small;
    return seconds / large + " " + of + (left == 0 ? "" : " " + left + " " + rest);
  }

  /** {@code 812 B}, {@code 1.4 MB}: powers of 1000. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = -1;
    while (Math.abs(amount) >= 999.5 && unit + 1 < UNITS.length) {
      amount /= 1000;
      unit++;
    }
    if (unit < 0) {
      return bytes + " B";
    }
    return String.format(Locale.ROOT, amount < 9.95 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
  }

  /** {@code 1,234,567}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1 session}, {@code 2 sessions}. */
  public static String count(long count, String thing) {
    return count(count, thing, thing + "s");
  }

  /** The same with a plural of its own. */
  public static String count(long count, String one, String many) {
    return count(count) + " " + (count == 1 ? one : many);
  }

  /** {@code 97.7 %}; never 100 or 0 for what only comes near. */
  public static String percent(double share) {
    double percent = 100 * share;
    if (percent > 99.95 && share < 1) {
      return "> 99.9 %";
    }
    if (percent < 0.05 && share > 0) {
      return "< 0.1 %";
    }
    return percent == Math.rint(percent)
        ? String.format(Locale.ROOT, "%.0f %%", percent)
        : String.format(Locale.ROOT, "%.1f %%", percent);
  }
}
