// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.InstantText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** How old something may be, as a user types it: an age ({@code 90d}, {@code 2y}) or a date. */
record AgeText(String text) {

  private static final Pattern AGE = Pattern.compile("([0-9]{1,4})(d|w|mo|y)");

  /**
   * The instant before which things are older than that.
   *
   * @throws TypeConversionException if the text is neither
   */
  Instant before(Instant now) {
    Matcher age = AGE.matcher(text);
    Instant before;
    if (age.matches()) {
      OffsetDateTime today = now.atOffset(ZoneOffset.UTC);
      int number = Integer.parseInt(age.group(1));
      OffsetDateTime then =
          switch (age.group(2)) {
            case "d" -> today.minusDays(number);
            case "w" -> today.minusWeeks(number);
            case "mo" -> today.minusMonths(number);
            default -> today.minusYears(number);
          };
      before = Instant.ofEpochMilli(then.toInstant().toEpochMilli());
    } else {
      try {
        before = new InstantText().convert(text);
      } catch (TypeConversionException e) {
        throw new TypeConversionException(
            "age: '" + text + "' (expected: as 90d, 26w, 18mo or 2y, or a date as 2026-05-02)");
      }
    }
    if (before.isAfter(now)) {
      throw new TypeConversionException("age: '" + text + "' is in the future");
    }
    return before;
  }
}
