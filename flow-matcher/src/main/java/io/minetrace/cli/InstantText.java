// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.UtcTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as a user types them, a date, or a date and time with its zone; and as one reads them. */
public final class InstantText implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      if (text.length() == "2026-05-02".length()) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      Instant instant = OffsetDateTime.parse(text).toInstant();
      // Everything here counts in milliseconds, of which a long does not hold all of Java's years.
      return Instant.ofEpochMilli(instant.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new TypeConversionException(
          "time: '" + text + "' (expected: 2026-05-02, or 2026-05-02T14:20Z with its zone)");
    }
  }

  /** A time for people: in UTC, to the second that it lies in. */
  public static String toSecond(long millis) {
    return UtcTime.toSecond(millis).replace(' ', 'T') + "Z";
  }
}
