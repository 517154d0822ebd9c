// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowColumn;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Reads times straight from bytes: numbers since 1970, and dates with a time of day, with or
 * without a zone. One without needs to be told it; see {@link #lacksZone()}.
 *
 * <p>Where the clock of a zone goes back, an hour comes twice: its times are taken as the first of
 * the two. Where the clock goes forward, an hour is missing: its times are taken as if the clock
 * had not yet moved. Both are counted. Used by one thread.
 */
final class Times {

  /** What a number counts since 1970, or how a date is ordered. */
  enum Notation {
    SECONDS,
    MILLISECONDS,
    MICROSECONDS,
    NANOSECONDS,
    /** Seconds; dates are month, day, year. */
    MONTH_FIRST,
    /** As the user's pattern says. */
    PATTERN
  }

  private static final long MINUTE = 60_000;
  private static final long DAY = 1440 * MINUTE;

  /** West of Greenwich the time 0, by which tools print that there is none, is of this day. */
  private static final int DAY_BEFORE_1970 = 1969_12_31;

  /** The end of the year 9999: later times are numbers of another unit. */
  private static final long LAST = 253_402_300_799_999L;

  private static final int SECONDS_LENGTH = "2026-05-02 14:20:00".length();

  /** Minutes whose offset is kept: flows of the same minutes come again and again. */
  private static final int KEPT_MINUTES = 1024;

  private final Optional<ZoneId> zone;
  private final Optional<DateTimeFormatter> pattern;
  private final ZoneRules rules;
  private final boolean fixed;
  private final long fixedOffset;
  private final long[] minutes = new long[KEPT_MINUTES];
  private final int[] offsets = new int[KEPT_MINUTES];
  private final byte[] occurrences = new byte[KEPT_MINUTES];
  private int lastDate = -1;
  private long lastDay;

  private int otherDate = -1;
  private long otherDay;
  private long value;
  private boolean lacksZone;
  private long local;
  private long twice;
  private long never;

  /**
   * @param zone of times without one
   * @param pattern of {@link DateTimeFormatter}, where times are neither numbers nor ISO 8601
   */
  Times(Optional<ZoneId> zone, Optional<String> pattern) {
    this.zone = zone;
    this.pattern = pattern.map(text -> DateTimeFormatter.ofPattern(text, Locale.ROOT));
    this.rules = zone.orElse(ZoneOffset.UTC).getRules();
    this.fixed = rules.isFixedOffset();
    this.fixedOffset = rules.getOffset(LocalDateTime.MIN).getTotalSeconds() * 1000L;
    Arrays.fill(minutes, Long.MIN_VALUE);
  }

  /** The time read last, or {@link FlowColumn#ABSENT_LONG} where the text says there is none. */
  long value() {
    return value;
  }

  /** Whether the time read last has no zone, and none was told: such an input is not read. */
  boolean lacksZone() {
    return lacksZone;
  }

  /** Reads a time; false if the bytes are none. */
  boolean read(byte[] bytes, int from, int to, Notation notation) {
    lacksZone = false;
    if (!readAny(bytes, from, to, notation)) {
      return false;
    }
    if (value == 0) {
      // What an exporter or a tool writes that has no time: no flow is that old.
      value = FlowColumn.ABSENT_LONG;
    }
    return true;
  }

  private boolean readAny(byte[] bytes, int from, int to, Notation notation) {
    if (notation == Notation.PATTERN) {
      return patterned(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
    if (to - from >= SECONDS_LENGTH) {
      byte fifth = bytes[from + 4];
      if (fifth == '-' || fifth == '/') {
        return bytes[from + 7] == fifth && date(bytes, from, to, from, from + 5, from + 8);
      }
      if (notation == Notation.MONTH_FIRST && bytes[from + 2] == '/' && bytes[from + 5] == '/') {
        return date(bytes, from, to, from + 6, from, from + 3);
      }
    }
    return number(bytes, from, to, notation);
  }

  private boolean patterned(String text) {
    try {
      TemporalAccessor time =
          pattern
              .orElseThrow()
              .parseBest(text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from);
      if (time instanceof LocalDateTime localTime) {
        return local(localTime.toInstant(ZoneOffset.UTC).toEpochMilli());
      }
      value = Instant.from(time).toEpochMilli();
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private boolean number(byte[] bytes, int from, int to, Notation notation) {
    int point = from;
    while (point < to && bytes[point] != '.') {
      point++;
    }
    long whole = Digits.decimal(bytes, from, point);
    long fraction = point < to ? Digits.fraction(bytes, point + 1, to, 3) : 0;
    if (whole == Digits.NONE || fraction == Digits.NONE) {
      return false;
    }
    value =
        switch (notation) {
          case SECONDS, MONTH_FIRST, PATTERN ->
              whole > LAST / 1000 ? LAST + 1 : whole * 1000 + fraction;
          case MILLISECONDS -> whole;
          case MICROSECONDS -> whole / 1000;
          case NANOSECONDS -> whole / 1_000_000;
        };
    return value <= LAST;
  }

  private boolean date(byte[] bytes, int from, int to, int year, int month, int day) {
    int time = from + 11;
    byte between = bytes[from + 10];
    boolean separated =
        (between == ' ' || between == 'T' || between == '.')
            && bytes[time + 2] == ':'
            && bytes[time + 5] == ':';
    int hours = two(bytes, time);
    int minutesOfHour = two(bytes, time + 3);
    int seconds = two(bytes, time + 6);
    if (!separated
        || (hours | minutesOfHour | seconds) < 0
        || hours > 23
        || minutesOfHour > 59
        || seconds > 60) {
      return false;
    }
    int date = (two(bytes, year) * 100 + two(bytes, year + 2)) * 10_000 + two(bytes, month) * 100;
    if (two(bytes, year) < 0
        || two(bytes, year + 2) < 0
        || two(bytes, month) < 0
        || two(bytes, day) < 0) {
      return false;
    }
    date += two(bytes, day);
    if (date == 0) {
      value = FlowColumn.ABSENT_LONG;
      return true;
    }
    if (date != lastDate && !isOtherDate(date) && !isDate(date)) {
      return false;
    }
    long millis = lastDay + (hours * 60L + minutesOfHour) * MINUTE + seconds * 1000L;
    int at = time + 8;
    if (at < to && (bytes[at] == '.' || bytes[at] == ',')) {
      int digits = at + 1;
      at = digits;
      while (at < to && Digits.isDigit(bytes[at])) {
        at++;
      }
      long fraction = Digits.fraction(bytes, digits, at, 3);
      if (fraction == Digits.NONE) {
        return false;
      }
      millis += fraction;
    }
    // The last day of 1969 is read only for the clocks where 1970 began on it.
    return zone(bytes, at, to, millis) && (value >= 0 || date != DAY_BEFORE_1970);
  }

  /** Two digits as a number, or a negative one. */
  private static int two(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }

  /** Whether it is the date before the last one: around midnight flows cross from day to day. */
  private boolean isOtherDate(int date) {
    if (date != otherDate) {
      return false;
    }
    long day = otherDay;
    otherDate = lastDate;
    otherDay = lastDay;
    lastDate = date;
    lastDay = day;
    return true;
  }

  private boolean isDate(int date) {
    int year = date / 10_000;
    int month = date / 100 % 100;
    int day = date % 100;
    if ((year < 1970 && date != DAY_BEFORE_1970)
        || month < 1
        || month > 12
        || day < 1
        || day > YearMonth.of(year, month).lengthOfMonth()) {
      return false;
    }
    otherDate = lastDate;
    otherDay = lastDay;
    lastDate = date;
    lastDay = LocalDate.of(year, month, day).toEpochDay() * DAY;
    return true;
  }

  private boolean zone(byte[] bytes, int at, int to, long millis) {
    if (at == to) {
      return local(millis);
    }
    if (to - at == 1 && bytes[at] == 'Z') {
      value = millis;
      return true;
    }
    if (bytes[at] != '+' && bytes[at] != '-') {
      return false;
    }
    // +hh, +hhmm or +hh:mm
    int length = to - at;
    boolean colon = length == 6 && bytes[at + 3] == ':';
    if (length != 3 && length != 5 && !colon) {
      return false;
    }
    int hours = two(bytes, at + 1);
    int minutesOfHour = length == 3 ? 0 : two(bytes, to - 2);
    if (hours < 0 || hours > 18 || minutesOfHour < 0 || minutesOfHour > 59) {
      return false;
    }
    long offset = (hours * 60L + minutesOfHour) * MINUTE;
    value = bytes[at] == '+' ? millis - offset : millis + offset;
    return true;
  }

  private boolean local(long millis) {
    if (zone.isEmpty()) {
      lacksZone = true;
      return false;
    }
    local++;
    if (fixed) {
      value = millis - fixedOffset;
      return true;
    }
    long minute = Math.floorDiv(millis, MINUTE);
    int kept = (int) (minute & (KEPT_MINUTES - 1));
    if (minutes[kept] != minute) {
      keepOffset(minute, kept);
    }
    if (occurrences[kept] == 2) {
      twice++;
    } else if (occurrences[kept] == 0) {
      never++;
    }
    value = millis - offsets[kept] * 1000L;
    return true;
  }

  private void keepOffset(long minute, int kept) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(minute * 60, 0, ZoneOffset.UTC);
    List<ZoneOffset> valid = rules.getValidOffsets(time);
    ZoneOffset offset =
        valid.isEmpty() ? rules.getTransition(time).getOffsetBefore() : valid.get(0);
    minutes[kept] = minute;
    offsets[kept] = offset.getTotalSeconds();
    occurrences[kept] = (byte) valid.size();
  }

  /** Tells in the report what was assumed of times without a zone. */
  void tell(DecodeReport report) {
    if (local == 0) {
      return;
    }
    report.addFact("time zone", zone.orElseThrow().getId() + ", as was told");
    StringJoiner assumed = new StringJoiner("; ");
    if (twice > 0) {
      assumed.add(twice + " of an hour that came twice, taken as its first");
    }
    if (never > 0) {
      assumed.add(never + " of an hour that was left out, taken by the clock before it");
    }
    if (assumed.length() > 0) {
      report.addFact(DecodeReport.ASSUMED_TIMES, assumed.toString());
    }
  }
}
