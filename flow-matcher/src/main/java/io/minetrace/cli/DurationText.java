// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as a user types them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 3h}, {@code 2d}.
 */
public final class DurationText implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      if (text.matches("[0-9]{1,9}ms")) {
        return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
      }
      if (text.matches("[0-9]{1,9}d")) {
        return Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)));
      }
      Duration duration =
          Duration.parse(text.startsWith("P") ? text : "PT" + text.toUpperCase(Locale.ROOT));
      if (duration.isNegative()) {
        throw new TypeConversionException("duration: '" + text + "' (expected: not negative)");
      }
      return Duration.ofMillis(duration.toMillis());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new TypeConversionException(
          "duration: '" + text + "' (expected: 500ms, 30s, 5m, 3h, 2d)");
    }
  }
}
