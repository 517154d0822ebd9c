// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest by which two results are known to be the same, whatever made them and in whatever
 * format they lie. The digest of a UTC day is the SHA-256 of its canonical rows in order; that of a
 * result is the SHA-256 of lines {@code YYYY-MM-DD rows hex} in order of date. Used by one thread.
 */
public final class ResultDigest {

  /**
   * One day's part.
   *
   * @param rows how many
   * @param sha256 in hex
   */
  public record Day(long rows, String sha256) {}

  private final MessageDigest sha256 = Sha256.digest();
  private final Map<LocalDate, Day> days = new TreeMap<>();
  private LocalDate openDay = LocalDate.MIN;
  private long openRows;

  /** The UTC date that a row belongs to. */
  public static LocalDate dayOf(ResultRow row) {
    return Instant.ofEpochMilli(row.number(ResultColumn.FLOW_START))
        .atOffset(ZoneOffset.UTC)
        .toLocalDate();
  }

  /** Adds the next row; those of a day stand together and in {@link ResultRow#ORDER}. */
  public void add(ResultRow row) {
    LocalDate day = dayOf(row);
    if (!day.equals(openDay)) {
      closeDay();
      openDay = day;
    }
    sha256.update(row.canonicalLine());
    openRows++;
  }

  private void closeDay() {
    if (openRows > 0) {
      add(openDay, new Day(openRows, Sha256.hex(sha256)));
      openRows = 0;
    }
  }

  /** Adds a day that was digested elsewhere. */
  public void add(LocalDate date, Day day) {
    if (days.put(date, day) != null) {
      throw new IllegalArgumentException("rows of " + date + " do not stand together");
    }
  }

  /** The days added so far; no row can be added to them afterwards. */
  public Map<LocalDate, Day> days() {
    closeDay();
    return new TreeMap<>(days);
  }

  /** The digest of the whole result, in hex. */
  public String hex() {
    MessageDigest whole = Sha256.digest();
    for (Map.Entry<LocalDate, Day> day : days().entrySet()) {
      String line =
          day.getKey() + " " + day.getValue().rows() + " " + day.getValue().sha256() + "\n";
      whole.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(whole);
  }
}
